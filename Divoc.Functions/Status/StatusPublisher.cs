using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Status;

/// <summary>
/// Makes the published documents about the status of certificates, signs them and stores them in the registry, where every instance of the
/// program finds them. A stored one is kept while its content is the same and more than half of its lifetime is left.
/// </summary>
public sealed partial class StatusPublisher(
    RegistryDocuments documents,
    StatusEntries entries,
    StatusLengths lengths,
    ISigningKeys signingKeys,
    RememberedKeys keys,
    IOptions<IssuerOptions> issuer,
    IOptions<StatusOptions> options,
    IOptions<RevocationOptions> revocations,
    CertificateMetrics metrics,
    TimeProvider time,
    ILogger<StatusPublisher> logger)
{
    /// <summary>The purpose of the keys that sign the status.</summary>
    public static KeyPurpose Purpose { get; } = new("status");

    /// <summary>The prefix of the names of stored shards in the registry.</summary>
    public const string ShardPrefix = "shards/";

    internal const string WholeListName = "revocations.json";
    private const string IndexName = "status-index.json";
    private const string ContentMetadata = "content";
    internal const string IssuedMetadata = "issued";
    private const string NextUpdateMetadata = "nextupdate";

    private const int MostTries = 5;
    private static readonly TimeSpan LargestClockSkew = TimeSpan.FromMinutes(5);

    private static readonly SigningUse Use = new(Purpose, SignatureAlgorithm.PS256);

    /// <summary>The full list, or the index if there are shards, up to date.</summary>
    /// <param name="known">The former document, if the caller knows one; else null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<PublishedStatus> PublishAsync(PublishedStatus? known, CancellationToken cancellationToken)
    {
        if ((await lengths.GetAsync(cancellationToken)).Length == 0)
        {
            if (await PublishAsync(WholeListName, MakeWholeListAsync, revocations.Value.Lifetime, known, cancellationToken) is { } list)
            {
                return list;
            }

            await lengths.GrowAsync(0, cancellationToken);
        }

        return (await PublishAsync(IndexName, MakeIndexAsync, revocations.Value.Lifetime, known, cancellationToken))!;
    }

    /// <summary>A shard, up to date; null if the length of the prefix is not answered.</summary>
    /// <param name="prefix">Lower-case hex digits.</param>
    /// <param name="known">The former document, if the caller knows one; else null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<PublishedStatus?> PublishShardAsync(string prefix, PublishedStatus? known, CancellationToken cancellationToken)
    {
        var length = await lengths.GetAsync(cancellationToken);
        return length.Answers(prefix.Length)
            ? await PublishAsync(
                $"{ShardPrefix}{prefix}.json",
                ending => MakeShardAsync(prefix, length.Length, ending),
                LifetimeOf(prefix),
                known,
                cancellationToken)
            : null;
    }

    /// <summary>Null if it would be too long.</summary>
    private async Task<IStatusDocument?> MakeWholeListAsync(CancellationToken cancellationToken)
    {
        return (await entries.TryListAsync("", options.Value.WholeList, cancellationToken))?.List;
    }

    private async Task<IStatusDocument?> MakeIndexAsync(CancellationToken cancellationToken)
    {
        // Read now, so that an index never replaces one with a greater length.
        var length = await lengths.ReadAgainAsync(cancellationToken);
        return new StatusIndex
        {
            Issuer = issuer.Value.Id,
            PrefixLength = length.Length,
            FormerPrefixLengths = [.. length.Former.Select(former => former.Length)],
            Issued = default,
            NextUpdate = default,
        };
    }

    /// <summary>Null if it would be too long. If the present length is the reason, there are more digits from now on.</summary>
    private async Task<IStatusDocument?> MakeShardAsync(string prefix, int length, CancellationToken cancellationToken)
    {
        var made = await entries.TryListAsync(prefix, StatusLengths.LargestShard, cancellationToken);
        if (prefix.Length == length && made is null)
        {
            await lengths.GrowAsync(length, cancellationToken);
        }
        else if (prefix.Length == length && made?.Registered > StatusLengths.LongestMean)
        {
            await lengths.GrowWhereTooLongAsync(length, cancellationToken);
        }

        return made?.List;
    }

    /// <summary>
    /// The lifetime of a shard is between three quarters and the full lifetime, depending on its prefix, so that shards that were made
    /// together are not made again together.
    /// </summary>
    private TimeSpan LifetimeOf(string prefix)
    {
        var place = int.Parse(prefix, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) / Math.Pow(16, prefix.Length);
        return revocations.Value.Lifetime * (1 - (place / 4));
    }

    /// <summary>Everything that is compared with it is read after it, so that nothing older ever replaces something newer.</summary>
    private async Task<PublishedStatus?> FindAsync(string name, PublishedStatus? known, CancellationToken cancellationToken)
    {
        if (known?.Name == name && known.ETag == await documents.FindETagAsync(name, cancellationToken))
        {
            return known.IsOutdated ? known with { IsOutdated = false } : known;
        }

        if (await documents.ReadWithMetadataAsync(name, StatusJson.Compact.SignedStatus, cancellationToken) is not { } read)
        {
            return null;
        }

        return Read(name, read.Document, read.ETag, read.Metadata);
    }

    /// <summary>
    /// Makes a document, and stores it if its content is new. If another instance stored another one in the meantime, this begins again;
    /// null if it can't be made.
    /// </summary>
    private async Task<PublishedStatus?> PublishAsync(
        string name, Func<CancellationToken, Task<IStatusDocument?>> make, TimeSpan lifetime, PublishedStatus? known,
        CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var began = time.GetUtcNow();
            var stored = await FindAsync(name, known, cancellationToken);
            if (await make(cancellationToken) is not { } document)
            {
                return null;
            }

            var content = document.ContentHash();
            if (stored is not null && stored.Content == content && await MayStayAsync(stored, began, lifetime, cancellationToken))
            {
                return stored;
            }

            // In whole seconds: verifiers compare times, and need no more precision.
            var made = document.At(InSeconds(began), InSeconds(began + lifetime));
            if (await TrySignAsync(made, stored, began, cancellationToken) is not { } signed)
            {
                return stored! with { IsOutdated = true };
            }

            var isWritten = await TryStoreAsync(name, signed, made, content, stored, cancellationToken);
            var published = await FindAsync(name, null, cancellationToken)
                ?? throw new InvalidOperationException("What was published of the status is gone.");
            if (isWritten || published.Content == content || tries == MostTries)
            {
                return published with { IsOutdated = !isWritten && published.Content != content };
            }
        }
    }

    private async Task<bool> MayStayAsync(
        PublishedStatus stored, DateTimeOffset now, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var span = stored.NextUpdate - stored.Issued;
        var half = (span < lifetime ? span : lifetime) / 2;
        return stored.Issued <= now + LargestClockSkew
            && now - stored.Issued < half
            && await IsPublishedAsync(stored.Kid, cancellationToken);
    }

    /// <summary>Null if it can't be signed and the former one may still be used.</summary>
    private async Task<SignedStatus?> TrySignAsync(
        IStatusDocument document, PublishedStatus? stored, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var signed = await SignAsync(document, cancellationToken);
            await keys.RememberAsync(signed.Header.Kid, cancellationToken);
            return signed;
        }
        catch (SigningKeyUnavailableException fault) when (stored?.NextUpdate > now)
        {
            Log.NotSigned(logger, stored.Name, stored.NextUpdate, fault.Message);
            return null;
        }
    }

    private async Task<bool> TryStoreAsync(
        string name, SignedStatus signed, IStatusDocument made, string content, PublishedStatus? stored,
        CancellationToken cancellationToken)
    {
        var metadata = new Dictionary<string, string>
        {
            [ContentMetadata] = content,
            [IssuedMetadata] = made.Issued.ToString("O", CultureInfo.InvariantCulture),
            [NextUpdateMetadata] = made.NextUpdate.ToString("O", CultureInfo.InvariantCulture),
        };
        if (!await documents.TryWriteAsync(name, signed, stored?.ETag, StatusJson.Compact.SignedStatus, metadata, cancellationToken))
        {
            return false;
        }

        ProtocolWrites.Done(ProtocolWrite.StatusPublished, name);
        metrics.StatusPublished(KindOf(name), stored is null || stored.Issued == default ? TimeSpan.Zero : made.Issued - stored.Issued);
        return true;
    }

    private static string KindOf(string name) => name switch
    {
        WholeListName => "list",
        IndexName => "index",
        _ => "shard",
    };

    private static DateTimeOffset InSeconds(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());

    /// <summary>Verifiers do not find a key that is no longer published.</summary>
    private async Task<bool> IsPublishedAsync(string kid, CancellationToken cancellationToken)
    {
        try
        {
            return (await signingKeys.GetPublishedKeysAsync(cancellationToken)).Any(key => key.KeyId == kid);
        }
        catch (SigningKeyUnavailableException)
        {
            return true;
        }
    }

    private Task<SignedStatus> SignAsync(IStatusDocument document, CancellationToken cancellationToken)
    {
        var payload = Base64Url.EncodeToString(document.ToJson());
        return signingKeys.SignAsync(Use, SigningLane.Status, SignWithAsync, cancellationToken);

        async Task<SignedStatus> SignWithAsync(ChosenKey key, CancellationToken ending)
        {
            var header = new SignedStatusProtectedHeader(
                nameof(SignatureAlgorithm.PS256), document.Type is null ? null : key.KidToWrite, document.Type);
            var encoded = Base64Url.EncodeToString(
                JsonSerializer.SerializeToUtf8Bytes(header, StatusJson.Compact.SignedStatusProtectedHeader));
            var digest = SHA256.HashData(Encoding.ASCII.GetBytes($"{encoded}.{payload}"));
            return new SignedStatus(
                payload, encoded, new SignedStatusHeader(key.KeyId), Base64Url.EncodeToString(await key.SignAsync(digest, ending)));
        }
    }

    private static PublishedStatus? Read(string name, SignedStatus signed, string tag, IReadOnlyDictionary<string, string> metadata)
    {
        // Documents from before there was metadata are made again.
        if (!metadata.TryGetValue(ContentMetadata, out var content))
        {
            return new PublishedStatus(name, tag, "", signed.Header.Kid, default, default, default, SignedStatus.WholeListType);
        }

        var (bytes, type) = name switch
        {
            WholeListName => (signed.ToJson(), SignedStatus.WholeListType),
            IndexName => (signed.ToCompact(), $"application/{SignedStatus.IndexType}"),
            _ => (signed.ToCompact(), $"application/{SignedStatus.ShardType}"),
        };
        return new PublishedStatus(
            name, tag, content, signed.Header.Kid, InstantOf(metadata[IssuedMetadata]), InstantOf(metadata[NextUpdateMetadata]), bytes,
            type);
    }

    private static DateTimeOffset InstantOf(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(EventId = 1011, Level = LogLevel.Warning, Message = "{Name} can't be signed. Callers get the previous one until "
            + "{NextUpdate:O}: {Reason}")]
        public static partial void NotSigned(ILogger logger, string name, DateTimeOffset nextUpdate, string reason);
    }
}

/// <summary>A list, a shard or the index as it is published and returned.</summary>
/// <param name="Name">Its name in the registry.</param>
/// <param name="ETag">Its ETag in the store.</param>
/// <param name="Content">The hash of its content without the times.</param>
/// <param name="Kid">The kid of the key that signed.</param>
/// <param name="Issued">When it was made.</param>
/// <param name="NextUpdate">The time until which it may be returned.</param>
/// <param name="Bytes">The JWS.</param>
/// <param name="ContentType">Its media type.</param>
public sealed record PublishedStatus(
    string Name, string ETag, string Content, string Kid, DateTimeOffset Issued, DateTimeOffset NextUpdate, ReadOnlyMemory<byte> Bytes,
    string ContentType)
{
    /// <summary>Whether a newer one could not be signed or stored.</summary>
    public bool IsOutdated { get; init; }

    /// <summary>A hash of its bytes as ETag: the store's own ETags can repeat after a backup was restored.</summary>
    public string Tag { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes.Span).AsSpan(0, TagBytes));

    private const int TagBytes = 16;
}
