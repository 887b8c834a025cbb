namespace Divoc.Functions.Ledger;

/// <summary>
/// Receives the entries of ledgers, each at least once and in no fixed order across ledgers. There are two kinds: a register stores data
/// derived from the ledger, with the ledger's revision, and refuses a lower one; a sender has receivers that use the highest revision.
/// Subscribers do not wait for each other.
/// </summary>
public interface ILedgerSubscriber
{
    /// <summary>Its name, which messages contain; it never changes.</summary>
    string Name { get; }

    /// <summary>Whether it also wants new certificates, which costs a message for each.</summary>
    /// <param name="owner">The partner that owns the certificates; null for no owner.</param>
    bool WantsIssuedOf(string? owner);

    /// <summary>Handles one entry. After an exception it gets the entry again later.</summary>
    Task TakeAsync(LedgerSnapshot read, LedgerEntry entry, CancellationToken cancellationToken);
}
