using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Tests.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Faults.Ledgers;

/// <summary>
/// One history of a few ledgers, drawn from a seed: two processes carry out orders and handle messages, call by call of store, queue and
/// subscribers; calls fail, answers get lost, locks run out, messages come in any order, writes are held back until their messages were
/// handled, and processes stop and start again. In the end all faults cease, the queue runs empty, and everything is judged.
/// </summary>
internal sealed class LedgerSchedule
{
    private const int Processes = 2;
    private const int MostSteps = 500;
    private const int MostCalmSteps = 5000;
    private const int MostFlows = 6;
    private const int MostStops = 6;
    private const int MostDelayed = 2;

    /// <summary>Of real time: whoever takes longer between two calls hangs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly string[] Owners = ["north", "south"];
    private static readonly double[] FaultChances = [0, 0.03, 0.08, 0.15];
    private static readonly double[] StopChances = [0, 0, 0.01, 0.03];

    /// <summary>The writes after which a process is stopped, a schedule each in turn.</summary>
    public static IReadOnlyList<ProtocolWrite> StopNames { get; } =
    [
        ProtocolWrite.ChangeAnnounced, ProtocolWrite.StateChanged, ProtocolWrite.CertificateListed, ProtocolWrite.LedgerFenced,
        ProtocolWrite.StatusStored,
        ProtocolWrite.ErasureNoted, ProtocolWrite.ArtifactsErased,
    ];

    private readonly int seed;
    private readonly Random random;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly TimeProvider changerClock;
    private readonly CertificateMetrics metrics;
    private readonly LedgerJudge judge;
    private readonly MemoryQueue queue;
    private readonly MemoryStore store;
    private readonly LedgerProcess[] processes;
    private readonly List<LedgerFlow> flows = [];
    private readonly Dictionary<LedgerFlow, LedgerOrder> ordersOfFlows = [];
    private readonly List<LedgerOrder> open = [];
    private readonly List<string> certificateIds = [];
    private readonly double faultChance;
    private readonly double stopChance;
    private readonly int people;
    private readonly int most;
    private readonly bool isOneByOne;
    private int dealt;
    private int stops;
    private bool isCalm;

    public LedgerSchedule(int seed, Tally tally, CertificateMetrics metrics)
    {
        this.seed = seed;
        this.metrics = metrics;
        random = new Random(seed);
        queue = new MemoryQueue(clock);
        judge = new LedgerJudge(tally) { HoldsMessageOf = queue.HoldsMessageOf };
        store = new MemoryStore(clock, judge);
        faultChance = FaultChances[random.Next(FaultChances.Length)];
        stopChance = StopChances[random.Next(StopChances.Length)];
        people = random.Next(1, 3);
        most = random.Next(4, 11);
        isOneByOne = random.Next(3) == 0;

        // Half of the changers give up while they are held back, the others begin anew.
        changerClock = random.Next(2) == 0 ? clock : new FakeTimeProvider();
        processes = [.. Enumerable.Range(0, Processes).Select(NewProcess)];
        judge.StopAfter(new StopPoint(StopNames[(int)((uint)seed % StopNames.Count)], random.Next(1, 4)));
    }

    /// <summary>What happened.</summary>
    public IReadOnlyList<string> Steps => judge.Notes;

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="ScheduleFailedException">A promise was broken.</exception>
    public async Task RunAsync()
    {
        for (var step = 0; step < MostSteps && (dealt < most || flows.Count > 0 || open.Count > 0); step++)
        {
            await StepAsync();
            EndStep();
        }

        await RunCalmAsync();
        await judge.LookAtTheEndAsync(processes[0].Register);
        ThrowIfBroken();
    }

    private LedgerProcess NewProcess(int number) => new(number, store, queue, clock, changerClock, metrics, judge);

    private async Task RunCalmAsync()
    {
        isCalm = true;
        judge.StopAfter(null);
        judge.Note("all faults cease");
        for (var step = 0; step < MostCalmSteps; step++)
        {
            var canGoOn = flows.Exists(flow => !IsHeldBack(flow));
            if (canGoOn && (queue.Ready.Count == 0 || random.Next(3) > 0))
            {
                await GoOnAsync();
            }
            else if (queue.Ready.Count > 0)
            {
                await BeginDeliveryAsync();
            }
            else if (open.Count > 0)
            {
                await BeginAsync(open[0]);
            }
            else if (!queue.IsEmpty)
            {
                LetPass(TimeSpan.FromMinutes(6));
            }
            else
            {
                judge.Report(flows.Count > 0 ? "a flow does not end" : null);
                return;
            }

            EndStep();
        }

        judge.Report("the queue does not run empty");
    }

