using Divoc.Functions.Registry;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Shows what happened to a certificate since it was issued, and the versions of its key. It is there for revoked and erased ones too.</summary>
public sealed class ShowHistory(CertificateFinder finder, TimeProvider time)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(ShowHistory))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "certificates/{certificateId}/history")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (await finder.FindEnrollmentAsync(certificateId, cancellationToken) is not { } read)
        {
            return CertificateEndpoint.UnknownId();
        }

        var version = read.Enrollment.Find(certificateId)!;
        var now = time.GetUtcNow();
        var body = new CertificateHistoryBody(
            certificateId,
            version.IssuedAt,
            CertificateStateBody.Of(version, now),
            read.Enrollment.PredecessorOf(version)?.CertificateId,
            [.. version.Changes.Select(StateChangeBody.Of)],
            [.. read.Enrollment.Versions.Where(other => other.Key == version.Key).Select(other => CertificateStateBody.Of(other, now))]);
        return Results.Json(body, AnswerJson.Readable.CertificateHistoryBody);
    }
}
