using Divoc.Functions.Certificates;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Operations;
using Divoc.Functions.Status;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>What the service does by the clock.</summary>
public sealed class TimerFunctions(DeadLetterRecorder recorder, ChangeResender resender, CertificateEraser eraser, RevocationListPublisher publisher, UploadSweeper uploads)
{
    /// <summary>Looks once a minute for what the queues themselves dead-lettered: failures of events are recorded, changes are announced again.</summary>
    [Function("RecordDeadLetters")]
    public async Task RecordDeadLettersAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await resender.ResendAsync(cancellationToken);
        await recorder.RecordAsync(cancellationToken);
    }

    /// <summary>Makes the list of certificates that are not valid anew, every five minutes.</summary>
    [Function("PublishRevocations")]
    public Task PublishRevocationsAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return publisher.PublishAsync(cancellationToken);
    }

    /// <summary>Looks once a day, at half past three (UTC), for artifacts of certificates that were erased, and deletes them.</summary>
    [Function("SweepErased")]
    public Task SweepErasedAsync([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return eraser.SweepAsync(cancellationToken);
    }

    /// <summary>Removes once a day, at four (UTC), what is left of old uploads.</summary>
    [Function("SweepUploads")]
    public Task SweepUploadsAsync([TimerTrigger("0 0 4 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        return uploads.SweepAsync(cancellationToken);
    }
}
