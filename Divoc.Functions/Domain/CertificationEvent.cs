using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>An accepted event that is to become a certificate: the body of a message of the event queue, UTF-8 JSON.</summary>
public sealed record CertificationEvent
{
    /// <summary>The queue of accepted events for which somebody may be waiting: the interactive lane.</summary>
    public const string QueueName = "certification-events";

    /// <summary>The queue of events that were sent in large numbers: the bulk lane.</summary>
    public const string BulkQueueName = "certification-events-bulk";

    /// <summary>The subject of its messages.</summary>
    public const string MessageSubject = "certification-event";

    /// <summary>The form of the message that this program writes, and the highest that it reads.</summary>
    public const int CurrentForm = 1;

    /// <summary>The message's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = CurrentForm;

    /// <summary>The id that was reserved for the certificate.</summary>
    public required string CertificateId { get; init; }

    /// <summary>The request that contained it.</summary>
    public required string RequestId { get; init; }

    /// <summary>The ledger's name.</summary>
    public required string Ledger { get; init; }

    /// <summary>The key of the certificate.</summary>
    public required CertificateKey Key { get; init; }

    /// <summary>How many versions the key had at acceptance. If it has another number now, another event was first.</summary>
    public required int VersionsAtAcceptance { get; init; }

    /// <summary>The certificate that this one is to replace; null unless it is an update.</summary>
    public string? Replaces { get; init; }

    /// <summary>The partner that sent it and that will own the certificate, unless it is an update; null for no owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Who requested the update; null unless it is one.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>When it was accepted (UTC).</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>What happened.</summary>
    public required AcceptedEvent Event { get; init; }

    /// <summary>
    /// Events of the same request that the page shows before this one, and that may not be listed yet when the page is made.
    /// </summary>
    public required IReadOnlyList<EarlierEvent> Earlier { get; init; }
}

/// <summary>An event of the same person, type and programme in the same request.</summary>
/// <param name="Text">The <see cref="CertificateKey.Text"/> of its key.</param>
/// <param name="Facts">What a later page shows of it.</param>
public sealed record EarlierEvent(string Text, EventFacts Facts);
