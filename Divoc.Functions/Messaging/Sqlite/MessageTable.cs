using System.Security.Cryptography;
using Divoc.Functions.Sqlite;
using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Messaging.Sqlite;

/// <summary>
/// The messages of one queue as rows of the table that all queues share. <c>due</c> is the instant from which a row may be delivered: when
/// it was sent, the time for which it was scheduled, or the end of its lock. So a lock expires without any action. All instants are UTC
/// ticks. All writes are called within a transaction of the writer. <c>turn</c> orders the rows that were never delivered, so that their
/// senders take turns (<see cref="SenderTurns"/>); it is 0 for rows that are delivered again or were scheduled.
/// </summary>
internal sealed class MessageTable(QueueDefinition queue, TimeProvider time, QueueOptions options)
{
    /// <summary>Version 1 had one queue, version 2 no turns.</summary>
    public const int SchemaVersion = 3;

    /// <summary><c>seen</c> has the ids within the duplicate detection window, oldest first in the order of its rows.</summary>
    public const string Schema =
        """
        CREATE TABLE message(
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            queue TEXT NOT NULL,
            dead INTEGER NOT NULL DEFAULT 0,
            turn INTEGER NOT NULL,
            due INTEGER NOT NULL,
            delivery_count INTEGER NOT NULL DEFAULT 0,
            lock_token TEXT,
            enqueued INTEGER NOT NULL,
            scheduled INTEGER,
            message_id TEXT NOT NULL,
            content_type TEXT NOT NULL,
            subject TEXT NOT NULL,
            correlation_id TEXT,
            properties TEXT,
            reason TEXT,
            description TEXT,
            body BLOB NOT NULL);
        CREATE INDEX message_due ON message(queue, dead, turn, due, sequence);
        CREATE INDEX message_dead ON message(queue, sequence) WHERE dead = 1;
        CREATE TABLE seen(position INTEGER PRIMARY KEY, queue TEXT NOT NULL, message_id TEXT NOT NULL, until INTEGER NOT NULL, UNIQUE(queue, message_id));
        """;

    private const string Headers =
        "sequence, delivery_count, enqueued, scheduled, message_id, content_type, subject, correlation_id, properties, reason, description";

    private const string Columns = $"{Headers}, body";

    /// <summary>
    /// Replaces the body. Bodies are the last column, so that SQLite reads nothing of a large body for the other columns.
    /// </summary>
    private const string NoBody = "x''";

    /// <summary>For all queues, because they are remembered for the same time.</summary>
    private const string ForgetLapsed =
        "DELETE FROM seen WHERE position IN (SELECT position FROM seen ORDER BY position LIMIT $1) AND until <= $2";

    private const string RememberIfNew =
        """
        INSERT OR REPLACE INTO seen(queue, message_id, until)
        SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM seen WHERE queue = $1 AND message_id = $2 AND until > $4)
        """;