    private Task StepAsync()
    {
        var mayBegin = flows.Count < MostFlows;
        return random.Next(100) switch
        {
            < 12 when mayBegin && CanDeal() => BeginAsync(Deal()),
            >= 12 and < 18 when mayBegin && open.Count > 0 => BeginAsync(open[random.Next(open.Count)]),
            >= 18 and < 38 when mayBegin && queue.Ready.Count > 0 => BeginDeliveryAsync(),
            >= 38 and < 46 => AdvanceAsync(),
            46 when queue.Locked.Count > 0 => LoseLockAsync(),
            _ when flows.Exists(flow => !IsHeldBack(flow)) => GoOnAsync(),
            _ => AdvanceAsync(),
        };
    }

    /// <summary>In some schedules all is heard of before the next order comes.</summary>
    private bool CanDeal() => dealt < most && (!isOneByOne || (queue.IsEmpty && flows.Count == 0 && open.Count == 0));

    private void EndStep()
    {
        foreach (var flow in flows.Where(flow => flow.IsOver && !flow.Process.IsStopped))
        {
            judge.Report(Unexplained(flow.Fault));
        }

        // Some carry an order out once more although it was answered: the answer was lost on its way to them.
        foreach (var order in flows.Where(flow => flow.IsOver).Select(flow => ordersOfFlows.GetValueOrDefault(flow)).OfType<LedgerOrder>())
        {
            if (order.IsAnswered && (isCalm || random.Next(3) > 0))
            {
                open.Remove(order);
            }
        }

        flows.RemoveAll(flow => flow.IsOver);
        for (var number = 0; number < Processes; number++)
        {
            if (processes[number].IsStopped)
            {
                Restart(number);
            }
        }

        ThrowIfBroken();
    }

    private static string? Unexplained(Exception? fault)
    {
        return fault is null or StoreUnavailableException or QueueUnavailableException or LockLostException or LedgerBusyException
            ? null
            : $"an exception that no fault explains: {fault}";
    }

    private void Restart(int number)
    {
        stops++;
        judge.Note($"process {number} starts again");
        judge.Tally.Count("restarts");
        flows.RemoveAll(flow => flow.Process == processes[number]);
        queue.Release(processes[number]);
        processes[number] = NewProcess(number);
    }

    private LedgerOrder Deal()
    {
        dealt++;
        LedgerOrder order = random.Next(100) switch
        {
            _ when certificateIds.Count == 0 => List(),
            < 30 => List(),
            < 50 => Change(StateChangeKind.Suspended),
            < 64 => Change(StateChangeKind.Reinstated),
            < 75 => Change(StateChangeKind.Revoked),
            < 85 => Change(StateChangeKind.Erased),
            < 95 => Bar(admits: false),
            _ => Bar(admits: true),
        };
        open.Add(order);
        return order;
    }

    private StateOrder Change(StateChangeKind kind)
    {
        var number = random.Next(certificateIds.Count);
        var order = new ChangeOrder("ASKED_FOR", "because of it", Caller.Service) { Id = RandomId.New() };
        if (kind == StateChangeKind.Suspended)
        {
            var from = clock.GetUtcNow().AddMinutes(random.Next(-2, 3));
            order = order with { From = from, Until = random.Next(2) == 0 ? null : from.AddDays(random.Next(1, 4)) };
        }

        return new StateOrder($"{dealt}: {kind} wanted of certificate {number}", certificateIds[number], kind, order);
    }

    private OwnerBarOrder Bar(bool admits)
    {
        var person = random.Next(people);
        var owner = Owners[random.Next(Owners.Length)];
        return new OwnerBarOrder($"{dealt}: {(admits ? "admit" : "release")} {owner} of {person}", CodeOf(person), owner, admits);
    }

    private static string CodeOf(int person) => $"PE-{person}";

    private ListingOrder List()
    {
        var person = random.Next(people);
        var ledger = LedgerName.Of(CodeOf(person));
        var certificate = new ListedCertificate
        {
            Key = new CertificateKey("vaccination", "", $"dose:{random.Next(1, 3)}"),
            TypeVersion = 1,
            CertificateId = RandomId.New(),
            Owner = Owners[random.Next(Owners.Length)],
            IssuedAt = clock.GetUtcNow(),
            Kid = "kid",
            TemplateVersion = "vaccination/1",
            Hashes = new ArtifactHashes(("credential.json", ""), ("qr.png", ""), ("certificate.pdf", ""), ("claims.json", "")),
            BindingHash = "",
            ValidUntil = random.Next(2) == 0 ? null : new DateOnly(2027, 1, 2),
            Facts = VersionBuilder.Facts(clock.GetUtcNow(), country: "IN"),
        };
        var metadata = new Dictionary<string, string> { [CertificateArtifacts.LedgerMetadata] = ledger };
        store.Add(
            TestArtifacts.Credential(certificate.CertificateId),
            new ArtifactContent(new byte[] { 1 }, TestArtifacts.CredentialContentType, metadata));
        certificateIds.Add(certificate.CertificateId);
        return new ListingOrder(
            $"{dealt}: list certificate {certificateIds.Count - 1} of {person}", ledger, certificate,
            judge.Ledgers.GetValueOrDefault(ledger, CertificateLedger.Empty));
    }

