using System.Security.Cryptography;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>A store, a queue and a key that count what they are asked and fail when a test says so.</summary>
internal sealed class ReadinessParts : IArtifactStore, ISigningKeys
{
    public InMemoryMessageQueue Queue { get; } = new(TimeProvider.System);

    public Exception? Fault { get; set; }

    public Exception? KeyFault { get; set; }

    public bool KeyHangs { get; set; }

    public int Checks { get; private set; }

    public int Signatures { get; private set; }

    /// <summary>What finds no key missing.</summary>
    public SigningKeyCheck CheckOfKeys(TimeProvider clock)
    {
        return new SigningKeyCheck(
            new RememberedKeyList(new RegistryDocuments(this), clock), this, clock, NullLogger<SigningKeyCheck>.Instance);
    }

    public Task CheckWritableAsync(CancellationToken cancellationToken)
    {
        Checks++;
        return Fault is null ? Task.CompletedTask : Task.FromException(Fault);
    }

    public Task<T> SignAsync<T>(
        SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken)
    {
        Assert.Equal("divoc", use.Purpose.Name);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return sign(new ChosenKey(use, PublishedKey.Of(curve), SignAsync), cancellationToken);
    }

    private async Task<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        Assert.Equal(SHA256.HashSizeInBytes, digest.Length);
        Signatures++;
        if (KeyHangs)
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }

        return KeyFault is null ? [] : throw KeyFault;
    }

    public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(ArtifactName name, string ifMatch, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(
        IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string?> ReplaceAsync(ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>No key has ever signed.</summary>
    public Task<ArtifactPage> ListAsync(
        string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken)
    {
        Assert.Equal("keys/", prefix);
        return Task.FromResult(new ArtifactPage([], null));
    }
}
