using System.Security.Cryptography;
using Divoc.Functions.Domain;
using Divoc.Functions.Triggers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Divoc.Functions.Tests.Faults.Operations;

/// <summary>Fetches a part of a certificate: handed out is what is listed, and nothing else.</summary>
internal sealed class FetchOperation(string title, Judge judge, string certificateId, CertificatePart part) : Operation(title)
{
    protected override async Task<Action?> AskAsync(SimulatedProgram program)
    {
        var before = judge.Find(certificateId);
        var context = new DefaultHttpContext();
        var result = await program.Get<CertificateEndpoint>().FetchAsync(context.Request, certificateId, part, CancellationToken.None);
        return () => judge.Report(Fault(before, result));
    }

    private string? Fault(ListedCertificate? before, IResult result)
    {
        var now = judge.Find(certificateId);
        return result switch
        {
            FileContentHttpResult when now is null => "a certificate was handed out that is not listed",
            FileContentHttpResult when before is not null && IsWithheld(before) => "a certificate was handed out that was revoked or erased",
            FileContentHttpResult file => IsListed(now!, file.FileContents) ? null : "other bytes were handed out than those listed",
            Problem when before is not null && !IsWithheld(now!) => "a listed certificate was not handed out",
            Problem => null,
            _ => $"a fetch was answered by {result.GetType().Name}",
        };
    }

    private static bool IsWithheld(ListedCertificate version)
    {
        return version.Changes.Any(change => change.Kind is StateChangeKind.Revoked or StateChangeKind.Erased);
    }

    private bool IsListed(ListedCertificate version, ReadOnlyMemory<byte> bytes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        return hash == (part switch
        {
            CertificatePart.Qr => version.Hashes.Qr,
            CertificatePart.Pdf => version.Hashes.Pdf,
            _ => version.Hashes.Credential,
        });
    }
}
