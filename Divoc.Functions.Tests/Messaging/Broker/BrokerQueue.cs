using Amqp;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>
/// A queue of the double, or the dead-letter queue below one. Only the double's loop touches it. Every operation first looks at the clock:
/// what has fallen due is activated, and locks that ran out end.
/// </summary>
internal sealed class BrokerQueue
{
    private readonly BrokerOptions options;
    private readonly TimeProvider time;
    private readonly SortedDictionary<long, StoredMessage> messages = [];
    private readonly SortedSet<long> ready = [];
    private readonly Dictionary<Guid, StoredMessage> locked = [];
    private readonly PriorityQueue<(Guid Token, DateTimeOffset Until), DateTimeOffset> lockEnds = new();
    private readonly PriorityQueue<StoredMessage, (DateTimeOffset Due, long SequenceNumber)> scheduled = new();
    private readonly Dictionary<string, DateTimeOffset> seen = [];
    private long lastSequenceNumber;

    private BrokerQueue(BrokerOptions options, TimeProvider time, BrokerQueue? deadLetters)
    {
        this.options = options;
        this.time = time;
        DeadLetters = deadLetters;
    }

    /// <summary>Null in a dead-letter queue.</summary>
    public BrokerQueue? DeadLetters { get; }

    /// <summary>How many messages wait for a receiver now.</summary>
    public int ReadyCount
    {
        get
        {
            Wake();
            return ready.Count;
        }
    }

    public IReadOnlyCollection<StoredMessage> Messages => messages.Values;

    /// <summary>The locks of all messages that somebody has, or is about to get.</summary>
    public IReadOnlyCollection<Guid> Locks => locked.Keys;

    /// <summary>The ids of all messages that were ever sent to it.</summary>
    public IReadOnlyCollection<string> SentIds => seen.Keys;

    public static BrokerQueue Create(BrokerOptions options, TimeProvider time) => new(options, time, new BrokerQueue(options, time, null));

    /// <summary>
    /// Takes a message in; one whose id was seen within the window is dropped. Returns its sequence number, 0 if it was dropped.
    /// </summary>
    public long Enqueue(Message message)
    {
        Wake();
        var stored = StoredMessage.Of(message);
        var now = time.GetUtcNow();
        if (stored.MessageId.Length > 0)
        {
            if (options.DetectsDuplicates && seen.TryGetValue(stored.MessageId, out var at) && now - at < options.DuplicateDetectionWindow)
            {
                return 0;
            }

            seen[stored.MessageId] = now;
        }

        Add(stored, now);
        if (StoredMessage.DueOf(message) is { } due && due > now)
        {
            stored.State = MessageState.Scheduled;
            ready.Remove(stored.SequenceNumber);
            scheduled.Enqueue(stored, (due, stored.SequenceNumber));
        }

        return stored.SequenceNumber;
    }

    /// <summary>Locks the next message that waits; null if none does.</summary>
    public StoredMessage? TakeNext()
    {
        Wake();
        return ready.Count == 0 ? null : Lock(messages[ready.Min]);
    }

    /// <summary>Locks a deferred message.</summary>
    public StoredMessage? TakeDeferred(long sequenceNumber)
    {
        Wake();
        return messages.TryGetValue(sequenceNumber, out var message) && message is { State: MessageState.Deferred, LockToken: null }
            ? Lock(message)
            : null;
    }

    public bool Complete(Guid token)
    {
        if (Unlock(token) is not { } message)
        {
            return false;
        }

        messages.Remove(message.SequenceNumber);
        return true;
    }

    public bool Abandon(Guid token, IReadOnlyCollection<KeyValuePair<string, object>> modified)
    {
        if (Unlock(token) is not { } message)
        {
            return false;
        }

        message.Modify(modified);
        GiveBack(message);
        return true;
    }

    public bool Defer(Guid token, IReadOnlyCollection<KeyValuePair<string, object>> modified)
    {
        if (Unlock(token) is not { } message)
        {
            return false;
        }

        message.Modify(modified);
        message.State = MessageState.Deferred;
        return true;
    }

    public bool SetAside(Guid token, string? reason, string? description, IReadOnlyCollection<KeyValuePair<string, object>> modified)
    {
        if (DeadLetters is null || Unlock(token) is not { } message)
        {
            return false;
        }

        message.Modify(modified);
        MoveToDeadLetters(message, reason, description);
        return true;
    }

    public DateTimeOffset? Renew(Guid token)
    {
        Wake();
        if (!locked.TryGetValue(token, out var message))
        {
            return null;
        }

        HoldLock(message, token);
        return message.LockedUntil;
    }

