using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Operations;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Tests.Faults.Operations;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Faults;

/// <summary>
/// One history of the service, drawn from a seed: callers, deliveries and timers run interleaved, call by call of store, queue and key;
/// calls fail, answers get lost, locks run out, messages come doubled and in any order, and the program stops and starts again. In the end
/// all faults cease, what is under way comes to its end, and everything is judged.
/// </summary>
internal sealed class Schedule(int seed, SharedRooms rooms, Tally tally, string workFolder)
{
    private const int MostSteps = 600;
    private const int MostStops = 6;
    private const int MostRounds = 60;
    private const int MostActors = 6;

    /// <summary>Of store, queue and key, many times what a schedule makes: whoever needs more goes round in circles.</summary>
    private const int MostCalls = 20_000;

    /// <summary>Of real time: whoever takes longer between two calls hangs.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(3);

    /// <summary>Longer than any retry is put off, and than any lock.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(6);

    private readonly Random random = new(seed);
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly List<Actor> actors = [];
    private readonly List<ReceivedMessage> inbox = [];
    private readonly List<ReceivedMessage> changeInbox = [];
    private readonly List<Operation> open = [];
    private readonly List<Operation> waiting = [];
    private Temper temper = null!;
    private Judge judge = null!;
    private EndJudge endJudge = null!;
    private OperationDeck deck = null!;
    private SimulatedProgram program = null!;
    private int starts;
    private int dealt;
    private int calls;
    private bool isCalm;
    private bool isReplayed;

    /// <summary>What happened.</summary>
    public IReadOnlyList<string> Steps => judge.Notes;

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="ScheduleFailedException">A promise was broken.</exception>
    public async Task RunAsync()
    {
        temper = Temper.Draw(seed, random);
        judge = new Judge(rooms, tally);
        var ledger = new Ledger(judge);
        endJudge = new EndJudge(judge, ledger);
        deck = new OperationDeck(random, temper, ledger);
        program = Start(Path.Combine(workFolder, $"{seed}-0"), temper.StopsAt);
        try
        {
            await RunStormAsync();
            var left = program.StopsAt;
            await RunCalmAsync();
            await RunCardsAsync(left);
            await EraseAgainAsync();
            await RunChangesOutAsync();
            await FetchFreshCardsAsync();
            await BeginPublishingAsync();
            await RunOutAsync();
            await endJudge.LookAtTheEndAsync(program, isReplayed);
            endJudge.LookAtRevocations();
            await endJudge.LookAtAnnouncementsAsync(program);
            ThrowIfBroken();
        }
        finally
        {
            program.Dispose();
        }
    }

    private SimulatedProgram Start(string folder, StopPoint? stopsAt)
    {
        starts++;
        Directory.CreateDirectory(folder);
        return new SimulatedProgram(folder, rooms, clock, judge, temper.WithoutTransactions) { StopsAt = isCalm ? null : stopsAt };
    }

    private async Task RunStormAsync()
    {
        for (var step = 0; step < MostSteps * (IsToFence() ? 4 : 1)
            && (dealt < temper.Operations || actors.Count > 0 || waiting.Count > 0 || IsToFence()); step++)
        {
            await StepAsync();
            await EndStepAsync();
        }
    }

    /// <summary>A fence comes only minutes after a write that did not come.</summary>
    private bool IsToFence() => program.StopsAt?.Name == ProtocolWrite.LedgerFenced;

    /// <summary>No more faults: everybody comes to an end, and callers that want an answer get one.</summary>
    private async Task RunCalmAsync()
    {
        isCalm = true;
        program.StopsAt = null;
        judge.Note("all faults cease");
        for (var round = 0; round < MostRounds; round++)
        {
            await RunOutAsync();
            foreach (var operation in open.Concat(waiting)
                .Where(operation => operation is { IsPersistent: true, IsAnswered: false })
                .Distinct()
                .ToList())
            {
                await BeginAsync(operation);
                await RunOutAsync();
            }

            open.Clear();
            waiting.Clear();
            clock.Advance(Round);
            await ReceiveAsync(QueueLimits.MaxMessages);
            var changes = await program.Changes.CountAsync(CancellationToken.None);
            if (await program.CountEventsAsync() + changes.Active + changes.Scheduled > 0)
            {
                // A failure that was announced waits for its record, which the timer may have to write. Not in each round: what lies there
                // listed is announced again every ten minutes.
                await (round is 2 or 20 ? BeginLookAsync() : Task.CompletedTask);
                continue;
            }

            if (!isReplayed && seed % 2 == 0)
            {
                isReplayed = true;
                await BeginAsync(new ReplayOperation("replay all at the end", judge, new ReplayOrder()));
            }
            else
            {
                clock.Advance(DeadLetterRecorder.Memory);
                await BeginLookAsync();
                await BeginPublishingAsync();
                await RunOutAsync();
                return;
            }
        }

        judge.Report("the queue does not run empty");
        ThrowIfBroken();
    }

