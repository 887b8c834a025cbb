using Divoc.Functions.Certificates;
using Divoc.Functions.Formats;
using Divoc.Functions.Intake;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Operations;
using Divoc.Functions.Status;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>What the service does by the clock.</summary>
public sealed class TimerFunctions(
    DeadLetterRecorder recorder,
    ChangeResender resender,
    ErasureSweeper erasures,
    StatusRefresher refresher,
    StatusSweeper statuses,
    UploadSweeper uploads,
    RequestSweeper requests,
    SignerWatch signers)
{
    /// <summary>Looks once a minute for what the queues themselves dead-lettered: failures of events are recorded, changes are announced again.</summary>
    [Function("RecordDeadLetters")]
    public async Task RecordDeadLettersAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await resender.ResendAsync(cancellationToken);
        await recorder.RecordAsync(cancellationToken);
    }

    /// <summary>Has a part of what is published of the status made anew each minute, so that nothing expires that nobody asked for.</summary>
    [Function("RefreshStatus")]
    public Task RefreshStatusAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return refresher.RefreshAsync(cancellationToken);
    }

    /// <summary>Looks once a day, at half past four (UTC), for the status of certificates that expired long ago, and deletes it.</summary>
    [Function("SweepStatus")]
    public Task SweepStatusAsync([TimerTrigger("0 30 4 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return statuses.SweepAsync(cancellationToken);
    }

    /// <summary>Looks once a day, at half past three (UTC), for artifacts of certificates that were erased, and deletes them.</summary>
    [Function("SweepErased")]
    public Task SweepErasedAsync([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return erasures.SweepAsync(cancellationToken);
    }

    /// <summary>Removes once a day, at four (UTC), what is left of old uploads.</summary>
    [Function("SweepUploads")]
    public Task SweepUploadsAsync([TimerTrigger("0 0 4 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return uploads.SweepAsync(cancellationToken);
    }

    /// <summary>Removes once a day, at two (UTC), Idempotency-Keys that are over and requests that are kept for long enough.</summary>
    [Function("SweepRequests")]
    public Task SweepRequestsAsync([TimerTrigger("0 0 2 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return requests.SweepAsync(cancellationToken);
    }

    /// <summary>Looks once a day, at five (UTC), whether the certificates of the signing keys fit and will for some time.</summary>
    [Function("WatchSigners")]
    public Task WatchSignersAsync([TimerTrigger("0 0 5 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return signers.LookAsync(cancellationToken);
    }
}
