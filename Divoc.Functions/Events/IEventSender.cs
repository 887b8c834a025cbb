using Divoc.Functions.Ledger;

namespace Divoc.Functions.Events;

/// <summary>
/// Sends events to a receiver, each at least once and in no fixed order. There are two implementations: the topic and the queue of
/// webhooks.
/// </summary>
public interface IEventSender
{
    /// <summary>Its name, which messages contain; it never changes.</summary>
    string Name { get; }

    /// <summary>Whether events of a partner are sent.</summary>
    /// <param name="owner">The partner; null for none.</param>
    bool SendsFor(string? owner);

    /// <summary>Sends one. After an exception it is sent again later.</summary>
    Task SendAsync(EventNotice notice, CancellationToken cancellationToken);
}

/// <summary>
/// Sends the entries of ledgers. A suspension that an update copied is reported with the new certificate, at the same revision.
/// </summary>
public sealed class EventSubscriber(IEventSender sender) : ILedgerSubscriber
{
    /// <inheritdoc/>
    public string Name => sender.Name;

    /// <inheritdoc/>
    public bool WantsIssuedOf(string? owner) => sender.SendsFor(owner);

    /// <inheritdoc/>
    public Task TakeAsync(LedgerSnapshot read, LedgerEntry entry, CancellationToken cancellationToken)
    {
        return sender.SendsFor(entry.Certificate.Owner) && entry.Change is not { Carried: true }
            ? sender.SendAsync(EventNotice.Of(read.Ledger, entry), cancellationToken)
            : Task.CompletedTask;
    }
}
