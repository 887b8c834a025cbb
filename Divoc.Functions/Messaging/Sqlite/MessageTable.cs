using System.Security.Cryptography;
using Divoc.Functions.Sqlite;
using Microsoft.Data.Sqlite;

namespace Divoc.Functions.Messaging.Sqlite;

/// <summary>
/// The messages of one queue as rows of the table that all share. <c>due</c> is the instant from which a row may be delivered: when it was sent, what it was
/// scheduled for, or the end of its lock. So a lock runs out by itself. All instants are UTC ticks. Everything that writes is called within a transaction of the writer.
/// <c>turn</c> orders the rows that were never delivered so that their senders take turns (<see cref="SenderTurns"/>); it is 0 for those that come again or come at
/// a time.
/// </summary>
internal sealed class MessageTable(QueueDefinition queue, TimeProvider time, QueueOptions options)
{
    /// <summary>Version 1 had one queue, version 2 no turns.</summary>
    public const int SchemaVersion = 3;

    /// <summary><c>seen</c> holds the ids within the duplicate detection window, the oldest first in the order of its rows.</summary>
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

    /// <summary>In place of the body. Bodies are the last column, so that SQLite reads nothing of a large one for the others.</summary>
    private const string NoBody = "x''";

    /// <summary>Those of all queues: they are remembered for the same time.</summary>
    private const string ForgetLapsed = "DELETE FROM seen WHERE position IN (SELECT position FROM seen ORDER BY position LIMIT $1) AND until <= $2";

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
    private const string SelectDue = $"SELECT {Columns} FROM message WHERE queue = $1 AND dead = $2 AND turn = 0 AND due <= $3 ORDER BY due, sequence LIMIT $4";
    private const string SelectNew = $"SELECT {Columns}, turn FROM message WHERE queue = $1 AND dead = 0 AND turn > 0 ORDER BY turn, due, sequence LIMIT $2";
    private const string SelectNextDue = "SELECT min(due) FROM message WHERE queue = $1 AND dead = $2 AND turn = 0";
    private const string SelectFirstTurn = "SELECT min(turn) FROM message WHERE queue = $1 AND dead = 0 AND turn > 0";
    private const string SelectDead = $"SELECT {Columns} FROM message {WhereDead}";
    private const string SelectLive = $"SELECT {Columns} FROM message {WhereLive}";
    private const string SelectDeadHeaders = $"SELECT {Headers}, {NoBody} FROM message {WhereDead}";
    private const string SelectLiveHeaders = $"SELECT {Headers}, {NoBody} FROM message {WhereLive}";
    private const string Lock = "UPDATE message SET turn = 0, due = $1, lock_token = $2, delivery_count = delivery_count + 1 WHERE sequence = $3";

    /// <summary>The queue is asked too: a message is settled in its own queue, as with a broker.</summary>
    private const string WhereLocked = "WHERE sequence = $1 AND lock_token = $2 AND due > $3 AND queue = $4";
    private const string Renew = $"UPDATE message SET due = $5 {WhereLocked}";
    private const string Delete = $"DELETE FROM message {WhereLocked}";
    private const string Unlock = $"UPDATE message SET due = $3, lock_token = NULL {WhereLocked}";
    private const string SetAsideLocked = $"UPDATE message SET dead = 1, due = $3, lock_token = NULL, reason = $5, description = $6 {WhereLocked}";
    private const string SetAsideWorn = "UPDATE message SET dead = 1, due = $1, lock_token = NULL, reason = $2, description = $3 WHERE sequence = $4";

    private const string SelectCounts =
        """
        SELECT (SELECT count(*) FROM message WHERE queue = $1 AND dead = 0),
               (SELECT count(*) FROM message WHERE queue = $1 AND dead = 0 AND turn = 0 AND due > $2 AND lock_token IS NULL),
               (SELECT count(*) FROM message WHERE queue = $1 AND dead = 1)
        """;

    private const string WhereWaitsInVain = "WHERE queue = $1 AND dead IN (0, 1) AND turn = 0 AND due > $2 AND (lock_token IS NOT NULL OR scheduled IS NULL)";

    /// <summary>Also heals what a clock that was set back would leave waiting.</summary>
    private const string EndAllLocks = $"UPDATE message SET due = $2, lock_token = NULL {WhereWaitsInVain}";

    /// <summary>No message that is free may wait for a clock that was set back to catch up, and no lock may hold longer than one that is taken now.</summary>
    private const string FollowClock = $"UPDATE message SET due = min(due, iif(lock_token IS NULL, $2, $3)) {WhereWaitsInVain}";

    private const string WornDescription = "The message was delivered ten times and never completed.";

    /// <summary>80 MiB at each opening, so that opening stays quick.</summary>
    private const int MostPagesGivenBack = 10_240;

    /// <summary>When messages were last looked for; only the writer's thread asks.</summary>
    private long lastLook;

    private readonly SenderTurns turns = new();
    private bool newGetMore;

    /// <summary>The name of the queue.</summary>
    public string QueueName => queue.Name;

    private long Now => time.GetUtcNow().UtcTicks;

    /// <summary>Ends the locks of the process that owned the file before, whose deliveries count, and goes on with the turns of what waits.</summary>
    public void TakeOver(SqliteSession session)
    {
        session.Prepare(EndAllLocks).Execute(queue.Name, Now);
        turns.BeginAt(session.Prepare(SelectFirstTurn).Scalar(queue.Name) as long? ?? 1);
    }

