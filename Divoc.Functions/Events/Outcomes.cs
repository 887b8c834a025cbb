using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Events;

/// <summary>
/// Finds out whether an announced outcome is still true. It was announced before its message was completed, and a failure even before it
/// was recorded. By now the event may have been issued by another copy or a replay.
/// </summary>
public sealed class Outcomes(RequestRegistry requests, LedgerStore ledgers, FailureRegistry failures)
{
    /// <summary>Reads the records.</summary>
    /// <param name="ledger">The ledger's name.</param>
    /// <param name="outcome">The announced outcome.</param>
    /// <param name="cancellationToken">Cancels the lookup.</param>
    public async Task<OutcomeNow> LookAsync(string ledger, EventOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Kind == OutcomeKind.UploadFinished)
        {
            return new OutcomeNow.Confirmed(EventNotice.Of(outcome, null, null));
        }

        var request = outcome.RequestId is null ? null : await requests.FindAsync(outcome.RequestId, Caller.Service, cancellationToken);
        if (request?.Certificates.FirstOrDefault(element => element.CertificateId == outcome.Subject) is not { } promised)
        {
            return new OutcomeNow.IsOver();
        }

        // The failure is read first: a replay removes it before the certificate can be listed.
        var failure = outcome.Kind == OutcomeKind.Failed ? await failures.FindAsync(outcome.Subject, cancellationToken) : null;
        var read = (await ledgers.ReadAsync(ledger, cancellationToken)).Ledger;
        if (read.Find(outcome.Subject) is not null)
        {
            return new OutcomeNow.IsOver();
        }

        if (failure is not null)
        {
            return new OutcomeNow.Confirmed(EventNotice.Of(outcome, promised.Key.Type, failure.Reason));
        }

        var isOpen = read.CanList(promised.Key, promised.VersionsAtAcceptance, promised.Replaces);
        return (outcome.Kind, isOpen) switch
        {
            (OutcomeKind.Failed, true) => new OutcomeNow.IsOpen(),
            (OutcomeKind.Failed, false) or (_, true) => new OutcomeNow.IsOver(),
            _ => new OutcomeNow.Confirmed(EventNotice.Of(outcome, promised.Key.Type, null)),
        };
    }
}

/// <summary>The present state of an outcome.</summary>
public abstract record OutcomeNow
{
    /// <summary>It is true, and is sent.</summary>
    public sealed record Confirmed(EventNotice Notice) : OutcomeNow;

    /// <summary>Its record may still come, or its event is tried again: check again later.</summary>
    public sealed record IsOpen : OutcomeNow;

    /// <summary>There was another outcome, which is announced separately; or the store was restored and does not know it.</summary>
    public sealed record IsOver : OutcomeNow;
}
