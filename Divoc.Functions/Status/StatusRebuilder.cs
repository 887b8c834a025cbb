using Divoc.Functions.Ledger;

namespace Divoc.Functions.Status;

/// <summary>
/// Writes the status register and those of formats anew from the ledgers, whatever they say now: after the store was restored from a backup, and where a message was lost. It works in slices, so that
/// whoever calls can stop and go on.
/// </summary>
public sealed class StatusRebuilder(LedgerStore ledgers, IEnumerable<ILedgerRegister> registers)
{
    /// <summary>Rebuilds from one page of ledgers.</summary>
    /// <param name="cursor">Null for the beginning, then the cursor of the slice before.</param>
    /// <param name="cancellationToken">Ends the work; the same cursor begins the slice again.</param>
    public async Task<RebuiltSlice> RebuildAsync(string? cursor, CancellationToken cancellationToken)
    {
        var (names, next) = await ledgers.ListAsync(cursor, cancellationToken);
        var written = 0;
        foreach (var name in names)
        {
            written += await RebuildLedgerAsync(name, cancellationToken);
        }

        return new RebuiltSlice(names.Count, written, next);
    }

    /// <summary>What a change that comes meanwhile has registered may have been overwritten with less: then once more.</summary>
    private async Task<int> RebuildLedgerAsync(string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (read, written) = (await ledgers.ReadAsync(name, cancellationToken), 0);
            foreach (var register in registers)
            {
                written += await register.RebuildAsync(read, cancellationToken);
            }

            if ((await ledgers.ReadAsync(name, cancellationToken)).Ledger.Revision == read.Ledger.Revision)
            {
                return written;
            }
        }
    }
}

/// <summary>What a slice of a rebuild did.</summary>
/// <param name="Ledgers">How many ledgers were read.</param>
/// <param name="Statuses">How many documents were written.</param>
/// <param name="Cursor">Where the next slice begins; null after the last one.</param>
public sealed record RebuiltSlice(int Ledgers, int Statuses, string? Cursor);
