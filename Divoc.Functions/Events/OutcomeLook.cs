using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Events;

/// <summary>
/// Finds out whether an outcome that was announced still holds. It was announced before its message was settled, a failure even before it was recorded; by now the event may be
/// issued after all, by another copy or a replay.
/// </summary>
public sealed class OutcomeLook(RequestRegistry requests, LedgerStore ledgers, FailureRegistry failures)
{
    /// <summary>Looks at the records.</summary>
    /// <param name="ledger">The ledger's name.</param>
    /// <param name="outcome">What was announced.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<OutcomeNow> LookAsync(string ledger, EventOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Kind == OutcomeKind.UploadFinished)
        {
            return new OutcomeNow.Holds(EventNotice.Of(outcome, null, null));
        }

        var request = outcome.RequestId is null ? null : await requests.FindAsync(outcome.RequestId, Caller.Service, cancellationToken);
        if (request?.Certificates.FirstOrDefault(element => element.CertificateId == outcome.Subject) is not { } promised)
        {
            return new OutcomeNow.IsOver();
        }

        // The failure first: a replay removes it before the certificate can be listed.
        var failure = outcome.Kind == OutcomeKind.Failed ? await failures.FindAsync(outcome.Subject, cancellationToken) : null;
        var read = (await ledgers.ReadAsync(ledger, cancellationToken)).Ledger;
        if (read.Find(outcome.Subject) is not null)
        {
            return new OutcomeNow.IsOver();
        }

        if (failure is not null)
        {
            return new OutcomeNow.Holds(EventNotice.Of(outcome, promised.Key.Type, failure.Reason));
        }

        var isOpen = read.CanList(promised.Key, promised.VersionsAtAcceptance, promised.Replaces);
        return (outcome.Kind, isOpen) switch
        {
            (OutcomeKind.Failed, true) => new OutcomeNow.IsOpen(),
            (OutcomeKind.Failed, false) or (_, true) => new OutcomeNow.IsOver(),
            _ => new OutcomeNow.Holds(EventNotice.Of(outcome, promised.Key.Type, null)),
        };
    }
}

/// <summary>What is known of an outcome now.</summary>
public abstract record OutcomeNow
{
    /// <summary>It holds, and is told.</summary>
    public sealed record Holds(EventNotice Notice) : OutcomeNow;

    /// <summary>Its record may still come, or its event is tried again: it is looked at later.</summary>
    public sealed record IsOpen : OutcomeNow;

    /// <summary>It came otherwise, and whatever came is announced by itself; or the store was restored and knows nothing of it.</summary>
    public sealed record IsOver : OutcomeNow;
}
