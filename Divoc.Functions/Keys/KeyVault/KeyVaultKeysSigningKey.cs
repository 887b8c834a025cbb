using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Core;
using Azure.Security.KeyVault.Keys;
using Azure.Security.KeyVault.Keys.Cryptography;
using VaultAlgorithm = Azure.Security.KeyVault.Keys.Cryptography.SignatureAlgorithm;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// A key of a vault through Microsoft's package Azure.Security.KeyVault.Keys, as replacement for <see cref="RestVaultKeyClient"/>. Part of
/// the program only in builds with <c>CardPackages=true</c>. The package itself handles the challenge and checks its resource.
/// </summary>
internal sealed class KeyVaultKeysSigningKey(KeyClient client, string name) : IVaultKeyClient
{
    private const int SmallestRsaKey = 2048;
    private const int MostVersions = 200;

    // One for each version; all share the client's pipeline, which repeats only reads.
    private readonly ConcurrentDictionary<string, CryptographyClient> signers = new(StringComparer.Ordinal);

    /// <summary>Makes the clients of one vault's keys, which share a pipeline. Nothing is sent yet.</summary>
    /// <param name="vault">The vault's address.</param>
    /// <param name="credential">The program's identity.</param>
    /// <param name="settings">The timeout of one try; whether the vault may be an emulator.</param>
    /// <param name="configure">Changes the pipeline.</param>
    public static Func<VaultKeyAddress, IVaultKeyClient> Connect(
        Uri vault, TokenCredential credential, KeyVaultOptions settings, Action<ClientOptions>? configure)
    {
        var options = new KeyClientOptions
        {
            RetryPolicy = new ReadRetryPolicy(),
            DisableChallengeResourceVerification = settings.DisableChallengeResourceVerification && vault.IsLoopback,
        };
        options.Retry.NetworkTimeout = settings.TryTimeout;
        configure?.Invoke(options);
        var client = new KeyClient(vault, credential, options);
        return address => new KeyVaultKeysSigningKey(client, address.Name);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<VaultKeyAttributes>> ListVersionsAsync(CancellationToken cancellationToken)
    {
        var versions = new List<VaultKeyAttributes>();
        await foreach (var version in client.GetPropertiesOfKeyVersionsAsync(name, cancellationToken))
        {
            if (versions.Count == MostVersions)
            {
                throw new JsonException($"The key has more than {MostVersions} versions.");
            }

            versions.Add(new VaultKeyAttributes(
                version.Version, version.CreatedOn ?? DateTimeOffset.UnixEpoch, version.Enabled ?? false, version.NotBefore,
                version.ExpiresOn));
        }

        return versions;
    }

    /// <inheritdoc/>
    public async Task<VaultPublicKey> GetAsync(string version, CancellationToken cancellationToken)
    {
        KeyVaultKey key = await client.GetKeyAsync(name, version, cancellationToken);
        if (key.KeyType == KeyType.Rsa || key.KeyType == KeyType.RsaHsm)
        {
            using var rsa = key.Key.ToRSA();
            return rsa.KeySize >= SmallestRsaKey
                ? new VaultPublicKey(PublishedKey.Of(rsa), key.KeyType == KeyType.RsaHsm)
                : throw new NotSupportedException($"The vault's RSA key has less than {SmallestRsaKey} bits.");
        }

        if ((key.KeyType == KeyType.Ec || key.KeyType == KeyType.EcHsm) && key.Key.CurveName == KeyCurveName.P256)
        {
            using var curve = key.Key.ToECDsa();
            return new VaultPublicKey(PublishedKey.Of(curve), key.KeyType == KeyType.EcHsm);
        }

        throw new NotSupportedException("The vault's key is neither RSA nor on P-256.");
    }

    /// <inheritdoc/>
    public async Task<byte[]> SignAsync(
        string version, SignatureAlgorithm algorithm, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        var signer = signers.GetOrAdd(version, static (of, key) => key.client.GetCryptographyClient(key.name, of), (client, name));
        var signature = await signer.SignAsync(
            algorithm == SignatureAlgorithm.PS256 ? VaultAlgorithm.PS256 : VaultAlgorithm.ES256, digest.ToArray(), cancellationToken);
        return signature.Signature;
    }
}
