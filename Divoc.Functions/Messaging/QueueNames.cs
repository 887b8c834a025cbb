using Divoc.Functions.Domain;

namespace Divoc.Functions.Messaging;

/// <summary>The queues of the program. Each is an <see cref="IEventQueue"/> among the keyed services under its name.</summary>
public static class QueueNames
{
    /// <summary>Accepted events on their way to certificates: the interactive lane.</summary>
    public const string CertificationEvents = CertificationEvent.QueueName;

    /// <summary>The same, sent in large numbers: the bulk lane, which leaves the interactive one its share of all that both need.</summary>
    public const string BulkCertificationEvents = CertificationEvent.BulkQueueName;

    /// <summary>Ledgers that were changed or may be changed soon, to be announced.</summary>
    public const string CertificateChanges = CertificateChange.QueueName;

    /// <summary>Events that are to be sent to partners.</summary>
    public const string CertificateWebhooks = WebhookMessage.QueueName;

    /// <summary>Uploaded files, to be taken further by one step.</summary>
    public const string CertificateUploads = UploadStep.QueueName;

    /// <summary>All queues; whatever looks after queues looks after these. A failures queue is no queue of its own here.</summary>
    public static IReadOnlyList<QueueDefinition> All { get; } =
    [
        new(CertificationEvents, CertificationEvent.MessageSubject, DetectsDuplicates: true),
        new(BulkCertificationEvents, CertificationEvent.MessageSubject, DetectsDuplicates: true),
        new(CertificateChanges, CertificateChange.MessageSubject, DetectsDuplicates: false),
        new(CertificateWebhooks, WebhookMessage.MessageSubject, DetectsDuplicates: false),
        new(CertificateUploads, UploadStep.MessageSubject, DetectsDuplicates: true),
    ];
}

/// <summary>A queue of the program.</summary>
/// <param name="Name">Its name, as Service Bus takes it.</param>
/// <param name="Subject">The subject of its messages.</param>
/// <param name="DetectsDuplicates">Whether it drops a message whose id it has seen within the duplicate detection window.</param>
public sealed record QueueDefinition(string Name, string Subject, bool DetectsDuplicates);
