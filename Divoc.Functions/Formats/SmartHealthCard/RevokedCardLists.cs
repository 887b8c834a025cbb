using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>
/// The published lists of revoked cards, one for each key (SMART Health Cards Framework 1.4.0, Revocation). Made on request, at most once
/// in ten seconds.
/// </summary>
/// <param name="documents">The registry; created late, because formats also exist where there is none.</param>
/// <param name="register">The keys that sign cards.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log for warnings about long lists.</param>
public sealed partial class RevokedCardLists(
    Lazy<RegistryDocuments> documents, CardRegister register, TimeProvider time, ILogger<RevokedCardLists> logger) : IDisposable
{
    /// <summary>With more names, verifiers need long to load the list, so another key should sign from then on.</summary>
    internal int ManyNames { get; init; } = 50_000;

    private readonly SharedResults<RevokedCards> looks = new(time, cards => cards.Bytes.Length);

    /// <summary>The list of a key as JSON; null if no key with this kid signed cards.</summary>
    public async Task<ReadOnlyMemory<byte>?> FindAsync(string kid, CancellationToken cancellationToken)
    {
        if (!await register.HasKeyAsync(kid, cancellationToken))
        {
            return null;
        }

        return (await GetAsync(kid, cancellationToken)).Bytes;
    }

    /// <inheritdoc/>
    public void Dispose() => looks.Dispose();

    /// <summary>
    /// Adds to a key in the key set how often its list has changed (<c>crlVersion</c>), if it has. If that can't be read now, the key is
    /// published without it: without the key, nothing could be verified.
    /// </summary>
    internal async Task CompleteAsync(JsonObject key, CancellationToken cancellationToken)
    {
        try
        {
            if ((await GetAsync(key["kid"]!.GetValue<string>(), cancellationToken)).Counter is > 0 and var counter)
            {
                key["crlVersion"] = counter;
            }
        }
        catch (StoreUnavailableException)
        {
        }
    }

    private async Task<RevokedCards> GetAsync(string kid, CancellationToken cancellationToken) =>
        (await looks.GetAsync(kid, () => ReadAsync(kid), cancellationToken))!;

    private async Task<RevokedCards?> ReadAsync(string kid)
    {
        var now = time.GetUtcNow();
        var rids = new JsonArray();
        long counter = 0;
        string? continuation = null;
        do
        {
            (var page, continuation) = await documents.Value.ListWithMetadataAsync(
                $"{CardRevocations.Prefix}{kid}/", continuation, CancellationToken.None);
            foreach (var (name, metadata) in page)
            {
                var revoked = RevokedRid.Of(metadata);
                counter += revoked.CounterAt(now);
                if (revoked.BeforeAt(now) is { } before)
                {
                    rids.Add(FormattableString.Invariant($"{name[(name.LastIndexOf('/') + 1)..]}.{before}"));
                }
            }
        }
        while (continuation is not null);

        if (rids.Count > ManyNames && looks.Find(kid).Known is null)
        {
            Log.IsLong(logger, kid, rids.Count);
        }

        var list = new JsonObject { ["kid"] = kid, ["method"] = "rid", ["ctr"] = counter, ["rids"] = rids };
        return new RevokedCards(counter, JsonSerializer.SerializeToUtf8Bytes(list, CardRegisterJson.Default.JsonObject));
    }

    private sealed record RevokedCards(long Counter, ReadOnlyMemory<byte> Bytes);

    private static partial class Log
    {
        [LoggerMessage(EventId = 1203, Level = LogLevel.Warning, Message = "The list of revoked health cards of the key {Kid} has {Count} "
            + "entries. Make another key for health cards, and let it sign: see docs/alerts.md.")]
        public static partial void IsLong(ILogger logger, string kid, int count);
    }
}
