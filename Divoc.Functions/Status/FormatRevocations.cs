using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Divoc.Functions.Formats;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Status;

/// <summary>
/// Returns the formats' own revocation lists, with the certificates that are not valid now. They are made from the register and divided
/// like the signed list: all in one answer, or by the first hex digits of the certificates' hashes. Made on request, at most once in ten
/// seconds; neither signed nor stored.
/// </summary>
public sealed class FormatRevocations(
    IEnumerable<IRevocationForm> forms, StatusEntries entries, StatusLengths lengths, IOptions<StatusOptions> options, TimeProvider time)
    : IDisposable
{
    private readonly List<IRevocationForm> forms = [.. forms];
    private readonly SharedResults<Made> looks = new(time, made => made.Lists.Values.Sum(list => list.Bytes.Length));

    /// <summary>The full list; or, if there are shards, the number of hex digits in their names. Null if there is no such list.</summary>
    /// <param name="form">The name of the format's lists.</param>
    /// <param name="kind">The kind of list.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<FormatRevocationList?> FindAsync(string form, string kind, CancellationToken cancellationToken)
    {
        if (!Has(form, kind))
        {
            return null;
        }

        var length = (await lengths.GetAsync(cancellationToken)).Length;
        if (length == 0 && await GetAsync("", cancellationToken) is { } made)
        {
            return made.Lists[(form, kind)];
        }

        var present = length == 0 ? (await lengths.GrowAsync(0, cancellationToken)).Length : length;
        return FormatRevocationList.Of(new JsonObject { ["prefixLength"] = present });
    }

    /// <summary>
    /// The part of a list for the certificates whose hash begins with some hex digits; null if there is no such list or shard.
    /// </summary>
    /// <inheritdoc cref="FindAsync"/>
    /// <param name="form">The name of the format's lists.</param>
    /// <param name="kind">The kind of list.</param>
    /// <param name="prefix">The requested prefix.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<FormatRevocationList?> FindShardAsync(string form, string kind, string prefix, CancellationToken cancellationToken)
    {
        var isPrefix = prefix.Length is > 0 and <= StatusLengths.Longest && prefix.All(char.IsAsciiHexDigitLower);
        return isPrefix && Has(form, kind) && (await lengths.GetAsync(cancellationToken)).Answers(prefix.Length)
            ? (await GetAsync(prefix, cancellationToken))?.Lists[(form, kind)]
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() => looks.Dispose();

    private bool Has(string form, string kind) =>
        forms.Exists(known => known.Name == form && known.Kinds.Contains(kind, StringComparer.Ordinal));

    private Task<Made?> GetAsync(string prefix, CancellationToken cancellationToken) =>
        looks.GetAsync(prefix, () => MakeAsync(prefix), cancellationToken);

    /// <summary>Null if there are more than one answer can have.</summary>
    private async Task<Made?> MakeAsync(string prefix)
    {
        var most = prefix.Length == 0 ? options.Value.WholeList : StatusLengths.LargestShard;
        return await entries.TryNamesAsync(prefix, most, CancellationToken.None) is { } names ? new Made(ListsOf(prefix, names)) : null;
    }

    private Dictionary<(string Form, string Kind), FormatRevocationList> ListsOf(
        string prefix, ILookup<(string Form, string Kind), string> names)
    {
        var now = time.GetUtcNow();
        var lists = new Dictionary<(string, string), FormatRevocationList>();
        foreach (var form in forms)
        {
            foreach (var kind in form.Kinds)
            {
                var batches = form.BatchesOf(
                    kind, [.. names[(form.Name, kind)].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], now);
                var list = prefix.Length == 0 ? new JsonObject { ["prefixLength"] = 0 } : new JsonObject { ["prefix"] = prefix };
                list["batches"] = new JsonArray([.. batches]);
                lists.Add((form.Name, kind), FormatRevocationList.Of(list));
            }
        }

        return lists;
    }

    private sealed record Made(IReadOnlyDictionary<(string Form, string Kind), FormatRevocationList> Lists);
}

/// <summary>A format's revocation list, or a part of it, as it is returned.</summary>
/// <param name="Bytes">
/// JSON: <c>prefixLength</c> or <c>prefix</c>, and <c>batches</c> in the form of the format's verifiers; if there are shards, the full list
/// has no batches.
/// </param>
/// <param name="Tag">Its ETag.</param>
public sealed record FormatRevocationList(ReadOnlyMemory<byte> Bytes, string Tag)
{
    private const int TagBytes = 16;

    internal static FormatRevocationList Of(JsonObject list)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(list, FormatRevocationJson.Compact.JsonObject);
        return new FormatRevocationList(bytes, Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, TagBytes)));
    }
}

/// <summary>How the lists are written.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class FormatRevocationJson : JsonSerializerContext
{
    /// <summary>The lists are not HTML: plus signs in base64 stay unescaped.</summary>
    public static FormatRevocationJson Compact =>
        field ??= new(new JsonSerializerOptions(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
