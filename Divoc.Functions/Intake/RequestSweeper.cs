using Divoc.Functions.Domain;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>
/// Deletes Idempotency-Keys that are no longer remembered, and requests that are kept for long enough, where the settings say how long that is.
/// <para>
/// A request goes when three things hold for good, so that nothing can change them between the look and the deletion. Every element has an outcome that nothing takes back: certified, duplicate,
/// conflict, or discarded; what has failed may be replayed. No Idempotency-Key leads to it: that of its call has been over for days, and whoever claims the key anew makes another request. No upload
/// asks for it: it was accepted after the upload, which is kept for a shorter time.
/// </para>
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
    /// <summary>So much later than they could: clocks differ, and sweeps come once a day.</summary>
    internal static readonly TimeSpan Margin = TimeSpan.FromDays(2);

    private static readonly TimeSpan LongestForKeys = Sweeps.LongestRun / 2;

    /// <summary>Does a run: the keys first, so that none is left that leads to a request that is gone.</summary>
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
        if (RequestAge.Of(facts) is { } told && !MayGo(told))
        {
            return;
        }

        if (await requests.FindAsync(requestId, Caller.Service, cancellationToken) is not { } request || !MayGo(RequestAge.Of(facts) ?? LatestOf(request)))
        {
            return;
        }

        var reached = await outcomes.DeriveAsync(request, Caller.Service, cancellationToken);
        if (reached.Any(IsOpen))
        {
            return;
        }

        // The list's entry first: the other way round it would stay for good where this breaks off.
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

    /// <summary>Of a request that says nothing of its key: an earlier version of the program accepted it.</summary>
    private static RequestAge LatestOf(CertifyRequest request) => new(request.AcceptedAt, request.AcceptedAt + IntakeOptionsValidator.LongestIdempotencyWindow);

    private static bool IsOpen(RequestedOutcome outcome)
    {
        return outcome.State == RequestedState.Queued || outcome is { State: RequestedState.Failed, Failure: not { IsDiscarded: true } };
    }
}
