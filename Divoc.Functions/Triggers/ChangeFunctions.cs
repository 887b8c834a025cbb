using System.Text.Json.Serialization;
using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Operations;
using Divoc.Functions.Registry;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Changes the state of certificates by their ids.</summary>
public sealed class ChangeFunctions(
    ChangeHandler handler, ErasureHandler erasure, UnlistedCertificates unlisted, Callers callers, TimeProvider time)
{
    /// <summary>Revokes a certificate permanently.</summary>
    [Function("RevokeCertificate")]
    public Task<IResult> RevokeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "certificates/{certificateId}/revoke")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, certificateId, handler.RevokeAsync, cancellationToken);
    }

    /// <summary>Suspends a certificate; the body may name the beginning and the end.</summary>
    [Function("SuspendCertificate")]
    public Task<IResult> SuspendAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "certificates/{certificateId}/suspend")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, certificateId, handler.SuspendAsync, cancellationToken);
    }

    /// <summary>Lifts the suspensions of a certificate.</summary>
    [Function("ReinstateCertificate")]
    public Task<IResult> ReinstateAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "certificates/{certificateId}/reinstate")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, certificateId, handler.ReinstateAsync, cancellationToken);
    }

    /// <summary>Erases the personal data of a certificate, or of the failed event for which the id was reserved.</summary>
    [Function("EraseCertificate")]
    public Task<IResult> EraseAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "certificates/{certificateId}/erase")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, certificateId, erasure.EraseAsync, cancellationToken);
    }

    private async Task<IResult> HandleAsync(
        HttpRequest request, string certificateId, Func<ChangeCall, Task<ChangeResult>> change, CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var caller = callers.Of(request);
        var body = await RequestBody.ReadAsync(request, ChangeOrderReader.BodyBytes, cancellationToken);
        if (!IdempotencyKey.TryRead(request, out var key))
        {
            return IdempotencyKey.Malformed;
        }

        var result = await change(new ChangeCall(certificateId, body, caller, request.Path.Value ?? "", key));
        if (result.Outcome is ChangeOutcome.NotFound)
        {
            return await unlisted.AnswerAsync(certificateId, caller, cancellationToken);
        }

        return result.Outcome is { } outcome ? AnswerTo(outcome) : UnreadableOrder.Of("Nothing was changed.", result.Faults);
    }

    private IResult AnswerTo(ChangeOutcome outcome) => outcome switch
    {
        ChangeOutcome.Changed changed => Results.Json(
            CertificateStateBody.Of(CertificateNow.Of(changed.Version, time.GetUtcNow())), AnswerJson.Readable.CertificateStateBody),
        ChangeOutcome.EventDiscarded discarded => Results.Json(
            new DiscardedEventBody(discarded.CertificateId, RequestedState.Failed, FailureRecord.Discarded),
            AnswerJson.Readable.DiscardedEventBody),
        ChangeOutcome.Superseded superseded => Conflict(
            "SUPERSEDED",
            $"Certificate {superseded.ReplacedBy} has replaced this one; nothing was changed. To change the newer certificate, send the "
            + "call with its id."),
        ChangeOutcome.Revoked => Conflict(
            "REVOKED",
            "This certificate is revoked, which is final; nothing was changed. If a certificate is needed, certify the event again."),
        ChangeOutcome.HistoryFull => Conflict(
            "ENROLLMENT_FULL",
            $"The history of this certificate is full, after {ListedCertificate.MaximumRepeatableChanges} suspensions and "
            + "reinstatements; nothing was changed. The certificate can still be revoked."),
        ChangeOutcome.StillKept => Conflict(
            "KEPT_BY_POLICY",
            "The certificate is marked as erased and can't be fetched any more. But an immutability policy of the store keeps its "
            + "files for now. Send the call again when the policy has ended."),
        _ => throw new InvalidOperationException("There is no answer for this outcome."),
    };

    private static Problem Conflict(string code, string detail) => new(StatusCodes.Status409Conflict, code, detail);
}

/// <summary>The answer to an erasure if the id never became a certificate.</summary>
/// <param name="CertificateId">The id.</param>
/// <param name="State">The state of the element, as in the request's status.</param>
/// <param name="Reason">Why it failed, as in the request's status.</param>
internal sealed record DiscardedEventBody(
    string CertificateId, RequestedState State, [property: JsonConverter(typeof(AnswerTextConverter))] string Reason);
