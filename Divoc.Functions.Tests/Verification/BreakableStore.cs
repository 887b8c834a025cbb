using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Verification;

/// <summary>A store whose reads fail, as in an outage, while a test says so.</summary>
internal sealed class BreakableStore(IArtifactStore inner, Func<bool> isDown) : IArtifactStore
{
    public Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken) =>
        Reachable().GetAsync(name, cancellationToken);

    public Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken) =>
        Reachable().GetPropertiesAsync(name, cancellationToken);

    public Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
        Reachable().PutAsync(name, content, cancellationToken);

    public Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
        Reachable().CreateAsync(name, content, cancellationToken);

    public Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(
        IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken) =>
        Reachable().CreateTogetherAsync(artifacts, cancellationToken);

    public Task<string?> ReplaceAsync(ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken) =>
        Reachable().ReplaceAsync(name, content, ifMatch, cancellationToken);

    public Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken) =>
        Reachable().DeleteAsync(name, cancellationToken);

    public Task<bool> DeleteAsync(ArtifactName name, string ifMatch, CancellationToken cancellationToken) =>
        Reachable().DeleteAsync(name, ifMatch, cancellationToken);

    public Task CheckWritableAsync(CancellationToken cancellationToken) => Reachable().CheckWritableAsync(cancellationToken);

    public Task<ArtifactPage> ListAsync(
        string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken) =>
        Reachable().ListAsync(container, prefix, pageSize, continuation, cancellationToken);

    private IArtifactStore Reachable() => isDown() ? throw new StoreUnavailableException("The store does not answer.") : inner;
}
