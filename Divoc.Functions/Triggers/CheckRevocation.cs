using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>
/// Says whether a credential was revoked, by DIVOC's path and statuses: 200 if it is revoked, superseded or now suspended; 404 if not, or if it is none of
/// this service's; 400 if it is no credential. When the registry can't be asked it is 503, which DIVOC does not tell from a bad credential. It does not
/// judge the signature.
/// </summary>
public sealed class CheckRevocation(CertificateFinder finder, TimeProvider time)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(CheckRevocation))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "divoc/api/v1/certificate/revoked")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var body = await RequestBody.ReadAsync(request, PresentedCertificate.LargestInBytes, cancellationToken);
        if (!PresentedCertificate.TryRead(body, out var certificateId))
        {
            return new Problem(StatusCodes.Status400BadRequest, "NOT_A_CREDENTIAL", "The body must be a credential as JSON, of at most 1 MiB, whose first evidence has an id.");
        }

        var now = time.GetUtcNow();
        var version = certificateId is null ? null : await finder.FindAsync(certificateId, Caller.Service, cancellationToken);
        return version is null || version.StateAt(now).Status == CertificateStatus.Live
            ? new Problem(StatusCodes.Status404NotFound, "NOT_REVOKED", "No certificate of this id was revoked, replaced or suspended here.")
            : Results.Json(CertificateStateBody.ForVerifiers(version, now), AnswerJson.Readable.CertificateStateBody);
    }
}