    public bool Cancel(long sequenceNumber)
    {
        Wake();
        return messages.TryGetValue(sequenceNumber, out var message)
            && message.State == MessageState.Scheduled
            && messages.Remove(sequenceNumber);
    }

    public List<StoredMessage> Peek(long from, int count)
    {
        Wake();
        return [.. messages.Where(pair => pair.Key >= from).Select(pair => pair.Value).Take(count)];
    }

    /// <summary>
    /// Gives back what its receiver never looked at: that delivery does not count (a member of the service's team, Azure/amqpnetlite issue
    /// 342).
    /// </summary>
    public bool Release(Guid token)
    {
        if (Unlock(token) is not { } message)
        {
            return false;
        }

        if (DeadLetters is not null)
        {
            message.Deliveries--;
        }

        GiveBack(message);
        return true;
    }

    /// <summary>Takes a message out, whoever has it locked; false if it is not there.</summary>
    public bool Remove(string messageId)
    {
        if (messages.Values.FirstOrDefault(candidate => candidate.MessageId == messageId) is not { } message)
        {
            return false;
        }

        if (message.LockToken is { } token)
        {
            locked.Remove(token);
        }

        ready.Remove(message.SequenceNumber);
        return messages.Remove(message.SequenceNumber);
    }

    /// <summary>Ends all locks now.</summary>
    public void LapseLocks()
    {
        foreach (var token in locked.Keys.ToList())
        {
            Lapse(token);
        }
    }

    /// <summary>When the next lock ends or the next message falls due.</summary>
    public DateTimeOffset? NextDue()
    {
        Wake();
        DateTimeOffset? next = lockEnds.TryPeek(out _, out var end) ? end : null;
        return scheduled.TryPeek(out _, out var due) && !(next <= due.Due) ? due.Due : next;
    }

    private void Wake()
    {
        var now = time.GetUtcNow();
        while (lockEnds.TryPeek(out var held, out var until) && until <= now)
        {
            lockEnds.Dequeue();
            if (locked.TryGetValue(held.Token, out var message) && message.LockedUntil == held.Until)
            {
                Lapse(held.Token);
            }
        }

        while (scheduled.TryPeek(out var waiting, out var due) && due.Due <= now)
        {
            scheduled.Dequeue();
            if (messages.Remove(waiting.SequenceNumber))
            {
                Add(waiting, due.Due);
            }
        }
    }

    private void Add(StoredMessage message, DateTimeOffset enqueuedAt)
    {
        message.State = MessageState.Active;
        message.EnqueuedAt = enqueuedAt;
        message.SequenceNumber = ++lastSequenceNumber;
        messages.Add(message.SequenceNumber, message);
        ready.Add(message.SequenceNumber);
    }

    private StoredMessage Lock(StoredMessage message)
    {
        ready.Remove(message.SequenceNumber);

        // Below the dead-letter queue no delivery counts (Azure/azure-sdk-for-net issue 53437).
        if (DeadLetters is not null)
        {
            message.Deliveries++;
        }

        HoldLock(message, Guid.NewGuid());
        return message;
    }

    private void HoldLock(StoredMessage message, Guid token)
    {
        message.LockToken = token;
        message.LockedUntil = time.GetUtcNow() + options.LockDuration;
        locked[token] = message;
        lockEnds.Enqueue((token, message.LockedUntil), message.LockedUntil);
    }

    private StoredMessage? Unlock(Guid token)
    {
        Wake();
        if (locked.Remove(token, out var message))
        {
            message.LockToken = null;
        }

        return message;
    }

    private void Lapse(Guid token)
    {
        locked.Remove(token, out var message);
        message!.LockToken = null;
        GiveBack(message);
    }

    private void GiveBack(StoredMessage message)
    {
        if (DeadLetters is not null && message.Deliveries >= options.MaxDeliveryCount)
        {
            MoveToDeadLetters(
                message, "MaxDeliveryCountExceeded", $"Message could not be consumed after {options.MaxDeliveryCount} delivery attempts.");
        }
        else if (message.State == MessageState.Active)
        {
            ready.Add(message.SequenceNumber);
        }
    }

    private void MoveToDeadLetters(StoredMessage message, string? reason, string? description)
    {
        messages.Remove(message.SequenceNumber);
        List<KeyValuePair<string, object>> told = [];
        if (reason is not null)
        {
            told.Add(new("DeadLetterReason", reason));
        }

        if (description is not null)
        {
            told.Add(new("DeadLetterErrorDescription", description));
        }

        message.Modify(told);
        message.DeadLetterSource = options.QueueName;
        message.State = MessageState.Active;
        DeadLetters!.messages.Add(message.SequenceNumber, message);
        DeadLetters.ready.Add(message.SequenceNumber);
    }
}
