using System.Collections.Concurrent;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// One key of a vault with its versions, which are listed again from time to time. If that fails, the known ones stay; a public half is
/// read only once.
/// </summary>
internal sealed partial class VaultKey(
    NamedVaultKey named, IVaultKeyClient client, VaultCalls calls, KeyVaultOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>For this time after an error, other keys are tried first, and the list is not read again.</summary>
    private static readonly TimeSpan RestAfterError = TimeSpan.FromSeconds(5);

    private readonly VaultKeyAddress address = named.Address;
    private readonly IReadOnlyList<KeyCertificate> certificates = options.ReadCertificates();
    private readonly ConcurrentDictionary<string, VaultPublicKey> publicKeys = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private IReadOnlyList<VaultKeyVersion>? known;
    private Task<IReadOnlyList<VaultKeyVersion>>? listing;
    private bool isOutdated;
    private long listedAt;
    private long? failedAt;

    /// <summary>The purposes to which it is assigned; empty for every purpose.</summary>
    public IReadOnlyList<KeyPurpose> Purposes => named.Purposes;

    /// <summary>Whether a call to it failed a moment ago.</summary>
    public bool IsResting
    {
        get
        {
            lock (gate)
            {
                return failedAt is { } since && time.GetElapsedTime(since) < RestAfterError;
            }
        }
    }

    /// <summary>Whether its versions have been listed.</summary>
    public bool IsKnown
    {
        get
        {
            lock (gate)
            {
                return known is not null;
            }
        }
    }

    /// <summary>How long a signature would have to wait for its turn.</summary>
    public TimeSpan Wait() => calls.Wait();

    /// <summary>All versions in the vault that can sign by their kind, whether they may be used or not.</summary>
    /// <exception cref="SigningKeyUnavailableException">None are known and the vault can't be called.</exception>
    public async Task<IReadOnlyList<VaultKeyVersion>> GetVersionsAsync(CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<VaultKeyVersion>> list;
        lock (gate)
        {
            if (known is not null && !isOutdated && (IsResting || time.GetElapsedTime(listedAt) < options.RefreshInterval))
            {
                return known;
            }

            if (listing is null or { IsCompleted: true })
            {
                // Not cancelled with the caller, because others wait for the same list.
                listing = Task.Run(ListAsync, CancellationToken.None);
            }

            list = listing;
            if (known is not null && !isOutdated)
            {
                return known;
            }
        }

        try
        {
            return await list.WaitAsync(cancellationToken);
        }
        catch (SigningKeyUnavailableException) when (IsKnown)
        {
            return known!;
        }
    }

    /// <summary>Begins to list the versions if none are known, so that nobody waits for a slow vault while another one can sign.</summary>
    public void Prepare()
    {
        if (!IsKnown && !IsResting)
        {
            // An error is logged, and reported to whoever reads the versions.
            _ = GetVersionsAsync(CancellationToken.None);
        }
    }

    /// <summary>Signs a digest with a version of this key.</summary>
    /// <param name="version">The version.</param>
    /// <param name="digest">SHA-256, 32 bytes.</param>
    /// <param name="lane">The priority.</param>
    /// <param name="turn">Cancels the wait for the call's turn.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SigningKeyUnavailableException">The vault did not sign.</exception>
    public async Task<byte[]> SignAsync(
        VaultKeyVersion version, ReadOnlyMemory<byte> digest, SigningLane lane, CancellationToken turn, CancellationToken cancellationToken)
    {
        var published = version.Key.Published;
        var rate = VaultLimits.Signatures(version.Key, options.SignaturesPerSecond);
        try
        {
            var signature = await calls.MakeAsync(
                "sign", lane, rate, ending => client.SignAsync(version.Attributes.Version, published.Algorithm, digest, ending), turn,
                cancellationToken);
            Succeeded();
            return published.Verifies(digest.Span, signature)
                ? signature
                : throw new SigningKeyUnavailableException(
                    $"The vault's signature with the key {address.Key} does not verify with its public key.");
        }
        catch (Exception fault) when (VaultErrors.Is(fault) && !cancellationToken.IsCancellationRequested)
        {
            Failed(listAgain: VaultErrors.IsOutdated(fault));
            throw VaultErrors.Describe(address, fault);
        }
    }

    private async Task<IReadOnlyList<VaultKeyVersion>> ListAsync()
    {
        using var timeLimit = new CancellationTokenSource(options.CallTimeout, time);
        try
        {
            var attributes = await calls.MakeAsync(
                "list", SigningLane.Interactive, VaultLimits.Reads, client.ListVersionsAsync, timeLimit.Token, timeLimit.Token);
            return Listed(await ReadAsync(attributes, timeLimit.Token));
        }
        catch (Exception fault) when (VaultErrors.Is(fault) || fault is OperationCanceledException)
        {
            var described = VaultErrors.Describe(address, fault is OperationCanceledException ? new TaskCanceledException() : fault);
            Failed(listAgain: false);
            Log.NotListed(logger, described.Message);
            throw described;
        }
    }

    /// <summary>
    /// A version of a kind that can't sign has never signed, so it is left out. If it made the whole key fail, one such version would stop
    /// all signing.
    /// </summary>
    private async Task<List<VaultKeyVersion>> ReadAsync(IReadOnlyList<VaultKeyAttributes> attributes, CancellationToken cancellationToken)
    {
        var versions = new List<VaultKeyVersion>();
        foreach (var listed in attributes)
        {
            try
            {
                versions.Add(new VaultKeyVersion(listed, await GetPublicKeyAsync(listed.Version, cancellationToken)));
            }
            catch (NotSupportedException fault) when (attributes.Count > 1)
            {
                Log.LeftOut(logger, listed.Version, address.Key, fault.Message);
            }
        }

        return versions;
    }

    private async Task<VaultPublicKey> GetPublicKeyAsync(string version, CancellationToken cancellationToken)
    {
        if (!publicKeys.TryGetValue(version, out var key))
        {
            key = await calls.MakeAsync(
                "get", SigningLane.Interactive, VaultLimits.Reads, ending => client.GetAsync(version, ending), cancellationToken,
                cancellationToken);
            publicKeys[version] = key = key with { Published = key.Published.For(Purposes).CertifiedBy(certificates) };
        }

        return key;
    }

    private List<VaultKeyVersion> Listed(List<VaultKeyVersion> versions)
    {
        lock (gate)
        {
            known = versions;
            isOutdated = false;
            listedAt = time.GetTimestamp();
            failedAt = null;
            return versions;
        }
    }

    private void Succeeded()
    {
        lock (gate)
        {
            failedAt = null;
        }
    }

    private void Failed(bool listAgain)
    {
        lock (gate)
        {
            failedAt = time.GetTimestamp();
            isOutdated = listAgain;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1801, Level = LogLevel.Warning, Message = "The versions of a signing key could not be listed: {Reason}")]
        public static partial void NotListed(ILogger logger, string reason);

        [LoggerMessage(
            EventId = 1802, Level = LogLevel.Warning,
            Message = "The version {Version} of the signing key {Key} is not used: {Reason}")]
        public static partial void LeftOut(ILogger logger, string version, Uri key, string reason);
    }
}