    private const string InsertMessage =
        """
        INSERT INTO message(queue, turn, due, enqueued, scheduled, message_id, content_type, subject, correlation_id, properties, body)
        VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    private const string WhereDead = "WHERE queue = $1 AND dead = 1 AND sequence >= $2 ORDER BY sequence LIMIT $3";
    private const string WhereLive = "WHERE queue = $1 AND dead = 0 AND sequence >= $2 ORDER BY sequence LIMIT $3";
    private const string SelectDue =
        $"SELECT {Columns} FROM message WHERE queue = $1 AND dead = $2 AND turn = 0 AND due <= $3 ORDER BY due, sequence LIMIT $4";
    private const string SelectNew =
        $"SELECT {Columns}, turn FROM message WHERE queue = $1 AND dead = 0 AND turn > 0 ORDER BY turn, due, sequence LIMIT $2";
    private const string SelectNextDue = "SELECT min(due) FROM message WHERE queue = $1 AND dead = $2 AND turn = 0";
    private const string SelectFirstTurn = "SELECT min(turn) FROM message WHERE queue = $1 AND dead = 0 AND turn > 0";
    private const string SelectDead = $"SELECT {Columns} FROM message {WhereDead}";
    private const string SelectLive = $"SELECT {Columns} FROM message {WhereLive}";
    private const string SelectDeadHeaders = $"SELECT {Headers}, {NoBody} FROM message {WhereDead}";
    private const string SelectLiveHeaders = $"SELECT {Headers}, {NoBody} FROM message {WhereLive}";
    private const string Lock =
        "UPDATE message SET turn = 0, due = $1, lock_token = $2, delivery_count = delivery_count + 1 WHERE sequence = $3";

    /// <summary>The queue is compared too: a message must be settled in its own queue, as with a broker.</summary>
    private const string WhereLocked = "WHERE sequence = $1 AND lock_token = $2 AND due > $3 AND queue = $4";
    private const string Renew = $"UPDATE message SET due = $5 {WhereLocked}";
    private const string Delete = $"DELETE FROM message {WhereLocked}";
    private const string Unlock = $"UPDATE message SET due = $3, lock_token = NULL {WhereLocked}";
    private const string DeadLetterLocked =
        $"UPDATE message SET dead = 1, due = $3, lock_token = NULL, reason = $5, description = $6 {WhereLocked}";
    private const string DeadLetterWorn =
        "UPDATE message SET dead = 1, due = $1, lock_token = NULL, reason = $2, description = $3 WHERE sequence = $4";

    private const string SelectCounts =
        """
        SELECT (SELECT count(*) FROM message WHERE queue = $1 AND dead = 0),
               (SELECT count(*) FROM message WHERE queue = $1 AND dead = 0 AND turn = 0 AND due > $2 AND lock_token IS NULL),
               (SELECT count(*) FROM message WHERE queue = $1 AND dead = 1)
        """;

    private const string WhereWaitsInVain =
        "WHERE queue = $1 AND dead IN (0, 1) AND turn = 0 AND due > $2 AND (lock_token IS NOT NULL OR scheduled IS NULL)";

    /// <summary>Also corrects rows that would wait too long after the clock was set back.</summary>
    private const string EndAllLocks = $"UPDATE message SET due = $2, lock_token = NULL {WhereWaitsInVain}";

    /// <summary>
    /// After the clock was set back, no free message may wait until it catches up, and no lock may last longer than one that is taken now.
    /// </summary>
    private const string FollowClock = $"UPDATE message SET due = min(due, iif(lock_token IS NULL, $2, $3)) {WhereWaitsInVain}";

    private const string WornDescription = "The message was delivered ten times and never completed.";

    /// <summary>80 MiB at each opening, so that opening stays fast.</summary>
    private const int MostPagesGivenBack = 10_240;

    /// <summary>The time of the last check for messages; used only by the writer's thread.</summary>
    private long lastCheck;

    private readonly SenderTurns turns = new();
    private bool newGetMore;

    /// <summary>The name of the queue.</summary>
    public string QueueName => queue.Name;

    private long Now => time.GetUtcNow().UtcTicks;

    /// <summary>
    /// Ends the locks of the process that owned the file before (their deliveries count), and continues with the turns of waiting messages.
    /// </summary>
    public void TakeOver(SqliteSession session)
    {
        session.Prepare(EndAllLocks).Execute(queue.Name, Now);
        turns.BeginAt(session.Prepare(SelectFirstTurn).Scalar(queue.Name) as long? ?? 1);
    }

    /// <summary>Returns free pages of the file to the disk.</summary>
    public static void GiveBackFreePages(SqliteSession session) => session.Run($"PRAGMA incremental_vacuum({MostPagesGivenBack})");

    /// <summary>Inserts messages, except those whose id was seen within the window.</summary>
    public void Insert(SqliteSession session, IReadOnlyList<QueueMessage> messages)
    {
        var now = Now;
        if (queue.DetectsDuplicates)
        {
            // Twice as many as may be added, so that the table can't grow beyond its window.
            session.Prepare(ForgetLapsed).Execute(2 * messages.Count, now);
        }

        foreach (var message in messages)
        {
            if (queue.DetectsDuplicates && !IsNew(session, message.MessageId, now))
            {
                continue;
            }

            session.Prepare(InsertMessage).Execute(
                queue.Name,
                message.ScheduledFor is null ? turns.Next(message.Sender) : 0,
                Math.Max(now, message.ScheduledFor?.UtcTicks ?? now),
                now,
                message.ScheduledFor?.UtcTicks,
                message.MessageId,
                message.ContentType,
                message.Subject,
                message.CorrelationId,
                TextPairsJson.Write(message.Properties),
                message.Body);
        }
    }

    /// <summary>Writes a row that has already expired, to find out whether the disk has room.</summary>
    public bool Touch(SqliteSession session)
    {
        var now = Now;
        return session.Prepare(RememberIfNew).Execute(queue.Name, "", now, now) == 1;
    }

    /// <summary>
    /// Locks up to <paramref name="count"/> due messages: half of them new ones in their turns, half others, the longest due first.
    /// Dead-letters those that were delivered too often.
    /// </summary>
    public Claim Claim(SqliteSession session, bool dead, int count)
    {
        var now = Now;
        if (now < lastCheck)
        {
            session.Prepare(FollowClock).Execute(queue.Name, now, now + options.LockDuration.Ticks);
        }

        lastCheck = now;
        var comeAgain = ReadDue(session, dead, count, now);
        var neverDelivered = dead ? [] : ReadNew(session, count);
        // Half of the places for each kind if there are enough of both; the odd place alternates. So neither kind has to wait until the
        // other is empty.
        newGetMore = !newGetMore;
        var placesOfNew = Math.Max((count + (newGetMore ? 1 : 0)) / 2, count - comeAgain.Count);
        var chosen = neverDelivered.Take(placesOfNew).ToList();
        if (chosen.Count > 0)
        {
            turns.Taken(chosen[^1].Turn);
        }

        var claimed =
            chosen.Select(row => row.Message).Concat(comeAgain).Take(count).Select(message => LockRow(session, message, now)).ToList();
        var next = claimed.Count == 0 ? session.Prepare(SelectNextDue).Scalar(queue.Name, dead) : null;
        return new Claim(claimed, next is long ticks ? ToInstant(ticks) : null);
    }

    /// <summary>Messages that were never delivered, in their turns.</summary>
    private List<(ReceivedMessage Message, long Turn)> ReadNew(SqliteSession session, int count)
    {
        using var rows = session.Prepare(SelectNew).Query(queue.Name, count);
        var found = new List<(ReceivedMessage, long)>();
        while (rows.Read())
        {
            found.Add((ReadRow(rows), rows.GetInt64(12)));
        }

        return found;
    }

    /// <summary>
    /// Messages that are delivered again or were scheduled, the longest due first. Those that were delivered too often are dead-lettered.
    /// </summary>
    private List<ReceivedMessage> ReadDue(SqliteSession session, bool dead, int count, long now)
    {
        while (true)
        {
            var due = ReadAll(session.Prepare(SelectDue).Query(queue.Name, dead, now, count));
            var worn = dead ? [] : due.Where(message => message.DeliveryCount >= QueueLimits.MaxDeliveryCount).ToList();
            foreach (var message in worn)
            {
                session.Prepare(DeadLetterWorn).Execute(now, QueueLimits.MaxDeliveryCountExceeded, WornDescription, message.SequenceNumber);
            }

            if (worn.Count == 0)
            {
                return due;
            }
        }
    }

    /// <summary>Extends a lock; null if it is lost.</summary>
    public ReceivedMessage? RenewLock(SqliteSession session, ReceivedMessage message)
    {
        var now = Now;
        var until = now + options.LockDuration.Ticks;
        return session.Prepare(Renew).Execute(message.SequenceNumber, message.LockToken, now, queue.Name, until) == 1
            ? message with { LockedUntil = ToInstant(until) }
            : null;
    }

    /// <summary>Removes a message; false if its lock is lost.</summary>
    public bool Complete(SqliteSession session, ReceivedMessage message) =>
        session.Prepare(Delete).Execute(message.SequenceNumber, message.LockToken, Now, queue.Name) == 1;

    /// <summary>Returns a message to the queue, or dead-letters it after its last delivery; false if its lock is lost.</summary>
    public bool Abandon(SqliteSession session, ReceivedMessage message) =>
        message.DeadLetterReason is null && message.DeliveryCount >= QueueLimits.MaxDeliveryCount
            ? DeadLetter(session, message, QueueLimits.MaxDeliveryCountExceeded, WornDescription)
            : session.Prepare(Unlock).Execute(message.SequenceNumber, message.LockToken, Now, queue.Name) == 1;

    /// <summary>Dead-letters a message; false if its lock is lost.</summary>
    public bool DeadLetter(SqliteSession session, ReceivedMessage message, string reason, string description) =>
        session.Prepare(DeadLetterLocked).Execute(message.SequenceNumber, message.LockToken, Now, queue.Name, reason, description) == 1;

    /// <summary>Reads messages that are not dead-lettered.</summary>
    public IReadOnlyList<ReceivedMessage> Peek(SqliteSession session, long fromSequenceNumber, int count) =>
        ReadAll(session.Prepare(SelectLive).Query(queue.Name, fromSequenceNumber, count));

    /// <summary>Reads dead-lettered messages.</summary>
    public IReadOnlyList<ReceivedMessage> PeekDead(SqliteSession session, long fromSequenceNumber, int count) =>
        ReadAll(session.Prepare(SelectDead).Query(queue.Name, fromSequenceNumber, count));

    /// <summary>Reads messages that are not dead-lettered, without their bodies.</summary>
    public IReadOnlyList<ReceivedMessage> PeekHeaders(SqliteSession session, long fromSequenceNumber, int count) =>
        ReadAll(session.Prepare(SelectLiveHeaders).Query(queue.Name, fromSequenceNumber, count));

    /// <summary>Reads dead-lettered messages, without their bodies.</summary>
    public IReadOnlyList<ReceivedMessage> PeekDeadHeaders(SqliteSession session, long fromSequenceNumber, int count) =>
        ReadAll(session.Prepare(SelectDeadHeaders).Query(queue.Name, fromSequenceNumber, count));

    public QueueCounts Count(SqliteSession session)
    {
        using var row = session.Prepare(SelectCounts).Query(queue.Name, Now);
        row.Read();
        var scheduled = row.GetInt64(1);
        return new QueueCounts(row.GetInt64(0) - scheduled, scheduled, row.GetInt64(2));
    }

    private static List<ReceivedMessage> ReadAll(SqliteDataReader rows)
    {
        using (rows)
        {
            var messages = new List<ReceivedMessage>();
            while (rows.Read())
            {
                messages.Add(ReadRow(rows));
            }

            return messages;
        }
    }

    private static ReceivedMessage ReadRow(SqliteDataReader row) => new()
    {
        SequenceNumber = row.GetInt64(0),
        DeliveryCount = row.GetInt32(1),
        EnqueuedAt = ToInstant(row.GetInt64(2)),
        DeadLetterReason = TextOrNull(row, 9),
        DeadLetterDescription = TextOrNull(row, 10),
        Message = new QueueMessage
        {
            ScheduledFor = row.IsDBNull(3) ? null : ToInstant(row.GetInt64(3)),
            MessageId = row.GetString(4),
            ContentType = row.GetString(5),
            Subject = row.GetString(6),
            CorrelationId = TextOrNull(row, 7),
            Properties = TextPairsJson.Read(TextOrNull(row, 8)),
            Body = row.GetFieldValue<byte[]>(11),
        },
    };

    private static string? TextOrNull(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset ToInstant(long ticks) => new(ticks, TimeSpan.Zero);

    private bool IsNew(SqliteSession session, string messageId, long now) =>
        session.Prepare(RememberIfNew).Execute(queue.Name, messageId, now + options.DuplicateDetectionWindow.Ticks, now) == 1;

    private ReceivedMessage LockRow(SqliteSession session, ReceivedMessage message, long now)
    {
        var until = now + options.LockDuration.Ticks;
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        session.Prepare(Lock).Execute(until, token, message.SequenceNumber);
        return message with { DeliveryCount = message.DeliveryCount + 1, LockToken = token, LockedUntil = ToInstant(until) };
    }
}

/// <summary>The result of a check for messages.</summary>
/// <param name="Messages">The messages, locked now.</param>
/// <param name="NextDue">If there was none: when the next scheduled message or lock becomes due; null if the queue is empty.</param>
internal sealed record Claim(IReadOnlyList<ReceivedMessage> Messages, DateTimeOffset? NextDue);
