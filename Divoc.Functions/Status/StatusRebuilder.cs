using Divoc.Functions.Ledger;

namespace Divoc.Functions.Status;

/// <summary>
/// Writes the status register and the registers of formats again from the ledgers, whatever they contain now: after the store was restored
/// from a backup, or if a message was lost. It works in slices, so that the caller can stop and continue.
/// </summary>
public sealed class StatusRebuilder(LedgerStore ledgers, IEnumerable<ILedgerRegister> registers)
{
    /// <summary>Rebuilds from one page of ledgers.</summary>
    /// <param name="cursor">Null for the beginning, else the cursor of the slice before.</param>
    /// <param name="cancellationToken">Cancels the work; the same cursor begins the slice again.</param>
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

    /// <summary>A concurrent change may have been overwritten with an older state: then it is repeated.</summary>
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

/// <summary>The result of a slice of a rebuild.</summary>
/// <param name="Ledgers">The number of ledgers that were read.</param>
/// <param name="Statuses">The number of documents that were written.</param>
/// <param name="Cursor">The beginning of the next slice; null after the last one.</param>
public sealed record RebuiltSlice(int Ledgers, int Statuses, string? Cursor);
