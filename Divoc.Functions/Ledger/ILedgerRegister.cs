namespace Divoc.Functions.Ledger;

/// <summary>
/// A <see cref="ILedgerSubscriber"/> that stores data derived from the ledgers, and can store them again: after the store was restored from
/// a backup, and if a message was lost.
/// </summary>
public interface ILedgerRegister
{
    /// <summary>Stores the data derived from a ledger and replaces stored ones, even of a higher revision.</summary>
    /// <returns>How many documents were written.</returns>
    Task<int> RebuildAsync(LedgerSnapshot read, CancellationToken cancellationToken);
}
