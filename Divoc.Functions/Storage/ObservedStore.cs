using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Storage;

/// <summary>A store that counts failures and remembers the time of its last successful write.</summary>
/// <param name="store">The store itself.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">The clock.</param>
internal sealed class ObservedStore(IArtifactStore store, CertificateMetrics metrics, TimeProvider time) : IArtifactStore
{
    /// <summary>How long a write of the program itself proves that the store accepts writes; not after a failed call.</summary>
    public static readonly TimeSpan ProofLifetime = TimeSpan.FromSeconds(10);

    private const long Never = long.MinValue;

    // A timestamp, which setting the clock does not change.
    private long wroteAt = Never;

    /// <summary>The store itself.</summary>
    public IArtifactStore Inner => store;

    /// <inheritdoc/>
    public Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken) =>
        ObserveAsync("get", () => store.GetAsync(name, cancellationToken));

    /// <inheritdoc/>
    public Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken) =>
        ObserveAsync("get", () => store.GetPropertiesAsync(name, cancellationToken));

    /// <inheritdoc/>
    public Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
        WriteAsync("put", () => store.PutAsync(name, content, cancellationToken), static _ => true);

    /// <inheritdoc/>
    public Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
        WriteAsync("create", () => store.CreateAsync(name, content, cancellationToken), static etag => etag is not null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(
        IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken) =>
        WriteAsync("create", () => store.CreateTogetherAsync(artifacts, cancellationToken), there => !there.Contains(artifacts[0].Name));

    /// <inheritdoc/>
    public Task<string?> ReplaceAsync(ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken) =>
        WriteAsync("replace", () => store.ReplaceAsync(name, content, ifMatch, cancellationToken), static etag => etag is not null);

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken) =>
        ObserveAsync("delete", () => store.DeleteAsync(name, cancellationToken));

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(ArtifactName name, string ifMatch, CancellationToken cancellationToken) =>
        ObserveAsync("delete", () => store.DeleteAsync(name, ifMatch, cancellationToken));

    /// <inheritdoc/>
    public Task CheckWritableAsync(CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref wroteAt);
        return last != Never && time.GetElapsedTime(last) < ProofLifetime
            ? Task.CompletedTask
            : ObserveAsync("check", async () =>
            {
                await store.CheckWritableAsync(cancellationToken);
                return true;
            });
    }

    /// <inheritdoc/>
    public Task<ArtifactPage> ListAsync(
        string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken) =>
        ObserveAsync("list", () => store.ListAsync(container, prefix, pageSize, continuation, cancellationToken));

    private async Task<T> WriteAsync<T>(string operation, Func<Task<T>> call, Func<T, bool> hasWritten)
    {
        var answer = await ObserveAsync(operation, call);
        if (hasWritten(answer))
        {
            Volatile.Write(ref wroteAt, time.GetTimestamp());
        }

        return answer;
    }

    private async Task<T> ObserveAsync<T>(string operation, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (StoreUnavailableException)
        {
            Volatile.Write(ref wroteAt, Never);
            metrics.StoreFailed(operation);
            throw;
        }
    }
}
