namespace Divoc.Functions.Ledger;

/// <summary>A <see cref="ILedgerSubscriber"/> that stores what follows from the ledgers, and can store it anew: after the store was restored from a backup, and where a message was lost.</summary>
public interface ILedgerRegister : ILedgerSubscriber
{
    /// <summary>Stores what follows from a ledger, whatever is stored now, also of a higher revision.</summary>
    /// <returns>How many documents were written.</returns>
    Task<int> RebuildAsync(LedgerSnapshot read, CancellationToken cancellationToken);
}
