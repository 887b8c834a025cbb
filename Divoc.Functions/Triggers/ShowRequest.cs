using Divoc.Functions.Access;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Shows what has become of the elements of a certify or update request.</summary>
public sealed class ShowRequest(RequestRegistry requests, Callers callers, RequestOutcomes outcomes, IOptions<PublicAddressOptions> address)
{
    private const string RetryAfterSeconds = "1";

    /// <summary>Handles a call.</summary>
    [Function(nameof(ShowRequest))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "divoc/api/v1/certify/requests/{requestId}")] HttpRequest request,
        string requestId,
        CancellationToken cancellationToken)
    {
        var caller = callers.Of(request);
        var found = RandomId.IsWellFormed(requestId) ? await requests.FindAsync(requestId, caller, cancellationToken) : null;
        if (found is null)
        {
            return new Problem(StatusCodes.Status404NotFound, "NOT_FOUND", "There is no request of this id: use the statusUrl of the answer to a certify call.");
        }

        var reached = await outcomes.DeriveAsync(found, caller, cancellationToken);
        if (reached.Any(outcome => outcome.State == RequestedState.Queued))
        {
            request.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var certificates = found.Certificates.Zip(reached).Select((element, index) => StatusOf(index, element.First, element.Second));
        return Results.Json(new RequestStatusBody(found.RequestId, found.AcceptedAt, [.. certificates]), AnswerJson.Readable.RequestStatusBody);
    }

    private RequestedCertificateStatus StatusOf(int index, RequestedCertificate requested, RequestedOutcome outcome) => new(
        index,
        requested.PreEnrollmentCode,
        outcome.CertificateId,
        outcome.State switch
        {
            RequestedState.Queued => "queued",
            RequestedState.Issued => "issued",
            RequestedState.Duplicate => "duplicate",
            RequestedState.Conflict => "conflict",
            _ => "failed",
        },
        outcome.IssuedAt,
        outcome.State is RequestedState.Issued or RequestedState.Duplicate or RequestedState.Conflict ? CertificateLinks.Of(outcome.CertificateId, address.Value) : null,
        outcome.Failure?.Reason,
        outcome.Failure?.Description);
}
