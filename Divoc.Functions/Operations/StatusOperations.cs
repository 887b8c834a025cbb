using Divoc.Functions.Registry;
using Divoc.Functions.Status;

namespace Divoc.Functions.Operations;

/// <summary>Rebuilds the register of certificates that are not valid from the ledgers, one part for each order.</summary>
public sealed class StatusOperations(StatusRebuilder rebuilder, AuditTrail audit, TimeProvider time)
{
    /// <summary>An order ends with the slice in which it reaches this time, because a call must be answered in time.</summary>
    private static readonly TimeSpan LongestOrder = TimeSpan.FromSeconds(10);

    /// <summary>Rebuilds a part.</summary>
    /// <param name="name">The operator that orders it.</param>
    /// <param name="from">The end of the part before; null for the beginning.</param>
    /// <param name="cancellationToken">Cancels the work; the same order begins the part again.</param>
    /// <exception cref="ArgumentException">No part ended there.</exception>
    public Task<RebuiltSlice> RebuildAsync(string name, string? from, CancellationToken cancellationToken)
    {
        return audit.RecordAsync(
            name, OperatorOrder.RebuildStatus, null, () => RebuildAsync(from, cancellationToken),
            done => new Dictionary<string, int> { ["ledgers"] = done.Ledgers, ["statuses"] = done.Statuses });
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
