using System.Security.Cryptography;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Tests.Keys;

/// <summary>What every form of <see cref="ISigningKey"/> must keep.</summary>
public abstract class SigningKeyContract
{
    private static readonly byte[] Digest = SHA256.HashData("event"u8);

    /// <summary>A store with a key for each of <see cref="Algorithms"/>.</summary>
    protected abstract ISigningKey Key { get; }

    /// <summary>The algorithms that the form knows.</summary>
    protected abstract IReadOnlyList<SignatureAlgorithm> Algorithms { get; }

    [Fact]
    public async Task A_signature_verifies_with_the_published_key_of_its_kid()
    {
        Assert.NotEmpty(Algorithms);
        var published = await Key.GetPublishedKeysAsync(TestContext.Current.CancellationToken);
        foreach (var algorithm in Algorithms)
        {
            var signature = await Key.SignDigestAsync(algorithm, Digest, SigningLane.Interactive, TestContext.Current.CancellationToken);
            var key = Assert.Single(published, candidate => candidate.KeyId == signature.KeyId);

            Assert.Equal(algorithm, key.Algorithm);
            Assert.Equal(published.First(candidate => candidate.Algorithm == algorithm).KeyId, signature.KeyId);
            Assert.True(key.Verifies(Digest, signature.Value));
            Assert.False(key.Verifies(SHA256.HashData("another"u8), signature.Value));
        }
    }

    [Fact]
    public async Task Signs_from_many_threads_at_once()
    {
        var digests = Enumerable.Range(0, 64).Select(number => SHA256.HashData(BitConverter.GetBytes(number))).ToArray();
        var signatures = await Task.WhenAll(digests.Select(digest => Task.Run(() => Key.SignDigestAsync(SignatureAlgorithm.PS256, digest, SigningLane.Interactive, TestContext.Current.CancellationToken))));
        var published = await Key.GetPublishedKeysAsync(TestContext.Current.CancellationToken);

        Assert.All(digests.Zip(signatures), pair =>
            Assert.True(published.Single(key => key.KeyId == pair.Second.KeyId).Verifies(pair.First, pair.Second.Value)));
    }

    [Fact]
    public async Task A_caller_that_has_gone_is_not_served()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Key.SignDigestAsync(SignatureAlgorithm.PS256, Digest, SigningLane.Interactive, gone.Token));
    }
}
