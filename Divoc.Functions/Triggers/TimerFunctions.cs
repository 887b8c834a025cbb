using Divoc.Functions.Certificates;
using Divoc.Functions.Formats;
using Divoc.Functions.Intake;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Operations;
using Divoc.Functions.Status;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>The functions that timers call.</summary>
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
    /// <summary>
    /// Looks once a minute for messages that the queues themselves dead-lettered: failures of events are recorded, changes are announced
    /// again.
    /// </summary>
    [Function("RecordDeadLetters")]
    public async Task RecordDeadLettersAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await resender.ResendAsync(cancellationToken);
        await recorder.RecordAsync(cancellationToken);
    }

    /// <summary>Makes a part of the published status again each minute, so that nothing expires that nobody requests.</summary>
    [Function("RefreshStatus")]
    public Task RefreshStatusAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return refresher.RefreshAsync(cancellationToken);
    }

    /// <summary>Deletes once a day, at half past four (UTC), the status of certificates that expired long ago.</summary>
    [Function("SweepStatus")]
    public Task SweepStatusAsync([TimerTrigger("0 30 4 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return statuses.SweepAsync(cancellationToken);
    }

    /// <summary>Deletes once a day, at half past three (UTC), remaining artifacts of erased certificates.</summary>
    [Function("SweepErased")]
    public Task SweepErasedAsync([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return erasures.SweepAsync(cancellationToken);
    }

    /// <summary>Removes once a day, at four (UTC), the remains of old uploads.</summary>
    [Function("SweepUploads")]
    public Task SweepUploadsAsync([TimerTrigger("0 0 4 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return uploads.SweepAsync(cancellationToken);
    }

    /// <summary>Removes once a day, at two (UTC), expired Idempotency-Keys and old requests.</summary>
    [Function("SweepRequests")]
    public Task SweepRequestsAsync([TimerTrigger("0 0 2 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return requests.SweepAsync(cancellationToken);
    }

    /// <summary>Checks once a day, at five (UTC), whether the certificates of the signing keys fit, now and for some time.</summary>
    [Function("WatchSigners")]
    public Task WatchSignersAsync([TimerTrigger("0 0 5 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return signers.LookAsync(cancellationToken);
    }
}