    /// <summary>
    /// Health cards are fetched while what they hold is revoked or suspended, with faults and stops again: now certificates are there.
    /// </summary>
    private async Task RunCardsAsync(StopPoint? left)
    {
        isCalm = false;
        program.StopsAt = left is { Left: > 0 } ? left : null;
        judge.Note("cards and changes");
        var rest = deck.CardsToDeal;
        for (var step = 0; step < MostSteps && (rest > 0 || actors.Count > 0); step++)
        {
            var begins = rest > 0 && actors.Count < MostActors && random.Next(6) == 0;
            rest -= begins ? 1 : 0;
            await (begins ? BeginAsync(deck.DealCard()) : random.Next(12) switch
            {
                0 => ReceiveAsync(1),
                1 when changeInbox.Count > 0 && actors.Count < MostActors => BeginDeliveryAsync(),
                2 => AdvanceAsync(),
                _ when actors.Count > 0 => GoOnAsync(),
                _ => Task.CompletedTask,
            });
            await EndStepAsync();
        }

        // A fence comes when the changes of this storm are handled.
        isCalm = true;
        program.StopsAt = IsToFence() ? program.StopsAt : null;
        open.Clear();
        waiting.Clear();
        await RunOutAsync();
    }

    /// <summary>Every change is announced, also of a write that never came.</summary>
    private async Task RunChangesOutAsync()
    {
        for (var round = 0; round < MostRounds; round++)
        {
            clock.Advance(Round);
            await ReceiveAsync(QueueLimits.MaxMessages);
            await RunOutAsync();
            var counts = await program.Changes.CountAsync(CancellationToken.None);
            if (counts.DeadLettered > 0)
            {
                await BeginLookAsync();
            }
            else if (counts.Active + counts.Scheduled == 0)
            {
                return;
            }
        }

        judge.Report("the queue of changes does not run empty");
    }

    /// <summary>
    /// What a delivery that was cut off has left of an erased certificate goes with a second call, and nothing else is left.
    /// </summary>
    private async Task EraseAgainAsync()
    {
        foreach (var id in await endJudge.FindErasedLeftoversAsync(program))
        {
            tally.Count("erased again after a delivery that was cut off");
            judge.Report(
                judge.CutOff.Contains(id) ? null : $"artifacts lie there of certificate #{judge.NumberOf(id)}, whose erasure was answered");
            await BeginAsync(new ChangeOperation($"erase #{judge.NumberOf(id)} again", judge, id, StateChangeKind.Erased));
            await RunOutAsync();
        }

        var left = await endJudge.FindErasedLeftoversAsync(program);
        judge.Report(left.Count > 0 ? "a second erasure leaves artifacts" : null);
    }

    /// <summary>A card of each certificate that is live when all is done.</summary>
    private async Task FetchFreshCardsAsync()
    {
        var now = clock.GetUtcNow();
        foreach (var version in judge.Ledgers.Values.SelectMany(ledger => ledger.Versions)
            .Where(version => version.StateAt(now).Status == CertificateStatus.Live && !version.IsErased())
            .ToList())
        {
            await BeginAsync(new FetchCardOperation(
                $"a fresh card of #{judge.NumberOf(version.CertificateId)}", judge, version.CertificateId, isFresh: true));
            await RunOutAsync();
        }
    }

    private async Task RunOutAsync()
    {
        while (inbox.Count + changeInbox.Count > 0 || actors.Count > 0)
        {
            await (actors.Count == 0 || (inbox.Count + changeInbox.Count > 0 && random.Next(4) == 0) ? BeginDeliveryAsync() : GoOnAsync());
            await EndStepAsync();
        }
    }

