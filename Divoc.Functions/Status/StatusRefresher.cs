using System.Globalization;

namespace Divoc.Functions.Status;

/// <summary>
/// Makes a part of the shards again each minute, even without requests: all within a quarter of their lifetime. So none expires unnoticed,
/// and the shards of a new length are not all made at their first request.
/// </summary>
public sealed class StatusRefresher(
    StatusPublisher publisher, StatusLengths lengths, IOptions<RevocationOptions> revocations, TimeProvider time)
{
    /// <summary>Checks the part of this minute, and the full list or the index.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await publisher.PublishAsync(null, cancellationToken);
        var length = (await lengths.GetAsync(cancellationToken)).Length;
        if (length == 0)
        {
            return;
        }

        var (shards, parts) = ((long)Math.Pow(16, length), (long)(revocations.Value.Lifetime / 4).TotalMinutes);
        var part = (time.GetUtcNow().ToUnixTimeSeconds() / 60) % parts;
        for (var shard = shards * part / parts; shard < shards * (part + 1) / parts; shard++)
        {
            await publisher.PublishShardAsync(shard.ToString($"x{length}", CultureInfo.InvariantCulture), null, cancellationToken);
        }
    }
}
