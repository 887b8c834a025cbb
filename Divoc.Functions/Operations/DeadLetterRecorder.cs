using System.Globalization;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations;

/// <summary>
/// Writes the failure record of events that were set aside and have none: those that the queue set aside by itself (crashed too often, expired), where nobody else
/// is there to do it, and those whose replay broke off. Messages of other queues have no such record; they are logged. It only looks at the messages and leaves
/// them where they are, but for those of discarded events, which go.
/// </summary>
public sealed partial class DeadLetterRecorder(
    SetAsideMessages setAside,
    LedgerStore ledgers,
    ChangeAnnouncer announcer,
    FailureRegistry failures,
    FailureDiscarder discarder,
    SweepCursors cursors,
    TimeProvider time,
    ILogger<DeadLetterRecorder> logger)
{
    /// <summary>The most messages of a place that one look goes through. The next look goes on behind them, and after the last message from the beginning.</summary>
    public const int MostLookedAt = 1000;

    /// <summary>
    /// For how long what was seen is not looked at again, so that many dead letters cost few reads. A record that a replay removed before it broke off comes back
    /// after so long, whichever process that happened in; later only where so many lie that one look does not reach them all.
    /// </summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private const int PageSize = 100;
    private const int MostTold = 10_000;

    // Null at the beginning. A message keeps its number when it is set aside, so that one with a lower number can come after one with a higher: looks begin anew again and again.
    private readonly Dictionary<string, long?> positions = [];
    private readonly Dictionary<(string Place, long SequenceNumber), DateTimeOffset> seen = [];
    private readonly HashSet<string> discarded = new(StringComparer.Ordinal);
    private readonly HashSet<string> toldOvertaken = new(StringComparer.Ordinal);

    /// <summary>Records what was set aside since the last look.</summary>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        Forget();
        foreach (var place in setAside.Places)
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

    /// <summary>Goes through the headers; returns how many messages were not seen before.</summary>
    private async Task<int> LookAsync(SetAsidePlace place, CancellationToken cancellationToken)
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

    /// <summary>Where to look from. A process that has not looked yet goes on where another one, which may be gone, ended.</summary>
    private async Task<long?> PositionAsync(SetAsidePlace place, CancellationToken cancellationToken)
    {
        if (!positions.TryGetValue(place.Name, out var position))
        {
            var noted = await cursors.FindAsync(CursorOf(place), cancellationToken);
            position = long.TryParse(noted?.After, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
            positions[place.Name] = position;
        }

        return position;
    }

    /// <summary>Notes where the next look goes on; nothing where both began and begin at the first message, as they do while one look reaches all.</summary>
    private async Task NoteAsync(SetAsidePlace place, long? began, CancellationToken cancellationToken)
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

    private static string CursorOf(SetAsidePlace place) => $"looks/{place.Name}";

    /// <summary>One message whose ledger can't be read must not keep those behind it from their turn. It is looked at again when it is forgotten.</summary>
    private async Task SeeOrPassOverAsync(SetAsidePlace place, ReceivedMessage header, CancellationToken cancellationToken)
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

    private async Task SeeAsync(SetAsidePlace place, ReceivedMessage header, CancellationToken cancellationToken)
    {
        // Only now the body, so that there is one at a time.
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
            // Its delivery was cut off between the listing and the announcement for the last time.
            await announcer.AnnounceListedAsync(certification, listed.Revision, cancellationToken);
            return;
        }

        if (ledger.HasDiscarded(certification.CertificateId))
        {
            // Its discarding was cut off, or did not come to this message.
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
            SetAsideMessages.ReasonOf(message),
            message.DeadLetterDescription ?? "The queue dead-lettered the event.",
            message.DeliveryCount,
            time.GetUtcNow());
        await failures.RecordAsync(failure, cancellationToken);
        if (!IsOpen(certification, (await ledgers.ReadAsync(certification.Ledger, cancellationToken)).Ledger))
        {
            // The event was replayed and overtaken since the look at its message, which is gone: nobody else would take the record back.
            await failures.RemoveAsync(certification.CertificateId, cancellationToken);
        }
    }

    /// <summary>Its delivery was cut off for the last time before it could tell. While the message lies there that is told once by each process.</summary>
    private async Task AnnounceOvertakenAsync(CertificationEvent certification, ReceivedMessage message, CancellationToken cancellationToken)
    {
        if (toldOvertaken.Contains(certification.CertificateId))
        {
            return;
        }

        await announcer.AnnounceOvertakenAsync(certification, RetryCopy.AttemptOf(message.Message), cancellationToken);
        if (toldOvertaken.Count >= MostTold)
        {
            toldOvertaken.Clear();
        }

        toldOvertaken.Add(certification.CertificateId);
    }

    /// <summary>Not if it is issued, or was overtaken before the queue gave up on it: callers may have been told so already.</summary>
    private static bool IsOpen(CertificationEvent certification, CertificateLedger ledger)
    {
        return ledger.Find(certification.CertificateId) is null
            && ledger.CanList(certification.Key, certification.VersionsAtAcceptance, certification.Replaces);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 521, Level = LogLevel.Warning, Message = "Of the queue {Queue} {Count} messages lie in {Place}. Replay them once the cause is gone.")]
        public static partial void LieThere(ILogger logger, string queue, int count, string place);

        [LoggerMessage(EventId = 522, Level = LogLevel.Error, Message = "What is known of message {SequenceNumber} in {Place} can't be read; it is passed over for now.")]
        public static partial void PassedOver(ILogger logger, Exception fault, long sequenceNumber, string place);
    }
}
