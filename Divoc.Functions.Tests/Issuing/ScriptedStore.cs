using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Issuing;

/// <summary>A real store in front of which a test can stand: before or after a write it throws, or does something first.</summary>
internal sealed class ScriptedStore(IArtifactStore inner) : IArtifactStore
{
    /// <summary>Called before each write with its number (from 1) and the name; may throw.</summary>
    public Func<int, ArtifactName, Task>? BeforeWrite { get; set; }

    /// <summary>Called after each write; may throw, and then the answer is lost although the write stands.</summary>
    public Func<int, ArtifactName, Task>? AfterWrite { get; set; }

    /// <summary>Called before each read; may throw.</summary>
    public Func<ArtifactName, Task>? BeforeRead { get; set; }

    /// <summary>Keeps what it is told to delete and says nothing, as a container under an immutability policy does.</summary>
    public bool KeepsDeleted { get; set; }

    /// <summary>How many writes were begun since the last <see cref="CountAnew"/>.</summary>
    public int Writes { get; private set; }

    /// <summary>The next write is the first.</summary>
    public void CountAnew() => Writes = 0;

    public Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        return ReadAsync(name, () => inner.GetAsync(name, cancellationToken));
    }

    public Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        return ReadAsync(name, () => inner.GetPropertiesAsync(name, cancellationToken));
    }

    public Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken)
    {
        return WriteAsync(name, () => inner.PutAsync(name, content, cancellationToken));
    }

    public Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken)
    {
        return WriteAsync(name, () => inner.CreateAsync(name, content, cancellationToken));
    }

    public Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(
        IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken)
    {
        return WriteAsync(artifacts[0].Name, () => inner.CreateTogetherAsync(artifacts, cancellationToken));
    }

    public Task<string?> ReplaceAsync(ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken)
    {
        return WriteAsync(name, () => inner.ReplaceAsync(name, content, ifMatch, cancellationToken));
    }

    public Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        return WriteAsync(name, () => KeepsDeleted ? Task.FromResult(true) : inner.DeleteAsync(name, cancellationToken));
    }

    public Task<bool> DeleteAsync(ArtifactName name, string ifMatch, CancellationToken cancellationToken)
    {
        return WriteAsync(name, () => inner.DeleteAsync(name, ifMatch, cancellationToken));
    }

    public Task CheckWritableAsync(CancellationToken cancellationToken) => inner.CheckWritableAsync(cancellationToken);

    public Task<ArtifactPage> ListAsync(
        string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken)
    {
        return inner.ListAsync(container, prefix, pageSize, continuation, cancellationToken);
    }

    private async Task<T> ReadAsync<T>(ArtifactName name, Func<Task<T>> read)
    {
        if (BeforeRead is not null)
        {
            await BeforeRead(name);
        }

        return await read();
    }

    private async Task<T> WriteAsync<T>(ArtifactName name, Func<Task<T>> write)
    {
        var number = ++Writes;
        if (BeforeWrite is not null)
        {
            await BeforeWrite(number, name);
        }

        var result = await write();
        if (AfterWrite is not null)
        {
            await AfterWrite(number, name);
        }

        return result;
    }
}
