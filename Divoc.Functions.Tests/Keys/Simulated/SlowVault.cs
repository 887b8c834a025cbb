using System.Security.Cryptography;
using Azure;
using Divoc.Functions.Keys;
using Divoc.Functions.Keys.KeyVault;
using Divoc.Functions.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Divoc.Functions.Tests.Keys.Simulated;

/// <summary>
/// A vault with one key as its client sees it: makes one signature after the other, each in its time, in the order in which they were asked
/// for, whether anybody still waits for it or not. A client gives up after its time-out.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="each">How long one signature takes.</param>
/// <param name="tryTimeout">How long the client waits.</param>
internal sealed class SlowVault(TimeProvider time, TimeSpan each, TimeSpan tryTimeout) : IVaultKeyClient, IDisposable
{
    private readonly RSA rsa = RSA.Create(2048);

    // A signature costs a test a millisecond, and the same one will do for the same digest.
    private readonly Dictionary<string, byte[]> made = [];
    private DateTimeOffset freeAt;

    /// <summary>How often it was asked for a signature.</summary>
    public int Asked { get; private set; }

    /// <summary>How many calls the client called off before its time-out.</summary>
    public int CalledOff { get; private set; }

    /// <summary>How long a call waits in vain while the vault is absent; null while it is there.</summary>
    public TimeSpan? AbsentFor { get; set; }

    /// <summary>A program's key in this vault, ready to sign.</summary>
    public static async Task<KeyVaultSigningKeys> OpenAsync(
        IVaultKeyClient client, VaultCalls calls, TimeProvider time, TimeSpan tryTimeout)
    {
        var options = new KeyVaultOptions { TryTimeout = tryTimeout, RefreshInterval = TimeSpan.FromDays(1) };
        var address = VaultKeyAddress.TryParse("https://keys.vault.azure.net/keys/signing")!;
        var key = new KeyVaultSigningKeys(
            [new VaultKey(new NamedVaultKey(address, []), client, calls, options, time, NullLogger.Instance)],
            options,
            time,
            NullLogger.Instance);
        await key.GetPublishedKeysAsync(TestContext.Current.CancellationToken);
        return key;
    }

    public Task<KeyVaultSigningKeys> OpenAsync(CertificateMetrics metrics)
    {
        return OpenAsync(this, new VaultCalls(new VaultThrottle(time), new VaultPlaces(tryTimeout, time), null, metrics), time, tryTimeout);
    }

    public Task<IReadOnlyList<VaultKeyAttributes>> ListVersionsAsync(CancellationToken cancellationToken)
    {
        return Task.FromResult<IReadOnlyList<VaultKeyAttributes>>(
            [new VaultKeyAttributes("one", DateTimeOffset.UnixEpoch, true, null, null)]);
    }

    public Task<VaultPublicKey> GetAsync(string version, CancellationToken cancellationToken) =>
        Task.FromResult(new VaultPublicKey(PublishedKey.Of(rsa), IsInHardware: false));

    public async Task<byte[]> SignAsync(
        string version, SignatureAlgorithm algorithm, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        Asked++;
        if (AbsentFor is { } wait)
        {
            await WaitAsync(wait, cancellationToken);
            throw wait < tryTimeout
                ? new RequestFailedException(0, "Connection refused")
                : new TaskCanceledException("The vault did not answer.");
        }

        var now = time.GetUtcNow();
        freeAt = (freeAt > now ? freeAt : now) + each;
        if (freeAt - now >= tryTimeout)
        {
            await WaitAsync(tryTimeout, cancellationToken);
            throw new TaskCanceledException("The vault did not answer in time.");
        }

        await WaitAsync(freeAt - now, cancellationToken);
        return Sign(digest.Span);
    }

    public void Dispose() => rsa.Dispose();

    private byte[] Sign(ReadOnlySpan<byte> digest)
    {
        var name = Convert.ToHexString(digest);
        if (!made.TryGetValue(name, out var signature))
        {
            signature = made[name] = rsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        }

        return signature;
    }

    private async Task WaitAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(duration, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            CalledOff++;
            throw;
        }
    }
}
