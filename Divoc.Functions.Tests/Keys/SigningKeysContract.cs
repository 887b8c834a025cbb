using System.Security.Cryptography;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Tests.Keys;

/// <summary>What every form of <see cref="ISigningKeys"/> must keep.</summary>
public abstract class SigningKeysContract
{
    protected static readonly KeyPurpose Purpose = new("testing");

    private static readonly byte[] Digest = SHA256.HashData("event"u8);

    /// <summary>A store with keys for every purpose, or one that makes them.</summary>
    protected abstract ISigningKeys Keys { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SignatureAlgorithm.PS256, "divoc")]
    [InlineData(SignatureAlgorithm.PS256, "status")]
    [InlineData(SignatureAlgorithm.ES256, "divoc")]
    [InlineData(SignatureAlgorithm.ES256, "a-later-one")]
    public async Task A_signature_verifies_with_the_published_key_of_its_kid(SignatureAlgorithm algorithm, string name)
    {
        var purpose = new KeyPurpose(name);
        await SignAsync(purpose, algorithm);
        var published = await Keys.GetPublishedKeysAsync(Token);
        var signature = await SignAsync(purpose, algorithm);
        var key = Assert.Single(published, candidate => candidate.KeyId == signature.KeyId);

        Assert.Equal(algorithm, key.Algorithm);
        Assert.True(key.Serves(purpose));
        Assert.Equal(published.First(candidate => candidate.Algorithm == algorithm && candidate.Serves(purpose)).KeyId, signature.KeyId);
        Assert.Equal(algorithm == SignatureAlgorithm.ES256 ? 64 : key.SizeInBits / 8, signature.Value.Length);
        Assert.True(key.Verifies(Digest, signature.Value));
        Assert.False(key.Verifies(SHA256.HashData("another"u8), signature.Value));
    }

    /// <summary>As formats need it that name the key inside what is signed.</summary>
    [Fact]
    public async Task The_chosen_key_is_known_before_it_signs()
    {
        var (input, signature) = await Keys.SignAsync(
            new(Purpose, SignatureAlgorithm.ES256),
            SigningLane.Interactive,
            async (key, ending) =>
            {
                Assert.Equal((key.Published.KeyId, key.KeyId), (key.KeyId, key.KidToWrite));
                return (key.KeyId, await key.SignAsync(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(key.KeyId)), ending));
            },
            Token);

        var published = await Keys.GetPublishedKeysAsync(Token);
        Assert.True(
            published.Single(key => key.KeyId == input).Verifies(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(input)), signature));
    }

    [Fact]
    public async Task An_exception_of_the_callback_during_signing_is_rethrown_and_the_callback_runs_only_once()
    {
        var calls = 0;
        await Assert.ThrowsAsync<InvalidDataException>(() => Keys.SignAsync<int>(
            new(Purpose, SignatureAlgorithm.PS256), SigningLane.Interactive, (_, _) => throw new InvalidDataException($"{calls++}"),
            Token));

        Assert.Equal(1, calls);
    }

    [Theory]
    [InlineData(SignatureAlgorithm.PS256)]
    [InlineData(SignatureAlgorithm.ES256)]
    public async Task Many_threads_can_sign_at_the_same_time(SignatureAlgorithm algorithm)
    {
        var digests = Enumerable.Range(0, 64).Select(number => SHA256.HashData(BitConverter.GetBytes(number))).ToArray();
        var signatures = await Task.WhenAll(digests.Select(
            digest => Task.Run(() => Keys.SignDigestAsync(new(Purpose, algorithm), digest, SigningLane.Interactive, Token))));
        var published = await Keys.GetPublishedKeysAsync(Token);

        Assert.All(digests.Zip(signatures), pair =>
            Assert.True(published.Single(key => key.KeyId == pair.Second.KeyId).Verifies(pair.First, pair.Second.Value)));
    }

    [Fact]
    public async Task A_cancelled_call_is_not_served()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Keys.SignDigestAsync(new(Purpose, SignatureAlgorithm.PS256), Digest, SigningLane.Interactive, gone.Token));
    }

    private Task<KeySignature> SignAsync(KeyPurpose purpose, SignatureAlgorithm algorithm)
    {
        return Keys.SignDigestAsync(new(purpose, algorithm), Digest, SigningLane.Interactive, Token);
    }
}
