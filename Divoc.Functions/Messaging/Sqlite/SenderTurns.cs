namespace Divoc.Functions.Messaging.Sqlite;

/// <summary>
/// Gives the messages of a queue their turns, so that senders who wait at the same time are served one message each by turns, however many one of them has sent
/// (start-time fair queueing). Kept in memory: after a restart the first new messages of a sender may overtake those it sent before.
/// </summary>
internal sealed class SenderTurns
{
    /// <summary>From so many senders on, those of whom nothing waits are forgotten.</summary>
    private const int ManySenders = 1000;

    private readonly Dictionary<string, long> lastTurns = new(StringComparer.Ordinal);
    private long present = 1;

    /// <summary>Begins where the messages begin that wait.</summary>
    public void BeginAt(long turn) => present = turn;

    /// <summary>The turn of a sender's next message: after its last one, and not before those that are served now.</summary>
    public long Next(string? sender)
    {
        var key = sender ?? "";
        if (lastTurns.Count >= ManySenders && !lastTurns.ContainsKey(key))
        {
            Forget();
        }

        var turn = Math.Max(present, lastTurns.GetValueOrDefault(key) + 1);
        lastTurns[key] = turn;
        return turn;
    }

    /// <summary>A message of this turn is delivered.</summary>
    public void Taken(long turn) => present = Math.Max(present, turn);

    private void Forget()
    {
        foreach (var sender in lastTurns.Where(last => last.Value < present).Select(last => last.Key).ToList())
        {
            lastTurns.Remove(sender);
        }
    }
}
