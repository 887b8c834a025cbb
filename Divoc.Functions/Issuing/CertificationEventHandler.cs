using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Issuing;

/// <summary>
/// Processes a message of the event queue to its end: a certificate, a retry, or a recorded failure. An error is retried, an invalid event
/// is dead-lettered, and a failure of store, key or queue uses up no attempt.
/// </summary>
public sealed partial class CertificationEventHandler(
    CertificateTypes types,
    CertificateIssuer issuer,
    FailureRegistry failures,
    ChangeAnnouncer announcer,
    CertificateMetrics metrics,
    TimeProvider time,
    ILogger<CertificationEventHandler> logger)
{
    private const int LastAttempt = 10;

    /// <summary>Handles one delivery.</summary>
    /// <param name="body">The message.</param>
    /// <param name="delivery">Its delivery.</param>
    /// <param name="lane">The lane of its queue.</param>
    /// <param name="cancellationToken">Cancels the work; the message is delivered again.</param>
    public async Task HandleAsync(ReadOnlyMemory<byte> body, IDelivery delivery, SigningLane lane, CancellationToken cancellationToken)
    {
        CertificationEvent? certification;
        try
        {
            certification = Read(body);
        }
        catch (NewerFormException fault)
        {
            metrics.OutageMet();
            Log.NewerForm(logger, fault.Message);
            await delivery.RetryAfterOutageAsync(OutageDelay.After(delivery.Outages), cancellationToken);
            return;
        }

        if (certification is null || !await TryIssueAsync(certification, delivery, lane, cancellationToken))
        {
            metrics.EventFailed("NOT_AN_EVENT");
            await delivery.DeadLetterAsync("NOT_AN_EVENT", "The message is not a certification event.", cancellationToken);
        }
    }

    /// <summary>Issues the certificate and handles failures; false if the type can't read the event.</summary>
    private async Task<bool> TryIssueAsync(
        CertificationEvent certification, IDelivery delivery, SigningLane lane, CancellationToken cancellationToken)
    {
        try
        {
            if (FactsOf(certification) is not { } facts)
            {
                return false;
            }

            var started = time.GetTimestamp();
            var outcome = await IssueInSpanAsync(certification, facts, delivery.IsFirst, lane, cancellationToken);
            if (outcome is IssuingOutcome.Duplicate or IssuingOutcome.Conflict)
            {
                await announcer.AnnounceOvertakenAsync(certification, delivery.Attempt, cancellationToken);
            }

            var milliseconds = (long)time.GetElapsedTime(started).TotalMilliseconds;
            Log.Done(logger, certification.CertificateId, outcome, delivery.Attempt, milliseconds);
        }
        catch (EventFailedException failure)
        {
            await DeadLetterAsync(certification, failure.Reason, failure.Message, delivery, cancellationToken);
        }
        catch (Exception fault) when (IsOutage(fault))
        {
            metrics.OutageMet();
            Log.Outage(logger, certification.CertificateId, fault.Message);
            await delivery.RetryAfterOutageAsync(OutageDelay.After(delivery.Outages), cancellationToken);
        }
        catch (Exception fault) when (!(fault is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            await RetryOrDeadLetterAsync(certification, fault, delivery, cancellationToken);
        }

        return true;
    }

    private async Task<IssuingOutcome> IssueInSpanAsync(
        CertificationEvent certification, EventFacts facts, bool isFirst, SigningLane lane, CancellationToken cancellationToken)
    {
        using var span = CertificateTraces.Start(CertificateTraces.Issue)
            ?.SetTag("divoc.certificate.type", certification.Key.Type).SetTag("divoc.lane", lane.ToString());
        try
        {
            var outcome = await issuer.IssueAsync(certification, facts, isFirst, lane, cancellationToken);
            span?.SetTag("divoc.outcome", outcome.ToString());
            return outcome;
        }
        catch (Exception fault)
        {
            span.Fail(fault);
            throw;
        }
    }

    /// <summary>Reads a message; null if it is not one, or names the ledger of another person.</summary>
    private static CertificationEvent? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return CertificationEventJson.Parse(body) is { } read && read.Ledger == LedgerName.Of(read.Event.PreEnrollmentCode)
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The facts that the ledger keeps of the event; null if its type can't read it. Asked before anything is made.</summary>
    private EventFacts? FactsOf(CertificationEvent certification)
    {
        try
        {
            return types.Current.Of(certification.Event).FactsOf(certification.Event.Data);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsOutage(Exception fault)
    {
        return fault is StoreUnavailableException or QueueUnavailableException or SigningKeyUnavailableException
            or SigningKeyMissingException
            or NewerFormException or LedgerBusyException or IssuedButNotFinishedException;
    }

    private async Task RetryOrDeadLetterAsync(
        CertificationEvent certification, Exception fault, IDelivery delivery, CancellationToken cancellationToken)
    {
        Log.AttemptFailed(logger, certification.CertificateId, delivery.Attempt, fault);
        if (delivery.Attempt >= LastAttempt)
        {
            await DeadLetterAsync(
                certification,
                "TOO_MANY_ATTEMPTS",
                $"The event failed {LastAttempt} times; the last error was {fault.GetType().Name}.",
                delivery,
                cancellationToken);
            return;
        }

        metrics.AttemptFailed();
        await delivery.RetryAsync(AttemptDelay.After(delivery.Attempt), cancellationToken);
    }

    private async Task DeadLetterAsync(
        CertificationEvent certification, string reason, string description, IDelivery delivery, CancellationToken cancellationToken)
    {
        Log.SetAside(logger, certification.CertificateId, reason, delivery.Attempt);
        metrics.EventFailed(reason);
        await announcer.AnnounceFailedAsync(certification, delivery.Attempt, cancellationToken);
        await failures.RecordAttemptAsync(
            FailureRecord.Of(certification, reason, description, delivery.Attempt, time.GetUtcNow()), cancellationToken);
        await delivery.DeadLetterAsync(reason, description, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 701, Level = LogLevel.Warning, Message = "Event {CertificateId} is tried again later: {Reason}")]
        public static partial void Outage(ILogger logger, string certificateId, string reason);

        [LoggerMessage(EventId = 704, Level = LogLevel.Warning, Message = "An event is tried again later: {Reason}")]
        public static partial void NewerForm(ILogger logger, string reason);

        [LoggerMessage(EventId = 702, Level = LogLevel.Warning, Message = "Attempt {Attempt} at event {CertificateId} failed.")]
        public static partial void AttemptFailed(ILogger logger, string certificateId, int attempt, Exception fault);

        [LoggerMessage(
            EventId = 703, Level = LogLevel.Error,
            Message = "Event {CertificateId} was dead-lettered at attempt {Attempt}: {Reason}.")]
        public static partial void SetAside(ILogger logger, string certificateId, string reason, int attempt);

        [LoggerMessage(
            EventId = 705,
            Level = LogLevel.Information,
            Message = "Event {CertificateId}: {Outcome} at attempt {Attempt} in {Milliseconds} ms.")]
        public static partial void Done(ILogger logger, string certificateId, IssuingOutcome outcome, int attempt, long milliseconds);
    }
}
