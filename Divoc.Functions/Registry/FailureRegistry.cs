using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>Keeps the reasons of events that were set aside.</summary>
public sealed class FailureRegistry(RegistryDocuments documents)
{
    /// <summary>The failure of an event; null if it has not failed.</summary>
    public async Task<FailureRecord?> FindAsync(string certificateId, CancellationToken cancellationToken)
    {
        var read = await documents.ReadAsync(PathOf(certificateId), RegistryJson.Compact.FailureRecord, cancellationToken);
        return read?.Document;
    }

    /// <summary>Records a failure. An earlier record of the same event stays.</summary>
    public async Task RecordAsync(FailureRecord failure, CancellationToken cancellationToken)
    {
        await documents.TryWriteAsync(PathOf(failure.CertificateId), failure, null, RegistryJson.Compact.FailureRecord, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.FailureRecorded, failure.CertificateId);
    }

    /// <summary>Removes the record of an event that is replayed or was overtaken, if there is one.</summary>
    public async Task RemoveAsync(string certificateId, CancellationToken cancellationToken)
    {
        await documents.DeleteAsync(PathOf(certificateId), cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.FailureRemoved, certificateId);
    }

    private static string PathOf(string certificateId) => $"failures/{certificateId}.json";
}

/// <summary>Why an accepted event will not become a certificate unless it is replayed.</summary>
/// <param name="CertificateId">The id that was minted for it.</param>
/// <param name="Reason">A short stable word, such as <c>QR_TOO_LARGE</c>.</param>
/// <param name="Description">A sentence without personal data.</param>
/// <param name="Attempts">How often it was tried; 0 when not known.</param>
/// <param name="FailedAt">When (UTC).</param>
public sealed record FailureRecord(string CertificateId, string Reason, string Description, int Attempts, DateTimeOffset FailedAt)
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
