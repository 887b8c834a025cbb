namespace Divoc.Functions.Registry;

/// <summary>Keeps accepted requests.</summary>
public sealed class RequestRegistry(RegistryDocuments documents)
{
    /// <summary>Reads a request; null if there is none of that id that the caller reaches.</summary>
    public async Task<CertifyRequestRecord?> FindAsync(string requestId, Caller caller, CancellationToken cancellationToken)
    {
        var read = await documents.ReadAsync(PathOf(requestId), RegistryJson.Compact.CertifyRequestRecord, cancellationToken);
        return read is { Document: var request } && caller.Reaches(request.Owner) ? request : null;
    }

    /// <summary>Stores a request under its new id.</summary>
    public async Task StoreAsync(CertifyRequestRecord request, CancellationToken cancellationToken)
    {
        if (!await documents.TryWriteAsync(PathOf(request.RequestId), request, null, RegistryJson.Compact.CertifyRequestRecord, cancellationToken))
        {
            throw new InvalidOperationException("A request id was minted twice.");
        }
    }

    /// <summary>Drops a request that nobody was told of.</summary>
    public Task DropAsync(string requestId, CancellationToken cancellationToken) => documents.DeleteAsync(PathOf(requestId), cancellationToken);

    private static string PathOf(string requestId) => $"requests/{requestId}.json";
}
