using Divoc.Functions.Domain;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>
/// Deletes Idempotency-Keys that are no longer remembered, and old requests, if the settings say how long requests are kept.
/// <para>
/// A request is deleted if three conditions are true permanently, so that nothing can change them between the check and the deletion. Every
/// element has a final outcome: certified, duplicate, conflict, or discarded; a failed one may be replayed. No Idempotency-Key leads to it:
/// the key of its call expired days ago, and a new call with the key makes another request. No upload needs it: it was accepted after its
/// upload, which is kept for a shorter time. </para>
/// </summary>
public sealed class RequestSweeper(
    RequestRegistry requests,
    IdempotencyRegistry idempotency,
    OwnedRequests owned,
    RequestOutcomes outcomes,
    Sweeps sweeps,
    IOptions<IntakeOptions> intake,
    IOptions<UploadsOptions> uploads,
    TimeProvider time)
{
    /// <summary>They are deleted later than possible by this time: clocks differ, and sweeps run once a day.</summary>
    internal static readonly TimeSpan Margin = TimeSpan.FromDays(2);

    private static readonly TimeSpan LongestForKeys = Sweeps.LongestRun / 2;

    /// <summary>Does a run: the keys first, so that no key is left that leads to a deleted request.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await sweeps.RunAsync("idempotency", IdempotencyRegistry.Prefix, LongestForKeys, ForgetAsync, cancellationToken);
        if (intake.Value.KeepRequests is not null)
        {
            await sweeps.RunAsync("requests", RequestRegistry.Prefix, Sweeps.LongestRun - LongestForKeys, ExpireAsync, cancellationToken);
        }
    }

    private async Task ForgetAsync(string name, IReadOnlyDictionary<string, string> facts, CancellationToken cancellationToken)
    {
        if (await idempotency.ForgetAsync(name, facts, time.GetUtcNow() - Margin, cancellationToken))
        {
            ProtocolWrites.Done(ProtocolWrite.IdempotencyKeyForgotten, name);
        }
    }

    private async Task ExpireAsync(string requestId, IReadOnlyDictionary<string, string> facts, CancellationToken cancellationToken)
    {
        if (RequestAge.Of(facts) is { } age && !MayGo(age))
        {
            return;
        }

        if (await requests.FindAsync(requestId, Caller.Service, cancellationToken) is not { } request
            || !MayGo(RequestAge.Of(facts) ?? LatestOf(request)))
        {
            return;
        }

        var reached = await outcomes.DeriveAsync(request, Caller.Service, cancellationToken);
        if (reached.Any(IsOpen))
        {
            return;
        }

        // The list's entry first: in the other order, it would stay permanently if this is interrupted.
        await owned.RemoveAsync(request, cancellationToken);
        await requests.DropAsync(request.RequestId, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.RequestExpired, request.RequestId);
    }

    private bool MayGo(RequestAge age)
    {
        var now = time.GetUtcNow();
        var upload = uploads.Value.Keep + Margin;
        var keep = intake.Value.KeepRequests is { } wanted && wanted > upload ? wanted : upload;
        return age.AcceptedAt + keep < now && age.RememberedUntil + Margin < now;
    }

    /// <summary>For a request without data about its key, which an earlier version of the program accepted.</summary>
    private static RequestAge LatestOf(CertifyRequest request) =>
        new(request.AcceptedAt, request.AcceptedAt + IntakeOptionsValidator.LongestIdempotencyWindow);

    private static bool IsOpen(RequestedOutcome outcome)
    {
        return outcome.State == RequestedState.Queued || outcome is { State: RequestedState.Failed, Failure: not { IsDiscarded: true } };
    }
}
