using Divoc.Functions.Intake;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Issuing;

/// <summary>
/// Writes the failure record of events that the queue set aside by itself (crashed too often, expired): nobody else is there to do it. It only
/// looks at the dead letters and leaves them where they are.
/// </summary>
public sealed class DeadLetterRecorder(IEventQueue queue, EnrollmentRegistry enrollments, FailureRegistry failures, TimeProvider time)
{
    private const int PageSize = 100;

    // What was seen once is recorded; a new process looks through all of them again.
    private long seenUpTo = -1;

    /// <summary>Records what was set aside since the last look.</summary>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await queue.PeekDeadLettersAsync(seenUpTo + 1, PageSize, cancellationToken);
            foreach (var message in page)
            {
                await RecordAsync(message, cancellationToken);
                seenUpTo = message.SequenceNumber;
            }

            if (page.Count < PageSize)
            {
                return;
            }
        }
    }

    private async Task RecordAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        if (CertificationEventJson.Parse(message.Message.Body) is not { } certification)
        {
            return;
        }

        var enrollment = (await enrollments.ReadAsync(certification.Enrollment, cancellationToken)).Enrollment;
        if (enrollment.Find(certification.CertificateId) is not null)
        {
            return;
        }

        var failure = new FailureRecord(
            certification.CertificateId,
            message.DeadLetterReason ?? "DEAD_LETTERED",
            message.DeadLetterDescription ?? "The queue set the event aside.",
            message.DeliveryCount,
            time.GetUtcNow());
        await failures.RecordAsync(failure, cancellationToken);
    }
}
