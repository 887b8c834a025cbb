using System.Collections.Concurrent;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Storage;

namespace Divoc.Functions.Benchmarks.Scale;

/// <summary>
/// Counts documents, bytes and calls as Blob storage would have them: what is created together is one conditional put each. What is of
/// single persons and requests is forgotten when it is told to, since nobody reads it again, and still counts.
/// </summary>
internal sealed class CountingStore(TimeProvider clock) : IArtifactStore
{
    /// <summary>What is of no single person or request stays, since it is read again and grows.</summary>
    private static readonly string[] OfOne =
        ["certificates/", "registry/ledgers/", "registry/requests/", "registry/idempotency/", "registry/byOwner/"];

    private readonly InMemoryArtifactStore inner = new(clock);
    private readonly ConcurrentDictionary<string, long> calls = new();
    private readonly ConcurrentDictionary<string, KindOfDocument> kinds = new();
    private readonly ConcurrentBag<ArtifactName> ofThisRound = [];

    /// <summary>Calls by kind.</summary>
    public IReadOnlyDictionary<string, long> Calls => calls;

    /// <summary>What lies in the store, or was forgotten, by kind of document.</summary>
    public IReadOnlyDictionary<string, KindOfDocument> Kinds => kinds;

    /// <summary>Forgets what is of single persons and requests.</summary>
    public async Task ForgetAsync()
    {
        while (ofThisRound.TryTake(out var name))
        {
            await inner.DeleteAsync(name, CancellationToken.None);
        }
    }

    public Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        Count("get");
        return inner.GetAsync(name, cancellationToken);
    }

    public Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        Count("properties");
        return inner.GetPropertiesAsync(name, cancellationToken);
    }

    public async Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken)
    {
        Count("put");
        var before = await inner.GetPropertiesAsync(name, cancellationToken);
        var etag = await inner.PutAsync(name, content, cancellationToken);
        Written(name, content.Bytes.Length, before?.Length);
        return etag;
    }

    public async Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken)
    {
        Count("conditionalPut");
        var etag = await inner.CreateAsync(name, content, cancellationToken);
        if (etag is not null)
        {
            Written(name, content.Bytes.Length, null);
        }

        return etag;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(
        IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken)
    {
        var there = await inner.CreateTogetherAsync(artifacts, cancellationToken);
        var isRefused = there.Contains(artifacts[0].Name);
        Count("conditionalPut", isRefused ? 1 : artifacts.Count);
        Count("properties", isRefused ? artifacts.Count - 1 : 0);
        foreach (var written in artifacts.Where(artifact => !isRefused && !there.Contains(artifact.Name)))
        {
            Written(written.Name, written.Content.Bytes.Length, null);
        }

        return there;
    }

    public async Task<string?> ReplaceAsync(ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken)
    {
        Count("conditionalPut");
        var before = await inner.GetPropertiesAsync(name, cancellationToken);
        var etag = await inner.ReplaceAsync(name, content, ifMatch, cancellationToken);
        if (etag is not null)
        {
            Written(name, content.Bytes.Length, before?.Length);
        }

        return etag;
    }

    public async Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        Count("delete");
        var before = await inner.GetPropertiesAsync(name, cancellationToken);
        var wasThere = await inner.DeleteAsync(name, cancellationToken);
        if (wasThere)
        {
            KindOf(name).Add(-1, -(before?.Length ?? 0), 0);
        }

        return wasThere;
    }

    public async Task<bool> DeleteAsync(ArtifactName name, string ifMatch, CancellationToken cancellationToken)
    {
        var properties = await inner.GetPropertiesAsync(name, cancellationToken);
        return properties?.ETag == ifMatch && await DeleteAsync(name, cancellationToken);
    }

    public Task CheckWritableAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<ArtifactPage> ListAsync(
        string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken)
    {
        Count("list");
        return inner.ListAsync(container, prefix, pageSize, continuation, cancellationToken);
    }

    private void Count(string kind, int count = 1) => calls.AddOrUpdate(kind, count, (_, before) => before + count);

    private void Written(ArtifactName name, long bytes, long? before)
    {
        KindOf(name).Add(before is null ? 1 : 0, bytes - (before ?? 0), bytes);
        if (before is null && OfOne.Any(name.ToString().StartsWith))
        {
            ofThisRound.Add(name);
        }
    }

    /// <summary>An artifact is known by its file, a document of the registry by its folder.</summary>
    private KindOfDocument KindOf(ArtifactName name)
    {
        var parts = name.Name.Split('/');
        return kinds.GetOrAdd(name.Container == ArtifactContainers.Certificates ? parts[^1] : parts[0], _ => new KindOfDocument());
    }
}

/// <summary>Documents of one kind.</summary>
internal sealed class KindOfDocument
{
    private long documents;
    private long bytes;
    private long written;

    /// <summary>How many there are.</summary>
    public long Documents => documents;

    /// <summary>Their bytes, without names and metadata.</summary>
    public long Bytes => bytes;

    /// <summary>Bytes that were written, those included that others took the place of.</summary>
    public long WrittenBytes => written;

    /// <summary>Counts a change.</summary>
    public void Add(int ofDocuments, long ofBytes, long ofWritten)
    {
        Interlocked.Add(ref documents, ofDocuments);
        Interlocked.Add(ref bytes, ofBytes);
        Interlocked.Add(ref written, ofWritten);
    }
}
