using Divoc.Functions.Ledger;

namespace Divoc.Functions.Events;

/// <summary>Sends events to where somebody listens, each at least once and in no order. Its two forms are the topic and the queue of webhooks.</summary>
public interface IEventSender
{
    /// <summary>Its name, which messages carry: never changed.</summary>
    string Name { get; }

    /// <summary>Whether somebody listens there for the events of a partner.</summary>
    /// <param name="owner">The partner; null for nobody.</param>
    bool Tells(string? owner);

    /// <summary>Sends one. An exception has it sent again later.</summary>
    Task SendAsync(EventNotice notice, CancellationToken cancellationToken);
}

/// <summary>Sends the entries of ledgers. A suspension that an update took over is told with the certificate that was issued by it, at the same revision.</summary>
public sealed class EventSubscriber(IEventSender sender) : ILedgerSubscriber
{
    /// <inheritdoc/>
    public string Name => sender.Name;

    /// <inheritdoc/>
    public bool WantsIssuedOf(string? owner) => sender.Tells(owner);

    /// <inheritdoc/>
    public Task TakeAsync(LedgerSnapshot read, LedgerEntry entry, CancellationToken cancellationToken)
    {
        return sender.Tells(entry.Certificate.Owner) && entry.Change is not { Carried: true } ? sender.SendAsync(EventNotice.Of(read.Ledger, entry), cancellationToken) : Task.CompletedTask;
    }
}
