using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Triggers;

/// <summary>What the functions share that change the state of a certificate: reading the order and shaping the answer.</summary>
public sealed class StateChangeEndpoint(ChangeOrderReader reader, Callers callers, TimeProvider time)
{
    /// <summary>Reads the order of a call and has it carried out.</summary>
    /// <param name="request">The call.</param>
    /// <param name="isSuspension">Whether the order may have a beginning and an end.</param>
    /// <param name="change">Carries it out.</param>
    /// <param name="cancellationToken">Ends the reading. A change that has begun goes on to its end even if the caller hangs up.</param>
    public async Task<IResult> HandleAsync(HttpRequest request, bool isSuspension, Func<ChangeOrder, Task<ChangeOutcome>> change, CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var caller = callers.Of(request);
        var body = await RequestBody.ReadAsync(request, ChangeOrderReader.BodyBytes, cancellationToken);
        var order = reader.Read(body, isSuspension, caller, out var faults);
        if (faults.Count > 0)
        {
            return UnfitOrder.Of("Nothing was changed.", faults);
        }

        return await change(order) switch
        {
            ChangeOutcome.Changed changed => Results.Json(CertificateStateBody.Of(changed.Version, time.GetUtcNow()), AnswerJson.Readable.CertificateStateBody),
            ChangeOutcome.NotFound => CertificateEndpoint.UnknownId(),
            ChangeOutcome.Superseded superseded => Conflict("SUPERSEDED", $"This certificate was replaced by {superseded.ReplacedBy} before; nothing was changed. Name that one if it is meant."),
            ChangeOutcome.Revoked => Conflict("REVOKED", "This certificate is revoked, and that is final: certify the event anew."),
            ChangeOutcome.HistoryFull => Conflict(
                "ENROLLMENT_FULL", $"The history of this certificate is full: it was suspended and reinstated {ListedCertificate.MaximumRepeatableChanges} times. It can still be revoked."),
            ChangeOutcome.StillKept => Conflict(
                "KEPT_BY_POLICY", "The certificate is marked as erased and no longer handed out, but the store keeps its artifacts, as an immutability policy makes it. Call again when the policy has ended."),
            _ => throw new InvalidOperationException("There is no answer for this outcome."),
        };
    }

    private static Problem Conflict(string code, string detail) => new(StatusCodes.Status409Conflict, code, detail);
}
