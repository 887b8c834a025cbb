using System.Security.Cryptography;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Tests.Faults.Operations;

/// <summary>Fetches a part of a certificate: handed out is what is listed, and nothing else.</summary>
internal sealed class FetchOperation(string title, Judge judge, string certificateId, CertificatePart part) : Operation(title)
{
    protected override async Task<Action?> AskAsync(SimulatedProgram program)
    {
        var before = judge.Find(certificateId);
        var outcome = await program.Get<CertificateFetcher>()
            .FetchAsync(certificateId, new AskedPart(part), SharedRooms.Partner, CancellationToken.None);
        return () => judge.Report(Fault(before, outcome));
    }

    private string? Fault(ListedCertificate? before, FetchOutcome outcome)
    {
        var now = judge.Find(certificateId);
        return outcome switch
        {
            FetchOutcome.Part when now is null => "a certificate was handed out that is not listed",
            FetchOutcome.Part when before is not null && IsWithheld(before) => "a certificate was handed out that was revoked or erased",
            FetchOutcome.Part handedOut => IsListed(now!, handedOut.Bytes) ? null : "other bytes were handed out than those listed",
            FetchOutcome.NotFound or FetchOutcome.Revoked or FetchOutcome.Erased =>
                before is not null && !IsWithheld(now!) ? "a listed certificate was not handed out" : null,
            _ => $"a fetch was answered by {outcome.GetType().Name}",
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
            CertificatePart.Qr => version.Hashes.Of(CertificateArtifacts.QrFile),
            CertificatePart.Pdf => version.Hashes.Of(CertificateArtifacts.PdfFile),
            _ => version.Hashes.Of(TestArtifacts.CredentialFile),
        });
    }
}
