using Divoc.Functions.Keys.KeyVault;

namespace Divoc.Functions.Keys;

/// <summary>
/// Signing keys in Azure Key Vault. Several keys, in one vault or in several, share the work; if one vault fails, the others do it. A
/// version is published for a time before it signs, and stays published afterwards, whether it may still be used or not.
/// </summary>
public sealed partial class KeyVaultSigningKeys : ISigningKeys
{
    // Keys with purposes first.
    private readonly IReadOnlyList<VaultKey> keys;
    private readonly KeyVaultOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private uint turn;
    private bool hasCheckedCertificates;

    /// <summary>Takes keys in the order in which they are published.</summary>
    internal KeyVaultSigningKeys(IReadOnlyList<VaultKey> keys, KeyVaultOptions options, TimeProvider time, ILogger logger)
    {
        this.keys = [.. keys.OrderBy(key => key.Purposes.Count == 0)];
        this.options = options;
        this.time = time;
        this.logger = logger;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken)
    {
        // All or none: a verifier that gets half a list would refuse valid certificates.
        var lists = await Task.WhenAll(keys.Select(key => key.GetVersionsAsync(cancellationToken)));
        var now = time.GetUtcNow();
        var current = lists.SelectMany(versions => Enum.GetValues<SignatureAlgorithm>()
            .Select(algorithm => VaultKeyVersion.SigningAt(now, algorithm, versions, options.PublishBeforeUse))).OfType<VaultKeyVersion>();
        var others = lists.SelectMany(versions => versions).OrderByDescending(version => version.Attributes.Created);
        var published = PublishedKey.Join(current.Concat(others).Select(version => version.Key.Published));
        WarnOfUnusedCertificates(published);
        return published;
    }

    /// <inheritdoc/>
    public async Task<T> SignAsync<T>(
        SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken)
    {
        using var timeLimit = new CancellationTokenSource(options.CallTimeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeLimit.Token, cancellationToken);

        // No call begins without enough time: the vault would make a signature for which nobody waits.
        using var noTurn = new CancellationTokenSource(
            options.CallTimeout > options.TryTimeout ? options.CallTimeout - options.TryTimeout : options.CallTimeout, time);
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(noTurn.Token, ending.Token);
        try
        {
            return await SignWithAnyAsync(
                use, (key, version) => sign(Chosen(use, key, version, lane, turn.Token), ending.Token), ending.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SigningKeyUnavailableException("No vault signed in time.");
        }
    }

    private static ChosenKey Chosen(SigningUse use, VaultKey key, VaultKeyVersion version, SigningLane lane, CancellationToken turn)
    {
        return new ChosenKey(
            use, version.Key.Published, (digest, cancellationToken) => key.SignAsync(version, digest, lane, turn, cancellationToken));
    }

    private async Task<T> SignWithAnyAsync<T>(
        SigningUse use, Func<VaultKey, VaultKeyVersion, Task<T>> sign, CancellationToken cancellationToken)
    {
        SigningKeyUnavailableException? last = null;
        foreach (var group in GroupsFor(use.Purpose))
        {
            var left = InTurn(group);
            left.ForEach(key => key.Prepare());
            while (left.Count > 0)
            {
                // Keys that just failed or are not known yet come last; among the rest, the one that can sign soonest comes first.
                var key = left.OrderBy(candidate => candidate.IsResting)
                    .ThenBy(candidate => !candidate.IsKnown)
                    .ThenBy(candidate => candidate.Wait())
                    .First();
                left.Remove(key);
                try
                {
                    var versions = (await key.GetVersionsAsync(cancellationToken)).Where(candidate => use.Fits(candidate.Key.Published));
                    var version = VaultKeyVersion.SigningAt(time.GetUtcNow(), use.Algorithm, versions, options.PublishBeforeUse);
                    if (version is not null)
                    {
                        return await sign(key, version);
                    }
                }
                catch (SigningKeyUnavailableException fault)
                {
                    last = fault;
                }
            }

            if (last is not null)
            {
                throw last;
            }
        }

        var needed = use.Kid.Needs is { } part
            ? $" and has {part} ({nameof(KeyVaultOptions.Certificates)}), from which its name is made ({use.Kid})"
            : "";
        throw new SigningKeyUnavailableException(
            $"None of the keys in {KeyVaultOptions.SectionName}:{nameof(KeyVaultOptions.Keys)} or "
            + $"{nameof(KeyVaultOptions.KeysFor)}:{use.Purpose} "
            + $"has a usable version that signs {use.Algorithm}{needed}.");
    }

    /// <summary>Warns once, when all versions were listed: a certificate of a version that will be made later is no error.</summary>
    private void WarnOfUnusedCertificates(IReadOnlyList<PublishedKey> published)
    {
        if (Interlocked.Exchange(ref hasCheckedCertificates, true))
        {
            return;
        }

        foreach (var certificate in options.ReadCertificates().Where(certificate => !published.Any(certificate.IsOf)))
        {
            Log.CertificateOfNoKey(logger, certificate.Fingerprint);
        }
    }

    /// <summary>
    /// The keys that are assigned to a purpose, and those for every purpose, which sign only if none of the first has a usable version with
    /// the algorithm.
    /// </summary>
    private IEnumerable<List<VaultKey>> GroupsFor(KeyPurpose purpose)
    {
        List<List<VaultKey>> groups =
            [[.. keys.Where(key => key.Purposes.Contains(purpose))], [.. keys.Where(key => key.Purposes.Count == 0)]];
        return groups.Where(group => group.Count > 0);
    }

    /// <summary>The keys, each time beginning with the next one, so that keys with equal waits take turns.</summary>
    private List<VaultKey> InTurn(List<VaultKey> group)
    {
        var first = (int)(Interlocked.Increment(ref turn) % (uint)group.Count);
        return [.. group.Skip(first), .. group.Take(first)];
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1810,
            Level = LogLevel.Warning,
            Message = "The certificate with the SHA-256 fingerprint {Fingerprint} in Divoc:KeyVault:Certificates belongs to no version of "
                + "the keys in the vault. It is not used: remove it, or name its key in Divoc:KeyVault:Keys.")]
        public static partial void CertificateOfNoKey(ILogger logger, string fingerprint);
    }
}