    private async Task BeginAsync(LedgerOrder order)
    {
        var process = processes[random.Next(Processes)];
        var flow = new LedgerFlow(process, order.Title) { AnnouncesAhead = order.AnnouncesAhead };
        ordersOfFlows.Add(flow, order);
        await BeginAsync(flow, () => order.CarryOutAsync(process, judge));
    }

    private async Task BeginDeliveryAsync()
    {
        var message = queue.Ready[random.Next(queue.Ready.Count)];
        var process = processes[random.Next(Processes)];
        var flow = new LedgerFlow(process, $"delivery of message {message.Number} ({MemoryQueue.Describe(message.Change)})");
        message.Owner = flow;
        await BeginAsync(flow, () => process.DeliverAsync(message));
    }

    private async Task BeginAsync(LedgerFlow flow, Func<Task> work)
    {
        judge.Note($"{flow.Process.Number}, {flow.Title} begins");
        flows.Add(flow);
        await flow.BeginAsync(work).WaitAsync(Limit);
    }

    /// <summary>A write that is held back waits until its message was handled to the end.</summary>
    private bool IsHeldBack(LedgerFlow flow) =>
        flow is { IsHeldBack: true, PendingWrite: { } write } && queue.HoldsMessageOf(write.Ledger, write.Base);

    private Task GoOnAsync()
    {
        var able = flows.Where(flow => !IsHeldBack(flow)).ToList();
        var flow = able[random.Next(able.Count)];
        if (flow is { AnnouncesAhead: true, PendingWrite: { } write, IsHeldBack: false } && !isCalm && random.Next(5) == 0
            && flows.Count(IsHeldBack) < MostDelayed && queue.HoldsMessageOf(write.Ledger, write.Base))
        {
            flow.IsHeldBack = true;
            judge.Note($"{flow.Process.Number}, {flow.Title}: {flow.Pending} of base {write.Base} is held back");
            judge.Tally.Count("writes held back");
            return Task.CompletedTask;
        }

        return GoOnAsync(flow);
    }

    private async Task GoOnAsync(LedgerFlow flow)
    {
        var fate = isCalm ? Fate.Succeed : Draw(flow.Pending!.Kind);
        judge.Note($"{flow.Process.Number}, {flow.Title}: {flow.Pending}{(fate == Fate.Succeed ? "" : $" -> {fate}")}");
        judge.Tally.Count("steps");
        if (fate != Fate.Succeed)
        {
            judge.Tally.Count($"fate {fate}");
        }

        var wasHeldBack = flow.IsHeldBack;
        await flow.GoOnAsync(fate).WaitAsync(Limit);
        flow.IsHeldBack = false;
        if (wasHeldBack)
        {
            judge.Tally.Count("writes let go after their message was handled");
        }
    }

    private Fate Draw(CallKind kind)
    {
        if (stops < MostStops && random.NextDouble() < stopChance)
        {
            return random.Next(2) == 0 || kind == CallKind.Read ? Fate.StopBefore : Fate.StopAfter;
        }

        if (random.NextDouble() >= faultChance)
        {
            return Fate.Succeed;
        }

        Fate[] fates = kind switch
        {
            CallKind.ConditionalWrite => [Fate.Refuse, Fate.LoseAnswer, Fate.LoseAnswer, Fate.MeetItself, Fate.MeetItself],
            CallKind.Write or CallKind.Settle or CallKind.Take => [Fate.Refuse, Fate.LoseAnswer],
            CallKind.Send => [Fate.Refuse, Fate.LoseAnswer, Fate.Double],
            _ => [Fate.Refuse],
        };
        return fates[random.Next(fates.Length)];
    }

    private Task LoseLockAsync()
    {
        var message = queue.Locked[random.Next(queue.Locked.Count)];
        judge.Note($"the lock of message {message.Number} runs out");
        judge.Tally.Count("locks run out");
        message.Owner = null;
        return Task.CompletedTask;
    }

    private Task AdvanceAsync()
    {
        LetPass(random.Next(6) switch
        {
            < 2 => TimeSpan.FromSeconds(1),
            2 => TimeSpan.FromSeconds(6),
            3 => TimeSpan.FromSeconds(20),
            _ => TimeSpan.FromSeconds(61),
        });
        return Task.CompletedTask;
    }

    private void LetPass(TimeSpan span)
    {
        judge.Note($"{span} pass");
        clock.Advance(span);
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