    private Task StepAsync()
    {
        var mayBegin = actors.Count < MostActors;
        return random.Next(100) switch
        {
            < 8 when mayBegin && dealt < temper.Operations => BeginDealtAsync(),
            // A call made again would carry out what the fence is to shut out.
            >= 8 and < 14 when mayBegin && waiting.Count > 0 && !IsToFence() => BeginAgainAsync(),
            >= 14 and < 28 => ReceiveAsync(random.Next(1, 5)),
            >= 28 and < 48 when mayBegin && inbox.Count + changeInbox.Count > 0 => BeginDeliveryAsync(),
            48 or 57 or 58 when mayBegin => BeginLookAsync(),
            49 or 50 when mayBegin => BeginPublishingAsync(),

            // Shards get more digits only once a schedule, when several certificates are registered.
            >= 59 and < 65 when mayBegin && temper.StopsAt.Name == ProtocolWrite.StatusLengthened => BeginPublishingAsync(),
            >= 55 and < 57 when inbox.Count + changeInbox.Count > 0 && !IsToFence() => GiveUpAsync(),
            >= 51 and < 55 => AdvanceAsync(),
            _ when actors.Count > 0 => GoOnAsync(),
            _ => ReceiveAsync(1),
        };
    }

    private async Task EndStepAsync()
    {
        foreach (var actor in actors.Where(actor => actor.IsOver && !program.IsStopped))
        {
            judge.Report(actor.Fault is null ? actor.Names.Ended() : Judge.Unexplained(actor.Fault));
        }

        actors.RemoveAll(actor => actor.IsOver);
        waiting.AddRange(
            open.Where(operation => !operation.IsAnswered && !actors.Exists(actor => actor.Title == operation.Title))
                .Except(waiting)
                .ToList());
        open.RemoveAll(operation => waiting.Contains(operation) || operation.IsAnswered);
        ThrowIfBroken();
        if (program.IsStopped)
        {
            await RestartAsync();
        }
    }

    private Task BeginDealtAsync()
    {
        dealt++;
        return BeginAsync(deck.Deal());
    }

    /// <summary>A caller without an answer calls again, or gives up.</summary>
    private Task BeginAgainAsync()
    {
        var operation = Take(waiting);
        return operation.IsPersistent || random.Next(3) > 0 ? BeginAsync(operation) : Task.CompletedTask;
    }

    /// <summary>Some callers call twice at once.</summary>
    private async Task BeginAsync(Operation operation)
    {
        open.Add(operation);
        await BeginAsync(operation.Title, () => operation.CallAsync(program), operation.ReadsSideBySide);
        if (!isCalm && !program.IsStopped && operation.IsPersistent && random.Next(temper.OneInSoManyTwice) == 0)
        {
            await BeginAsync(operation.Title, () => operation.CallAsync(program), operation.ReadsSideBySide);
        }
    }

    private Task BeginDeliveryAsync()
    {
        if (random.Next(inbox.Count + changeInbox.Count) >= inbox.Count)
        {
            var change = Take(changeInbox);
            return BeginAsync(
                $"delivery {change.DeliveryCount} of change {change.SequenceNumber}",
                () => program.DeliverChangeAsync(change),
                false,
                handlesChange: true);
        }

        var message = Take(inbox);
        var title = $"delivery {message.DeliveryCount} of message {message.SequenceNumber}";
        return BeginAsync(title, () => program.DeliverAsync(message), false, SimulatedProgram.CertificateIdOf(message));
    }

    /// <summary>The queue itself sets a message aside, as it does after ten deliveries of which none came to its end.</summary>
    private Task GiveUpAsync()
    {
        if (random.Next(inbox.Count + changeInbox.Count) >= inbox.Count)
        {
            return GiveUpAsync(program.Changes, "change", Take(changeInbox));
        }

        var message = Take(inbox);
        return GiveUpAsync(program.LaneOf(message), "message", message);
    }

    private async Task GiveUpAsync(IMessageQueue queue, string what, ReceivedMessage message)
    {
        judge.Note($"the queue gives up on {what} {message.SequenceNumber}");
        tally.Count($"{what}s given up by the queue");
        try
        {
            await queue.DeadLetterAsync(message, QueueLimits.MaxDeliveryCountExceeded, "Delivered too often.", CancellationToken.None);
        }
        catch (LockLostException)
        {
            // It comes again.
        }
    }

    /// <summary>What the timer does once a minute.</summary>
    private Task BeginLookAsync() => BeginAsync("look at dead letters", program.LookAtDeadLettersAsync, false);

    private Task BeginPublishingAsync()
    {
        return BeginAsync("publisher of the status", PublishAsync, true);
    }

    private async Task PublishAsync()
    {
        var publisher = program.Get<StatusPublisher>();
        await publisher.PublishAsync(null, CancellationToken.None);
        var length = (await program.Get<StatusLengths>().GetAsync(CancellationToken.None)).Length;
        foreach (var prefix in length == 0 ? [] : judge.ShardsOf(length))
        {
            await publisher.PublishShardAsync(prefix, null, CancellationToken.None);
        }
    }

