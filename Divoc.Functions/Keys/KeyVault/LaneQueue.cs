namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// The callers that wait for their turn, by lane: interactive first, then bulk, then status. A lane that was passed over nine times comes
/// next, so that none waits for ever. Within a lane, first come, first served. Not thread-safe: the user must lock.
/// </summary>
internal sealed class LaneQueue
{
    private const int MostPassedOver = 9;

    private readonly LinkedList<LaneWaiter>[] lanes = [.. Enum.GetValues<SigningLane>().Select(_ => new LinkedList<LaneWaiter>())];
    private readonly int[] passedOver = new int[Enum.GetValues<SigningLane>().Length];

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>The work of all waiting callers.</summary>
    public double Work { get; private set; }

    /// <summary>How many wait in one lane.</summary>
    public int CountOf(SigningLane lane) => lanes[(int)lane].Count;

    /// <summary>Adds a caller at the end of a lane.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="work">The work of the turn, in any unit.</param>
    public LaneWaiter Add(SigningLane lane, double work)
    {
        var waiter = new LaneWaiter(lane, work);
        lanes[(int)lane].AddLast(waiter.Node);
        Count++;
        Work += work;
        return waiter;
    }

    /// <summary>Takes the next one; null if nobody waits.</summary>
    public LaneWaiter? TakeNext()
    {
        if (Count == 0)
        {
            return null;
        }

        // An empty lane keeps its count: its waiters may all have given up because they were passed over.
        int[] waiting = [.. Enumerable.Range(0, lanes.Length).Where(lane => lanes[lane].Count > 0)];
        var next = waiting.FirstOrDefault(lane => passedOver[lane] >= MostPassedOver, waiting[0]);
        foreach (var lane in waiting)
        {
            passedOver[lane]++;
        }

        passedOver[next] = 0;
        var waiter = lanes[next].First!.Value;
        Remove(waiter);
        return waiter;
    }

    /// <summary>Removes a caller that has stopped waiting. Returns whether it was still in the queue.</summary>
    public bool Remove(LaneWaiter waiter)
    {
        if (waiter.Node.List is not { } lane)
        {
            return false;
        }

        lane.Remove(waiter.Node);
        Count--;
        Work = Count == 0 ? 0 : Work - waiter.Work;
        return true;
    }
}

/// <summary>A caller that waits for a turn.</summary>
internal sealed class LaneWaiter
{
    // Turns are given inside a lock; continuations must not run there.
    private readonly TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LaneWaiter(SigningLane lane, double work)
    {
        Lane = lane;
        Work = work;
        Node = new LinkedListNode<LaneWaiter>(this);
    }

    public SigningLane Lane { get; }

    public double Work { get; }

    public LinkedListNode<LaneWaiter> Node { get; }

    /// <summary>Gives the turn.</summary>
    public void Grant() => turn.TrySetResult();

    /// <summary>Waits for the turn.</summary>
    /// <param name="leave">Removes this one from its queue; returns whether it was still there.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task WaitAsync(Func<LaneWaiter, bool> leave, CancellationToken cancellationToken)
    {
        await using var leaving = cancellationToken.UnsafeRegister(
            _ =>
            {
                if (leave(this))
                {
                    turn.TrySetCanceled(cancellationToken);
                }
            },
            null);
        await turn.Task;
    }
}
