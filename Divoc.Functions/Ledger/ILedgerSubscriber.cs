namespace Divoc.Functions.Ledger;

/// <summary>
/// Is handed the entries of ledgers, each at least once and in no order across ledgers. It is a register, which stores what follows from the ledger as read together with
/// that ledger's revision and refuses a lower one, or a sender, whose receiver takes the highest revision. Subscribers do not wait for each other.
/// </summary>
public interface ILedgerSubscriber
{
    /// <summary>Its name, which messages carry: never changed.</summary>
    string Name { get; }

    /// <summary>Whether it wants to hear of plain issuing too, which costs a message for each certificate.</summary>
    /// <param name="owner">The partner whose certificates they are; null for nobody.</param>
    bool WantsIssuedOf(string? owner);

    /// <summary>Takes one entry. An exception has it handed over again later.</summary>
    Task TakeAsync(LedgerSnapshot read, LedgerEntry entry, CancellationToken cancellationToken);
}