    /// <summary>Gives free pages of the file back to the disk.</summary>
    public static void GiveBackFreePages(SqliteSession session) => session.Run($"PRAGMA incremental_vacuum({MostPagesGivenBack})");

    /// <summary>Takes messages in, except those whose id was seen within the window.</summary>
    public void Insert(SqliteSession session, IReadOnlyList<QueueMessage> messages)
    {
        var now = Now;
        // Twice as many as may come in, so that the table can't grow beyond its window.
        session.Prepare(ForgetLapsed).Execute(2 * messages.Count, now);
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

    /// <summary>Writes a row that has lapsed already, so that a disk without room is found out.</summary>
    public bool Touch(SqliteSession session)
    {
        var now = Now;
        return session.Prepare(RememberIfNew).Execute(queue.Name, "", now, now) == 1;
    }

    /// <summary>Locks up to <paramref name="count"/> messages that are due: new ones in their turns and others the longest due first, half of each; sets aside those that were delivered too often.</summary>
    public Claim Claim(SqliteSession session, bool dead, int count)
    {
        var now = Now;
        if (now < lastLook)
        {
            session.Prepare(FollowClock).Execute(queue.Name, now, now + options.LockDuration.Ticks);
        }

        lastLook = now;
        var comeAgain = ReadDue(session, dead, count, now);
        var neverDelivered = dead ? [] : ReadNew(session, count);
        // Half of the places for each where there are enough of both, and the odd one by turns: so neither has to wait until none of the other is left.
        newGetMore = !newGetMore;
        var placesOfNew = Math.Max((count + (newGetMore ? 1 : 0)) / 2, count - comeAgain.Count);
        var chosen = neverDelivered.Take(placesOfNew).ToList();
        if (chosen.Count > 0)
        {
            turns.Taken(chosen[^1].Turn);
        }

        var claimed = chosen.Select(row => row.Message).Concat(comeAgain).Take(count).Select(message => LockRow(session, message, now)).ToList();
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

    /// <summary>Messages that come again or come at a time, the longest due first. Those that were delivered too often are set aside.</summary>
    private List<ReceivedMessage> ReadDue(SqliteSession session, bool dead, int count, long now)
    {
        while (true)
        {
            var due = ReadAll(session.Prepare(SelectDue).Query(queue.Name, dead, now, count));
            var worn = dead ? [] : due.Where(message => message.DeliveryCount >= QueueLimits.MaxDeliveryCount).ToList();
            foreach (var message in worn)
            {
                session.Prepare(SetAsideWorn).Execute(now, QueueLimits.MaxDeliveryCountExceeded, WornDescription, message.SequenceNumber);
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
        return session.Prepare(Renew).Execute(message.SequenceNumber, message.LockToken, now, queue.Name, until) == 1 ? message with { LockedUntil = ToInstant(until) } : null;
    }

    /// <summary>Removes a message; false if its lock is lost.</summary>
    public bool Complete(SqliteSession session, ReceivedMessage message) =>
        session.Prepare(Delete).Execute(message.SequenceNumber, message.LockToken, Now, queue.Name) == 1;

    /// <summary>Gives a message back, or sets it aside if that was its last delivery; false if its lock is lost.</summary>
    public bool Abandon(SqliteSession session, ReceivedMessage message) =>
        message.DeadLetterReason is null && message.DeliveryCount >= QueueLimits.MaxDeliveryCount
            ? SetAside(session, message, QueueLimits.MaxDeliveryCountExceeded, WornDescription)
            : session.Prepare(Unlock).Execute(message.SequenceNumber, message.LockToken, Now, queue.Name) == 1;

    /// <summary>Sets a message aside; false if its lock is lost.</summary>
    public bool SetAside(SqliteSession session, ReceivedMessage message, string reason, string description) =>
        session.Prepare(SetAsideLocked).Execute(message.SequenceNumber, message.LockToken, Now, queue.Name, reason, description) == 1;

    /// <summary>Reads messages that were not set aside.</summary>
    public IReadOnlyList<ReceivedMessage> Peek(SqliteSession session, long fromSequenceNumber, int count) =>
        ReadAll(session.Prepare(SelectLive).Query(queue.Name, fromSequenceNumber, count));

    /// <summary>Reads messages that were set aside.</summary>
    public IReadOnlyList<ReceivedMessage> PeekDead(SqliteSession session, long fromSequenceNumber, int count) =>
        ReadAll(session.Prepare(SelectDead).Query(queue.Name, fromSequenceNumber, count));

    /// <summary>Reads messages that were not set aside, without their bodies.</summary>
    public IReadOnlyList<ReceivedMessage> PeekHeaders(SqliteSession session, long fromSequenceNumber, int count) =>
        ReadAll(session.Prepare(SelectLiveHeaders).Query(queue.Name, fromSequenceNumber, count));

    /// <summary>Reads messages that were set aside, without their bodies.</summary>
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

/// <summary>What a look for messages found.</summary>
/// <param name="Messages">The messages, locked now.</param>
/// <param name="NextDue">If there was none: when the next scheduled message or lock falls due; null if the queue is empty.</param>
internal sealed record Claim(IReadOnlyList<ReceivedMessage> Messages, DateTimeOffset? NextDue);