    private async Task BeginAsync(
        string title, Func<Task> flow, bool readsSideBySide, string? certificateId = null, bool handlesChange = false)
    {
        judge.Note($"{title} begins");
        var actor = new Actor(program, title, readsSideBySide) { CertificateId = certificateId, HandlesChange = handlesChange };
        actors.Add(actor);
        await actor.BeginAsync(flow).WaitAsync(TimeLimit);
    }

    private Task GoOnAsync()
    {
        if (++calls > MostCalls)
        {
            judge.Report("calls go on without an end");
            ThrowIfBroken();
        }

        var actor = actors[random.Next(actors.Count)];
        var fate = isCalm ? Fate.Succeed : Draw(actor.Pending!.Kind);
        judge.Note($"{actor.Title}: {actor.Pending}{(fate == Fate.Succeed ? "" : $" -> {fate}")}");
        tally.Count("steps");
        if (fate != Fate.Succeed)
        {
            tally.Count($"fate {fate}");
        }

        return actor.GoOnAsync(fate).WaitAsync(TimeLimit);
    }

    private Fate Draw(CallKind kind)
    {
        if (starts <= MostStops && random.NextDouble() < temper.StopChance)
        {
            return random.Next(2) == 0 || kind is CallKind.Read or CallKind.Sign ? Fate.StopBefore : Fate.StopAfter;
        }

        if (random.NextDouble() >= temper.FaultChance)
        {
            return Fate.Succeed;
        }

        Fate[] fates = kind switch
        {
            CallKind.ConditionalWrite => [Fate.Refuse, Fate.LoseAnswer, Fate.LoseAnswer, Fate.MeetItself, Fate.Fail],
            CallKind.Take => [Fate.Refuse, Fate.LoseAnswer],
            CallKind.Write or CallKind.Settle => [Fate.Refuse, Fate.LoseAnswer, Fate.Fail],
            CallKind.Send => [Fate.Refuse, Fate.LoseAnswer, Fate.BreakOff, Fate.Double, Fate.Fail],
            _ => [Fate.Refuse, Fate.Fail],
        };
        return fates[random.Next(fates.Length)];
    }

    private async Task ReceiveAsync(int count)
    {
        var received = await program.ReceiveEventsAsync(count);
        inbox.AddRange(received);
        if (received.Count > 0)
        {
            judge.Note($"received {string.Join(", ", received.Select(message => message.SequenceNumber).Order())}");
        }

        var changes = await program.Changes.ReceiveAsync(count, TimeSpan.Zero, CancellationToken.None);
        changeInbox.AddRange(changes.OrderBy(message => message.SequenceNumber));
        if (changes.Count > 0)
        {
            judge.Note($"received of changes {string.Join(", ", changes.Select(message => message.SequenceNumber).Order())}");
        }
    }

    /// <summary>
    /// A moment; or until locks run out; or until what was put off comes; or until the queue has forgotten the ids that it has seen.
    /// </summary>
    private Task AdvanceAsync()
    {
        var span = random.Next(8) switch
        {
            _ when IsToFence() => TimeSpan.FromSeconds(61),
            < 4 => TimeSpan.FromMilliseconds(100),
            < 6 => TimeSpan.FromSeconds(61),
            6 => Round,
            _ => TimeSpan.FromMinutes(11),
        };
        judge.Note($"{span} pass");
        tally.Count($"time passed {span}");
        clock.Advance(span);
        return Task.CompletedTask;
    }

    private async Task RestartAsync()
    {
        var folder = Path.Combine(workFolder, $"{seed}-{starts}");
        program.CopyTo(folder);
        program.Dispose();
        waiting.AddRange(open.Where(operation => !operation.IsAnswered).Except(waiting).ToList());
        open.Clear();
        judge.CutOff.UnionWith(actors.Select(actor => actor.CertificateId).OfType<string>());
        actors.Clear();
        inbox.Clear();
        changeInbox.Clear();
        judge.Note("the program starts again");
        tally.Count("restarts");
        program = Start(folder, program.StopsAt);
        await endJudge.LookAsync(program);
        ThrowIfBroken();
    }

    private T Take<T>(List<T> from)
    {
        var index = random.Next(from.Count);
        var taken = from[index];
        from.RemoveAt(index);
        return taken;
    }

    private void ThrowIfBroken()
    {
        if (judge.Broken.Count > 0)
        {
            throw new ScheduleFailedException(
                $"Seed {seed}: {string.Join("; ", judge.Broken)}. Steps:\n  {string.Join("\n  ", judge.Notes)}");
        }
    }
}
