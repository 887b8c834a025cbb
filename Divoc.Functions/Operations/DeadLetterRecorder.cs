using System.Globalization;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations;

/// <summary>
/// Writes the failure records of dead-lettered events that have none: those that the queue itself dead-lettered (crashed too often,
/// expired), because nothing else would record them, and those whose replay was interrupted. Messages of other queues have no such record;
/// they are logged. The messages stay where they are, except those of discarded events, which are removed.
/// </summary>
public sealed partial class DeadLetterRecorder(
    DeadLetterPlaces deadLetters,
    LedgerStore ledgers,
    ChangeAnnouncer announcer,
    FailureRegistry failures,
    FailureDiscarder discarder,
    SweepCursors cursors,
    TimeProvider time,
    ILogger<DeadLetterRecorder> logger)
{
    /// <summary>
    /// The maximum of messages of a place in one run. The next run continues after them, and after the last message it starts again.
    /// </summary>
    public const int MostLookedAt = 1000;

    /// <summary>
    /// For this time, a seen message is not checked again, so that many dead letters cost few reads. A record that a replay removed before
    /// it was interrupted is written again after this time, whichever process ran the replay; it takes longer if there are so many messages
    /// that one run does not reach all.
    /// </summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private const int PageSize = 100;
    private const int MostAnnounced = 10_000;

    // Null at the beginning. A dead-lettered message keeps its number, so one with a lower number can come after one with a higher: runs
    // start from the beginning again and again.
    private readonly Dictionary<string, long?> positions = [];
    private readonly Dictionary<(string Place, long SequenceNumber), DateTimeOffset> seen = [];
    private readonly HashSet<string> discarded = new(StringComparer.Ordinal);
    private readonly HashSet<string> announcedOvertaken = new(StringComparer.Ordinal);

    /// <summary>Records what was dead-lettered since the last run.</summary>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        Forget();
        foreach (var place in deadLetters.Places)
        {
            var unseen = await LookAsync(place, cancellationToken);
            if (unseen > 0 && !place.HasCertificationEvents)
            {
                Log.LieThere(logger, place.QueueName, unseen, place.Name);
            }
        }

        if (discarded.Count > 0)
        {
            await discarder.DiscardAsync(discarded.ToHashSet(), "its message was still in the queue", cancellationToken);
            discarded.Clear();
        }
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var message in seen.Where(message => now - message.Value >= Memory).Select(message => message.Key).ToList())
        {
            seen.Remove(message);
        }
    }

    /// <summary>Goes through the headers; returns the number of messages that were not seen before.</summary>
    private async Task<int> LookAsync(DeadLetterPlace place, CancellationToken cancellationToken)
    {
        var unseen = 0;
        var began = await PositionAsync(place, cancellationToken);
        for (var looked = 0; looked < MostLookedAt; looked += PageSize)
        {
            var page = await place.PeekHeadersAsync(positions[place.Name] ?? 0, PageSize, cancellationToken);
            foreach (var message in page.Where(message => !seen.ContainsKey((place.Name, message.SequenceNumber))))
            {
                await SeeOrPassOverAsync(place, message, cancellationToken);
                unseen++;
            }

            if (page.Count < PageSize)
            {
                positions[place.Name] = null;
                break;
            }

            positions[place.Name] = page[^1].SequenceNumber + 1;
        }

        await NoteAsync(place, began, cancellationToken);
        return unseen;
    }

    /// <summary>
    /// The start position. A process without its own position continues where another one ended, which may no longer exist.
    /// </summary>
    private async Task<long?> PositionAsync(DeadLetterPlace place, CancellationToken cancellationToken)
    {
        if (!positions.TryGetValue(place.Name, out var position))
        {
            var noted = await cursors.FindAsync(CursorOf(place), cancellationToken);
            position = long.TryParse(noted?.After, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
            positions[place.Name] = position;
        }

        return position;
    }

    /// <summary>
    /// Stores the position for the next run; not if this run and the next both begin at the first message, as while one run reaches all.
    /// </summary>
    private async Task NoteAsync(DeadLetterPlace place, long? began, CancellationToken cancellationToken)
    {
        if (positions[place.Name] is { } position)
        {
            await cursors.NoteAsync(CursorOf(place), new SweepCursor(position.ToString(CultureInfo.InvariantCulture)), cancellationToken);
        }
        else if (began is not null)
        {
            await cursors.ForgetAsync(CursorOf(place), cancellationToken);
        }
    }

    private static string CursorOf(DeadLetterPlace place) => $"looks/{place.Name}";

    /// <summary>A message whose ledger can't be read must not stop those after it. It is checked again when it is forgotten.</summary>
    private async Task SeeOrPassOverAsync(DeadLetterPlace place, ReceivedMessage header, CancellationToken cancellationToken)
    {
        try
        {
            await SeeAsync(place, header, cancellationToken);
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException)
        {
            Log.PassedOver(logger, fault, header.SequenceNumber, place.Name);
            seen[(place.Name, header.SequenceNumber)] = time.GetUtcNow();
        }
    }

    private async Task SeeAsync(DeadLetterPlace place, ReceivedMessage header, CancellationToken cancellationToken)
    {
        // The body is read only now, so that there is one in memory at a time.
        if (place.HasCertificationEvents && await place.FindAsync(header.SequenceNumber, cancellationToken) is { } message)
        {
            await RecordAsync(message, cancellationToken);
        }

        seen[(place.Name, header.SequenceNumber)] = time.GetUtcNow();
    }

    private async Task RecordAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        if (CertificationEventJson.ParseIfKnown(message.Message.Body) is not { } certification)
        {
            return;
        }

        var ledger = (await ledgers.ReadAsync(certification.Ledger, cancellationToken)).Ledger;
        if (ledger.Find(certification.CertificateId) is { } listed)
        {
            // Its last delivery was interrupted between the listing and the announcement.
            await announcer.AnnounceListedAsync(certification, listed.Revision, cancellationToken);
            return;
        }

        if (ledger.HasDiscarded(certification.CertificateId))
        {
            // Its discarding was interrupted, or did not reach this message.
            discarded.Add(certification.CertificateId);
            return;
        }

        if (!IsOpen(certification, ledger))
        {
            await AnnounceOvertakenAsync(certification, message, cancellationToken);
            return;
        }

        if (await failures.FindAsync(certification.CertificateId, cancellationToken) is not null)
        {
            return;
        }

        await announcer.AnnounceFailedAsync(certification, RetryCopy.AttemptOf(message.Message), cancellationToken);
        var failure = FailureRecord.Of(
            certification,
            DeadLetterPlaces.ReasonOf(message),
            message.DeadLetterDescription ?? "The queue dead-lettered the event.",
            message.DeliveryCount,
            time.GetUtcNow());
        await failures.RecordAsync(failure, cancellationToken);
        if (!IsOpen(certification, (await ledgers.ReadAsync(certification.Ledger, cancellationToken)).Ledger))
        {
            // The event was replayed and overtaken since its message was peeked, and the message is gone: nothing else would remove the
            // record.
            await failures.RemoveAsync(certification.CertificateId, cancellationToken);
        }
    }

    /// <summary>
    /// Its last delivery was interrupted before the announcement. While the message is there, each process announces it once.
    /// </summary>
    private async Task AnnounceOvertakenAsync(
        CertificationEvent certification, ReceivedMessage message, CancellationToken cancellationToken)
    {
        if (announcedOvertaken.Contains(certification.CertificateId))
        {
            return;
        }

        await announcer.AnnounceOvertakenAsync(certification, RetryCopy.AttemptOf(message.Message), cancellationToken);
        if (announcedOvertaken.Count >= MostAnnounced)
        {
            announcedOvertaken.Clear();
        }

        announcedOvertaken.Add(certification.CertificateId);
    }

    /// <summary>Not if it is issued, or was overtaken before the queue gave up: callers may already know that result.</summary>
    private static bool IsOpen(CertificationEvent certification, CertificateLedger ledger)
    {
        return ledger.Find(certification.CertificateId) is null
            && ledger.CanList(certification.Key, certification.VersionsAtAcceptance, certification.Replaces);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 521, Level = LogLevel.Warning, Message = "Messages of the queue {Queue} failed: {Count} are in {Place}. "
            + "Remove the cause, then replay them.")]
        public static partial void LieThere(ILogger logger, string queue, int count, string place);

        [LoggerMessage(EventId = 522, Level = LogLevel.Error, Message = "The record of message {SequenceNumber} in {Place} can't be read. "
            + "It is skipped for now.")]
        public static partial void PassedOver(ILogger logger, Exception fault, long sequenceNumber, string place);
    }
}
