using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
    public async Task A_key_named_for_a_purpose_signs_only_for_that_purpose_and_no_other_key_signs_for_it()
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
    public async Task When_the_key_for_a_purpose_is_unavailable_no_other_key_signs_for_it()
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
    public async Task An_algorithm_for_which_a_purpose_has_no_key_uses_the_keys_for_all_purposes()
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
    public async Task A_key_may_be_named_for_several_purposes_and_is_published_once()
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
    public async Task When_the_vault_of_the_chosen_key_fails_the_callback_runs_again_with_the_next_key()
    {
        var (here, there) = (vault.AddKey(), other.AddKey());
        await using var bench = Bench([], here, there);
        await bench.Key.GetPublishedKeysAsync(Token);
        other.SignFault = 500;
        for (var round = 0; round < 4; round++)
        {
            List<string> chosen = [];
            var (kid, signature) = await bench.Key.SignAsync(new(Divoc, SignatureAlgorithm.PS256), SigningLane.Bulk, SignKidAsync, Token);

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

    /// <summary>As environment variables hold it, and as one line. The newest version would sign else.</summary>
    [Theory]
    [InlineData("\n")]
    [InlineData("\\n")]
    public async Task A_certificate_belongs_to_the_version_with_its_public_key_and_only_that_version_signs_with_its_kid(string lineFeed)
    {
        var key = vault.AddKey("elliptic", VaultDoubleKind.P256, created: DateTimeOffset.UtcNow.AddDays(-9));
        var certified = key.Current;
        key.Rotate(DateTimeOffset.UtcNow.AddDays(-3));
        using var beside = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (own, other) = (certified.Certificate(), SignerCertificate.Of(beside));
        var pem = $"{SignerCertificate.PemOf(own)}\n{SignerCertificate.PemOf(other)}".Replace("\n", lineFeed, StringComparison.Ordinal);
        await using var bench = Bench([("Certificates", pem)], key, vault.AddKey());
        var use = new SigningUse(Divoc, SignatureAlgorithm.ES256) { Kid = KidRule.CertificateHash };
        var chosen = await bench.Key.SignAsync(use, SigningLane.Interactive, SignedAsync, Token);
        await SignAsync(bench, Divoc, SignatureAlgorithm.ES256);
        var published = Assert.Single(await bench.Key.GetPublishedKeysAsync(Token), one => one.Certificate is not null);
        await bench.Key.GetPublishedKeysAsync(Token);

        Assert.Equal(Convert.ToBase64String(SHA256.HashData(own)[..8]), chosen.KidToWrite);
        Assert.Equal((1, 1), (certified.Signatures, key.Current.Signatures));
        Assert.Equal(chosen.KeyId, published.KeyId);
        Assert.Equal(own, published.Certificate!.Value.ToArray());
        var warning = Assert.Single(bench.Logged, line => line.Contains("Divoc:KeyVault:Certificates", StringComparison.Ordinal));
        Assert.Contains(Convert.ToHexString(SHA256.HashData(other)), warning, StringComparison.Ordinal);

        static async Task<ChosenKey> SignedAsync(ChosenKey by, CancellationToken ending)
        {
            await by.SignAsync(Digest, ending);
            return by;
        }
    }

    /// <summary>Before it signs, so that the certificate is there when its time comes.</summary>
    [Fact]
    public async Task A_certificate_request_for_a_version_is_signed_by_that_version_even_before_its_signing_time()
    {
        var key = vault.AddKey("elliptic", VaultDoubleKind.P256, created: DateTimeOffset.UtcNow.AddDays(-9));
        var first = key.Current;
        key.Rotate(DateTimeOffset.UtcNow);
        await using var bench = Bench([("KeysFor:status", key.Address)], vault.AddKey(), vault.AddKey());
        var wish = new KeyCertificateContent(new X500DistinguishedName("CN=Signer"), []);
        foreach (var published in (await bench.Key.GetPublishedKeysAsync(Token))
            .Where(one => one.Algorithm == SignatureAlgorithm.ES256)
            .ToList())
        {
            var request = CertificateRequest.LoadSigningRequestPem(
                await CertificateMaking.RequestAsync(bench.Key, published, wish, Token), HashAlgorithmName.SHA256);
            Assert.Equal(published.PublicKeyInfo, request.PublicKey.ExportSubjectPublicKeyInfo());
        }

        Assert.Equal((1, 1), (first.Signatures, key.Current.Signatures));
    }

    [Fact]
    public async Task Without_a_version_with_the_certificate_for_its_kid_nothing_is_signed()
    {
        var key = vault.AddKey();
        await using var bench = Bench([], key);
        var use = new SigningUse(Divoc, SignatureAlgorithm.PS256) { Kid = KidRule.CertificateHash };
        var fault = await Assert.ThrowsAsync<SigningKeyUnavailableException>(
            () => bench.Key.SignDigestAsync(use, Digest, SigningLane.Interactive, Token));

        Assert.Contains("signs PS256 and has an X.509 certificate (Certificates)", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, key.Current.Signatures);
    }

    private static Task<KeySignature> SignAsync(
        VaultBench bench, KeyPurpose purpose, SignatureAlgorithm algorithm = SignatureAlgorithm.PS256)
    {
        return bench.Key.SignDigestAsync(new(purpose, algorithm), Digest, SigningLane.Interactive, Token);
    }

    private VaultBench Bench((string Name, string Value)[] settings, params VaultDoubleKey[] keys)
    {
        return new VaultBench(vault, settings.ToDictionary(setting => setting.Name, setting => setting.Value), keys);
    }
}
