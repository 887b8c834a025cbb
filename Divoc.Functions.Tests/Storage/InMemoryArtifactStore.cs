using System.Globalization;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Storage;

/// <summary>A store in memory that keeps the promises of the port and answers at once, on the thread of its caller.</summary>
internal sealed class InMemoryArtifactStore(TimeProvider clock) : IArtifactStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, StoredArtifact> artifacts = new(StringComparer.Ordinal);
    private long lastETag;

    /// <summary>Whether it can't be reached.</summary>
    public bool IsOut { get; set; }

    /// <summary>How often it was asked for anything.</summary>
    public int Calls { get; private set; }

    public Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken) =>
        Try(name, null, () => Find(name), cancellationToken);

    public Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken) =>
        Try(name, null, () => Find(name)?.Properties, cancellationToken);

    public Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
        Try(name, content, () => Write(name, content), cancellationToken);

    public Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
        Try(name, content, () => Find(name) is null ? Write(name, content) : null, cancellationToken);

    public Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(
        IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(artifacts);
        return Try<IReadOnlyList<ArtifactName>>(
            artifacts[0].Name,
            null,
            () =>
            {
                if (Find(artifacts[0].Name) is not null)
                {
                    return [artifacts[0].Name];
                }

                var there = artifacts.Where(artifact => Find(artifact.Name) is not null).ToList();
                artifacts.Except(there).ToList().ForEach(artifact => Write(artifact.Name, artifact.Content));
                return [.. there.Select(artifact => artifact.Name)];
            },
            cancellationToken);
    }

    public Task<string?> ReplaceAsync(ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken) =>
        Try(name, content, () => Find(name)?.Properties.ETag == ifMatch ? Write(name, content) : null, cancellationToken);

    public Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken) =>
        Try(name, null, () => artifacts.Remove(name.ToString()), cancellationToken);

    public Task<bool> DeleteAsync(ArtifactName name, string ifMatch, CancellationToken cancellationToken) =>
        Try(name, null, () => Find(name)?.Properties.ETag == ifMatch && artifacts.Remove(name.ToString()), cancellationToken);

    public Task CheckWritableAsync(CancellationToken cancellationToken) =>
        Try(new ArtifactName("registry", "any"), null, () => true, cancellationToken);

    public Task<ArtifactPage> ListAsync(
        string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, ArtifactLimits.MaxPageSize);
        return Try(
            new ArtifactName(container, "any"),
            null,
            () =>
            {
                var from = $"{container}/";
                var found = artifacts.Where(pair => pair.Key.StartsWith(from + prefix, StringComparison.Ordinal))
                    .Where(pair => continuation is null || string.CompareOrdinal(pair.Key, from + continuation) > 0)
                    .Take(pageSize)
                    .Select(pair => new ArtifactListing(pair.Key[from.Length..], pair.Value.Properties.Metadata))
                    .ToList();
                return new ArtifactPage(found, found.Count == pageSize ? found[^1].Name : null);
            },
            cancellationToken);
    }

    private StoredArtifact? Find(ArtifactName name) => artifacts.GetValueOrDefault(name.ToString());

    private string Write(ArtifactName name, ArtifactContent content)
    {
        var etag = (++lastETag).ToString(CultureInfo.InvariantCulture);
        artifacts[name.ToString()] = new StoredArtifact(
            content.Bytes, new ArtifactProperties(etag, content.ContentType, content.Metadata, content.Bytes.Length, clock.GetUtcNow()));
        return etag;
    }

    private Task<T> Try<T>(ArtifactName name, ArtifactContent? content, Func<T> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArtifactLimits.Check(name);
        if (content is not null)
        {
            ArtifactLimits.Check(content);
        }

        lock (gate)
        {
            Calls++;
            return IsOut ? Task.FromException<T>(new StoreUnavailableException("The store is out.")) : Task.FromResult(call());
        }
    }
}
