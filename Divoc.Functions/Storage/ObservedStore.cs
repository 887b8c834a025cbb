using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Storage;

/// <summary>A store of which it is counted what fails.</summary>
/// <param name="store">The store itself.</param>
/// <param name="metrics">Counts.</param>
internal sealed class ObservedStore(IArtifactStore store, CertificateMetrics metrics) : IArtifactStore
{
    /// <summary>The store itself.</summary>
    public IArtifactStore Inner => store;

    /// <inheritdoc/>
    public Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken) => ObserveAsync("get", () => store.GetAsync(name, cancellationToken));

    /// <inheritdoc/>
    public Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken) =>
        ObserveAsync("get", () => store.GetPropertiesAsync(name, cancellationToken));

    /// <inheritdoc/>
    public Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
        ObserveAsync("put", () => store.PutAsync(name, content, cancellationToken));

    /// <inheritdoc/>
    public Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
        ObserveAsync("create", () => store.CreateAsync(name, content, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken) =>
        ObserveAsync("create", () => store.CreateTogetherAsync(artifacts, cancellationToken));

    /// <inheritdoc/>
    public Task<string?> ReplaceAsync(ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken) =>
        ObserveAsync("replace", () => store.ReplaceAsync(name, content, ifMatch, cancellationToken));

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken) => ObserveAsync("delete", () => store.DeleteAsync(name, cancellationToken));

    /// <inheritdoc/>
    public Task<ArtifactPage> ListAsync(string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken) =>
        ObserveAsync("list", () => store.ListAsync(container, prefix, pageSize, continuation, cancellationToken));

    private async Task<T> ObserveAsync<T>(string operation, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (StoreUnavailableException)
        {
            metrics.StoreFailed(operation);
            throw;
        }
    }
}
