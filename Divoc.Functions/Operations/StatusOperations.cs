using Divoc.Functions.Registry;
using Divoc.Functions.Status;

namespace Divoc.Functions.Operations;

/// <summary>Has the register of certificates that are not valid written anew from the ledgers, a part at each order.</summary>
public sealed class StatusOperations(StatusRebuilder rebuilder, AuditTrail audit, TimeProvider time)
{
    /// <summary>An order ends with the slice in which it has taken so long: a call must be answered in its time.</summary>
    private static readonly TimeSpan LongestOrder = TimeSpan.FromSeconds(10);

    /// <summary>Rebuilds a part.</summary>
    /// <param name="name">The operator that orders it.</param>
    /// <param name="from">Where the part before ended; null for the beginning.</param>
    /// <param name="cancellationToken">Ends the work; the same order begins the part again.</param>
    /// <exception cref="ArgumentException">No part ended there.</exception>
    public Task<RebuiltSlice> RebuildAsync(string name, string? from, CancellationToken cancellationToken)
    {
        return audit.RecordAsync(
            name, OperatorOrder.RebuildStatus, null, () => RebuildAsync(from, cancellationToken), done => new Dictionary<string, int> { ["ledgers"] = done.Ledgers, ["statuses"] = done.Statuses });
    }

    private async Task<RebuiltSlice> RebuildAsync(string? from, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var done = await rebuilder.RebuildAsync(from, cancellationToken);
        while (done.Cursor is not null && time.GetElapsedTime(started) < LongestOrder)
        {
            var slice = await rebuilder.RebuildAsync(done.Cursor, cancellationToken);
            done = new RebuiltSlice(done.Ledgers + slice.Ledgers, done.Statuses + slice.Statuses, slice.Cursor);
        }

        return done;
    }
}
