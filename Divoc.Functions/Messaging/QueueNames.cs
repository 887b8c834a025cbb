using Divoc.Functions.Domain;

namespace Divoc.Functions.Messaging;

/// <summary>The queues of the program. Each is an <see cref="IMessageQueue"/> among the keyed services, with its name.</summary>
public static class QueueNames
{
    /// <summary>Accepted events that are to become certificates: the interactive lane.</summary>
    public const string CertificationEvents = CertificationEvent.QueueName;

    /// <summary>The same for large numbers: the bulk lane, which leaves the interactive one its share of common resources.</summary>
    public const string BulkCertificationEvents = CertificationEvent.BulkQueueName;

    /// <summary>Ledgers that were changed or may change soon, to be announced.</summary>
    public const string CertificateChanges = CertificateChange.QueueName;

    /// <summary>Events that are to be sent to partners.</summary>
    public const string CertificateWebhooks = WebhookMessage.QueueName;

    /// <summary>Uploads whose next step is due.</summary>
    public const string CertificateUploads = UploadStep.QueueName;

    /// <summary>All queues that the program monitors. A failures queue does not count as a separate queue here.</summary>
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
