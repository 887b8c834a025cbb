using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Status;
using Divoc.Functions.Verification;

namespace Divoc.Functions.Triggers;

/// <summary>
/// The trusted keys as they are published. They are read again when a published key is added or removed, or after a minute. The bytes stay
/// the same until the content changes or a part of their lifetime is over, so that clients need not load them again.
/// </summary>
public sealed class PublishedTrust(
    TrustDocument trust,
    ISigningKeys signingKeys,
    IOptions<RevocationOptions> revocations,
    IOptions<KeyVaultOptions> vault,
    TimeProvider time) : IDisposable
{
    private const int PartsOfLife = 8;

    private static readonly TimeSpan CheckedAgainAfter = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile Look? last;

    /// <summary>
    /// The time from the document's creation to its <c>nextUpdate</c>, after which nobody should use it: as long as for the published
    /// status, but shorter than the time for which a new key is published before it signs, minus the time in which this process may not
    /// have seen the key. So a client with a valid document knows every key that replaced another one.
    /// </summary>
    public TimeSpan Lifetime
    {
        get
        {
            var published = vault.Value.PublishBeforeUse - vault.Value.RefreshInterval - CheckedAgainAfter;
            var longest = published > RevocationOptions.ShortestLifetime ? published : RevocationOptions.ShortestLifetime;
            return revocations.Value.Lifetime < longest ? revocations.Value.Lifetime : longest;
        }
    }

    /// <summary>The document.</summary>
    /// <exception cref="SigningKeyUnavailableException">The keys of this service are not known yet and can't be read.</exception>
    public async Task<ServedFile> GetAsync(CancellationToken cancellationToken)
    {
        var keys = NameOf(await signingKeys.GetPublishedKeysAsync(cancellationToken));
        if (last is { } known && IsFresh(known, keys))
        {
            return known.File;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            if (last is not { } before || !IsFresh(before, keys))
            {
                last = await LookAsync(last, keys, cancellationToken);
            }

            return last.File;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    private static string NameOf(IEnumerable<PublishedKey> keys) =>
        string.Join(' ', keys.Select(key => $"{key.KeyId}:{string.Join(',', key.Purposes)}"));

    private bool IsFresh(Look look, string keys) => look.Keys == keys && IsWithin(look.At, CheckedAgainAfter);

    /// <summary>If the clock was set back, results from the future do not count any more.</summary>
    private bool IsWithin(DateTimeOffset since, TimeSpan period) => time.GetUtcNow() is var now && now >= since && now - since < period;

    private async Task<Look> LookAsync(Look? before, string keys, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var document = await trust.MakeAsync(cancellationToken);
        var content = Write(document);
        if (before is not null && IsWithin(before.Issued, Lifetime / PartsOfLife) && content.AsSpan().SequenceEqual(before.Content))
        {
            return before with { Keys = keys, At = now };
        }

        document.Insert(0, "issued", InternetTime.Format(now));
        document.Insert(1, "nextUpdate", InternetTime.Format(now + Lifetime));
        return new Look(keys, now, now, content, ServedFile.Of(Write(document), "application/json", isHashed: false));
    }

    private static byte[] Write(JsonObject document) => JsonSerializer.SerializeToUtf8Bytes(document, AnswerJson.Readable.JsonObject);

    /// <param name="Keys">The published keys that it was made of.</param>
    /// <param name="At">When it was looked at last.</param>
    /// <param name="Issued">When its bytes were made.</param>
    /// <param name="Content">Without its times.</param>
    /// <param name="File">With them.</param>
    private sealed record Look(string Keys, DateTimeOffset At, DateTimeOffset Issued, byte[] Content, ServedFile File);
}
