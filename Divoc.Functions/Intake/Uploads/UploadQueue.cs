using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake.Uploads;

/// <summary>Sends the messages that request the next step of an upload.</summary>
public sealed class UploadQueue([FromKeyedServices(UploadStep.QueueName)] IMessageQueue queue, TimeProvider time)
{
    /// <summary>Requests the next step. After this, the queue has the message, or had it before.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="waits">How often it was postponed without progress.</param>
    /// <param name="delay">When it is due.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task SendAsync(UploadRecord upload, int waits, TimeSpan delay, CancellationToken cancellationToken)
    {
        var step = new UploadStep { UploadId = upload.UploadId, Run = upload.Run, Progress = upload.Progress, Waits = waits };
        var message = new QueueMessage
        {
            MessageId = step.MessageId,
            Subject = UploadStep.MessageSubject,
            CorrelationId = upload.UploadId,
            Body = step.ToBytes(),
            ScheduledFor = delay > TimeSpan.Zero ? time.GetUtcNow() + delay : null,
        };
        await queue.SendAsync([message], cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.UploadStepQueued, upload.UploadId);
    }
}
