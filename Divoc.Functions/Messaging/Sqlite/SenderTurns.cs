namespace Divoc.Functions.Messaging.Sqlite;

/// <summary>
/// Gives turns to the messages of a queue, so that senders with waiting messages are served one message each in turns, however many one of
/// them has sent (start-time fair queueing). Kept in memory: after a restart, the first new messages of a sender may overtake its earlier
/// ones.
/// </summary>
internal sealed class SenderTurns
{
    /// <summary>From this number of senders on, those without waiting messages are forgotten.</summary>
    private const int ManySenders = 1000;

    private readonly Dictionary<string, long> lastTurns = new(StringComparer.Ordinal);
    private long present = 1;

    /// <summary>Begins at the turn of the first waiting message.</summary>
    public void BeginAt(long turn) => present = turn;

    /// <summary>The turn of a sender's next message: after its last one, but not before the turn that is served now.</summary>
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

    /// <summary>A message with this turn is delivered.</summary>
    public void Taken(long turn) => present = Math.Max(present, turn);

    private void Forget()
    {
        foreach (var sender in lastTurns.Where(last => last.Value < present).Select(last => last.Key).ToList())
        {
            lastTurns.Remove(sender);
        }
    }
}
