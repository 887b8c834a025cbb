using Divoc.Functions.Access;
using Divoc.Functions.Ledger;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Shows what happened to a certificate since it was issued, and the versions of its key that the caller reaches. It is there for revoked and erased ones too.</summary>
public sealed class ShowHistory(CertificateFinder finder, Callers callers, TimeProvider time)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(ShowHistory))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "certificates/{certificateId}/history")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var caller = callers.Of(request);
        if (await finder.FindLedgerAsync(certificateId, caller, cancellationToken) is not { } read)
        {
            return CertificateEndpoint.UnknownId();
        }

        var seen = read.Ledger.SeenBy(caller);
        var version = seen.Find(certificateId)!;
        var now = time.GetUtcNow();
        var body = new CertificateHistoryBody(
            certificateId,
            version.IssuedAt,
            CertificateStateBody.Of(version, now),
            seen.PredecessorOf(version)?.CertificateId,
            [.. version.Changes.Select(StateChangeBody.Of)],
            [.. seen.Versions.Where(other => other.Key == version.Key).Select(other => CertificateStateBody.Of(other, now))]);
        return Results.Json(body, AnswerJson.Readable.CertificateHistoryBody);
    }
}
