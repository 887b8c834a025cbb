using System.Globalization;

namespace Divoc.Functions.Status;

/// <summary>
/// Has a part of the shards made anew each minute, whether anybody asks or not: all within a quarter of their lifetime. So none expires unseen, and those that a new length brings are not all made
/// when they are first asked for.
/// </summary>
public sealed class StatusRefresher(StatusPublisher publisher, StatusLengths lengths, IOptions<RevocationOptions> revocations, TimeProvider time)
{
    /// <summary>Has the part of this minute looked at, and the list of all or the index.</summary>
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
