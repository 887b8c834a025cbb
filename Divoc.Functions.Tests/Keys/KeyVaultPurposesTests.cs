using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Keys.Vault;

namespace Divoc.Functions.Tests.Keys;

/// <summary>Keys in vaults that are named for a purpose, and keys that are chosen before they sign.</summary>
[Trait("Kind", "Slow")]
public sealed class KeyVaultPurposesTests : IAsyncLifetime
{
    private static readonly byte[] Digest = SHA256.HashData("event"u8);
    private static readonly KeyPurpose Divoc = new("divoc");
    private static readonly KeyPurpose Status = new("status");

    private KeyVaultDouble vault = null!;
    private KeyVaultDouble other = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        vault = await KeyVaultDouble.StartAsync();
        other = await KeyVaultDouble.StartAsync(sister: vault);
    }

    public async ValueTask DisposeAsync()
    {
        await other.DisposeAsync();
        await vault.DisposeAsync();
    }

    [Fact]
    public async Task A_key_that_is_named_for_a_purpose_signs_it_alone_and_nothing_else()
    {
        var (shared, named) = (vault.AddKey(), vault.AddKey("status"));
        await using var bench = Bench([("KeysFor:status", named.Address)], shared);
        for (var round = 0; round < 4; round++)
        {
            await SignAsync(bench, Status);
            await SignAsync(bench, Divoc);
        }

        var published = await bench.Key.GetPublishedKeysAsync(Token);
        Assert.Equal((4, 4), (named.Current.Signatures, shared.Current.Signatures));
        Assert.Equal([[Status], []], published.Select(key => key.Purposes));
        Assert.Equal((await SignAsync(bench, Divoc)).KeyId, published.Single(key => key.Serves(Divoc)).KeyId);
    }

    [Fact]
    public async Task Where_the_key_of_a_purpose_is_out_no_other_one_signs_for_it()
    {
        var (shared, named) = (vault.AddKey(), other.AddKey());
        await using var bench = Bench([("KeysFor:status", named.Address)], shared);
        await SignAsync(bench, Status);
        other.IsDown = true;

        await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => SignAsync(bench, Status));
        await SignAsync(bench, Divoc);
        Assert.Equal(1, shared.Current.Signatures);
    }

    [Fact]
    public async Task An_algorithm_for_which_a_purpose_has_no_key_is_signed_by_the_keys_for_every_purpose()
    {
        var (shared, named) = (vault.AddKey(), vault.AddKey("status", VaultDoubleKind.P256));
        await using var bench = Bench([("KeysFor:status", named.Address)], shared);

        await SignAsync(bench, Status);
        await SignAsync(bench, Status, SignatureAlgorithm.ES256);
        var fault = await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => SignAsync(bench, Divoc, SignatureAlgorithm.ES256));

        Assert.Equal((1, 1), (shared.Current.Signatures, named.Current.Signatures));
        Assert.Contains("KeysFor:divoc", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_key_may_be_named_for_several_purposes_and_is_published_once()
    {
        var key = vault.AddKey();
        await using var bench = Bench([("KeysFor:status", key.Address), ("KeysFor:divoc", key.Address)]);
        var kids = new[] { await SignAsync(bench, Status), await SignAsync(bench, Divoc) }.Select(signature => signature.KeyId);

        var published = Assert.Single(await bench.Key.GetPublishedKeysAsync(Token));
        Assert.Equal([published.KeyId, published.KeyId], kids);
        Assert.Equal(["divoc", "status"], published.Purposes.Select(purpose => purpose.Name).Order());
        await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => SignAsync(bench, new KeyPurpose("vc")));
    }

    /// <summary>What names the key inside is built anew with the next key when a vault fails.</summary>
    [Fact]
    public async Task Where_the_chosen_keys_vault_fails_the_caller_is_called_again_with_the_next_key()
    {
        var (here, there) = (vault.AddKey(), other.AddKey());
        await using var bench = Bench([], here, there);
        await bench.Key.GetPublishedKeysAsync(Token);
        other.SignFault = 500;
        for (var round = 0; round < 4; round++)
        {
            List<string> chosen = [];
            var (kid, signature) = await bench.Key.SignAsync(Divoc, SignatureAlgorithm.PS256, SigningLane.Bulk, SignKidAsync, Token);

            async Task<(string Kid, byte[] Signature)> SignKidAsync(ChosenKey key, CancellationToken ending)
            {
                chosen.Add(key.KeyId);
                return (key.KeyId, await key.SignAsync(SHA256.HashData(Encoding.ASCII.GetBytes(key.KeyId)), ending));
            }

            var published = await bench.Key.GetPublishedKeysAsync(Token);
            Assert.True(published.Single(key => key.KeyId == kid).Verifies(SHA256.HashData(Encoding.ASCII.GetBytes(kid)), signature));
            Assert.Equal(chosen.Distinct(), chosen);
            Assert.Equal(kid, chosen[^1]);
        }

        Assert.Equal((4, 0), (here.Current.Signatures, there.Current.Signatures));
        Assert.Contains("divoc.vault.failures sign 500", bench.Measured);
        vault.SignFault = 500;
        await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => SignAsync(bench, Divoc));
    }

    private static Task<KeySignature> SignAsync(VaultBench bench, KeyPurpose purpose, SignatureAlgorithm algorithm = SignatureAlgorithm.PS256)
    {
        return bench.Key.SignDigestAsync(purpose, algorithm, Digest, SigningLane.Interactive, Token);
    }

    private VaultBench Bench((string Name, string Value)[] settings, params VaultDoubleKey[] keys)
    {
        return new VaultBench(vault, settings.ToDictionary(setting => setting.Name, setting => setting.Value), keys);
    }
}
