using System.Text;
using System.Text.Json;
using Divoc.Functions.Access;
using Divoc.Functions.Ledger;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Hands out DIVOC's record of a certificate, by DIVOC's path.</summary>
public sealed class FetchCertificateRecord(CertificateFinder finder, Callers callers, CertificateEndpoint endpoint)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(FetchCertificateRecord))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "divoc/api/v1/certificates/{certificateId}")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "private, no-cache";
        var version = await finder.FindAsync(certificateId, callers.Of(request), cancellationToken);
        if (CertificateEndpoint.Withheld(version) is { } problem)
        {
            return problem;
        }

        if (await finder.ReadAsync(version!, CertificateArtifacts.Credential(certificateId), cancellationToken) is not { } stored)
        {
            return CertificateEndpoint.Erased();
        }

        endpoint.NameSuccessor(request, version!);
        using var credential = JsonDocument.Parse(stored.Bytes);
        var subject = credential.RootElement.GetProperty("credentialSubject");
        var record = new CertificateRecordBody(
            subject.GetProperty("name").GetString()!,
            subject.GetProperty("refId").GetString()!,
            certificateId,
            Encoding.UTF8.GetString(stored.Bytes.Span),
            version!.Key.Programme.Length == 0 ? null : version.Key.Programme);
        return Results.Json(record, AnswerJson.Readable.CertificateRecordBody);
    }
}
