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

    // What was seen once is recorded; a new process looks at all of them again. A message keeps its number when it is set aside, so that one with a
    // lower number can come after one with a higher: each look goes through all that lie there.
    private HashSet<long> seen = [];

    /// <summary>Records what was set aside since the last look.</summary>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        HashSet<long> lying = [];
        IReadOnlyList<ReceivedMessage> page;
        long from = 0;
        do
        {
            page = await queue.PeekDeadLettersAsync(from, PageSize, cancellationToken);
            foreach (var message in page)
            {
                if (!seen.Contains(message.SequenceNumber))
                {
                    await RecordAsync(message, cancellationToken);
                    seen.Add(message.SequenceNumber);
                }

                lying.Add(message.SequenceNumber);
                from = message.SequenceNumber + 1;
            }
        }
        while (page.Count == PageSize);

        // What was replayed or dropped since need not be remembered.
        seen = lying;
    }

    private async Task RecordAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        if (CertificationEventJson.Parse(message.Message.Body) is not { } certification)
        {
            return;
        }

        var enrollment = (await enrollments.ReadAsync(certification.Enrollment, cancellationToken)).Enrollment;
        if (enrollment.Find(certification.CertificateId) is not null
            || !enrollment.CanList(certification.Key, certification.VersionsAtAcceptance, certification.Replaces))
        {
            // It is issued, or was overtaken before the queue gave up on it: callers may have been told so already.
            return;
        }

        var failure = new FailureRecord(
            certification.CertificateId,
            message.DeadLetterReason ?? "DEAD_LETTERED",
            message.DeadLetterDescription ?? "The queue set the event aside.",
            message.DeliveryCount,
            time.GetUtcNow());
        await failures.RecordAsync(failure, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.FailureRecorded, certification.CertificateId);
    }
}
