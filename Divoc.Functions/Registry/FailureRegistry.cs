using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>Stores the reasons of failed events.</summary>
public sealed class FailureRegistry(RegistryDocuments documents)
{
    private const string Prefix = "failures/";

    /// <summary>The failure of an event; null if it has not failed.</summary>
    public async Task<FailureRecord?> FindAsync(string certificateId, CancellationToken cancellationToken)
    {
        var read = await documents.ReadAsync(PathOf(certificateId), RegistryJson.Compact.FailureRecord, cancellationToken);
        return read?.Document;
    }

    /// <summary>The certificate ids of all events with a record, in pages of at most 1,000.</summary>
    public IAsyncEnumerable<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        documents.ListAsync(Prefix, cancellationToken);

    /// <summary>Records a failure. An earlier record of the same event stays.</summary>
    public async Task RecordAsync(FailureRecord failure, CancellationToken cancellationToken)
    {
        await documents.TryWriteAsync(PathOf(failure.CertificateId), failure, null, RegistryJson.Compact.FailureRecord, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.FailureRecorded, failure.CertificateId);
    }

    /// <summary>
    /// Records the reason of a failed attempt. It is more exact than an earlier record, which may be about another copy of the message that
    /// the queue gave up on. The record of a discarded event stays.
    /// </summary>
    public Task RecordAttemptAsync(FailureRecord failure, CancellationToken cancellationToken) =>
        ReplaceAsync(failure, earlier => !earlier.IsDiscarded, cancellationToken);

    /// <summary>Writes a record, whether there is one or not.</summary>
    public Task ReplaceAsync(FailureRecord failure, CancellationToken cancellationToken) =>
        ReplaceAsync(failure, static _ => true, cancellationToken);

    /// <summary>
    /// Removes the record of an event that is replayed or was overtaken, if there is one. The record of a discarded event stays.
    /// </summary>
    public async Task RemoveAsync(string certificateId, CancellationToken cancellationToken)
    {
        if (await FindAsync(certificateId, cancellationToken) is { IsDiscarded: true })
        {
            return;
        }

        await documents.DeleteAsync(PathOf(certificateId), cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.FailureRemoved, certificateId);
    }

    private async Task ReplaceAsync(FailureRecord failure, Func<FailureRecord, bool> mayGo, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await documents.ReadAsync(PathOf(failure.CertificateId), RegistryJson.Compact.FailureRecord, cancellationToken);
            if (read is { } earlier && !mayGo(earlier.Document))
            {
                return;
            }

            if (await documents.TryWriteAsync(
                PathOf(failure.CertificateId), failure, read?.ETag, RegistryJson.Compact.FailureRecord, cancellationToken))
            {
                ProtocolWrites.Done(ProtocolWrite.FailureRecorded, failure.CertificateId);
                return;
            }
        }
    }

    private static string PathOf(string certificateId) => $"{Prefix}{certificateId}.json";
}

/// <summary>Why an accepted event will not become a certificate unless it is replayed.</summary>
/// <param name="CertificateId">The id that was reserved for it.</param>
/// <param name="Reason">A short stable code, such as <c>QR_TOO_LARGE</c>.</param>
/// <param name="Description">A sentence without personal data, or the reason that was given when the event was discarded.</param>
/// <param name="Attempts">How often it was tried; 0 if not known.</param>
/// <param name="FailedAt">When (UTC).</param>
public sealed record FailureRecord(string CertificateId, string Reason, string Description, int Attempts, DateTimeOffset FailedAt)
{
    /// <summary>The <see cref="Reason"/> of an event that was discarded.</summary>
    public const string Discarded = "DISCARDED";

    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>The ledger in which the certificate would have been listed.</summary>
    public required string Ledger { get; init; }

    /// <summary>The partner that sent the event; null for none.</summary>
    public string? Owner { get; init; }

    /// <summary>The failure of an event.</summary>
    public static FailureRecord Of(
        CertificationEvent certification, string reason, string description, int attempts, DateTimeOffset failedAt) =>
        new(certification.CertificateId, reason, description, attempts, failedAt)
        {
            Ledger = certification.Ledger,
            Owner = certification.Owner,
        };

    /// <summary>Whether its event was discarded: only this record is left.</summary>
    [JsonIgnore]
    public bool IsDiscarded => Reason == Discarded;
}
