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
    public Task RecordAsync(FailureRecord failure, CancellationToken cancellationToken)
    {
        return documents.TryWriteAsync(PathOf(failure.CertificateId), failure, null, RegistryJson.Compact.FailureRecord, cancellationToken);
    }

    /// <summary>Removes the record of an event that is replayed or was overtaken, if there is one.</summary>
    public Task RemoveAsync(string certificateId, CancellationToken cancellationToken) => documents.DeleteAsync(PathOf(certificateId), cancellationToken);

    private static string PathOf(string certificateId) => $"failures/{certificateId}.json";
}
