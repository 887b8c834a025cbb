using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Divoc.Functions.Telemetry;

/// <summary>All metrics of the program. No tag has personal data, a code or an id.</summary>
public sealed class CertificateMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Divoc.Functions";

    private const string QueueTag = "messaging.destination.name";

    /// <summary>From the acceptance to the certificate it takes seconds on a quiet day, and hours after an outage.</summary>
    private static readonly InstrumentAdvice<double> Latencies = new()
    {
        HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 14_400],
    };

    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<double> Ages = new()
    {
        HistogramBucketBoundaries = [1, 2.5, 5, 10, 15, 20, 30, 60, 300, 900, 3_600, 86_400],
    };

    private readonly Meter meter;
    private readonly Counter<long> accepted;
    private readonly Counter<long> refused;
    private readonly Counter<long> callersRefused;
    private readonly Counter<long> issued;
    private readonly Counter<long> duplicates;
    private readonly Counter<long> conflicts;
    private readonly Counter<long> stateChanges;
    private readonly Counter<long> announced;
    private readonly Counter<long> changesHandled;
    private readonly Counter<long> webhooks;
    private readonly Counter<long> failedEvents;
    private readonly Counter<long> replayed;
    private readonly Counter<long> failedAttempts;
    private readonly Counter<long> outages;
    private readonly Counter<long> verified;
    private readonly Histogram<double> latency;
    private readonly Histogram<double> stages;
    private readonly Histogram<double> vaultCalls;
    private readonly Counter<long> vaultThrottles;
    private readonly Counter<long> vaultFailures;
    private readonly Histogram<double> signatures;
    private readonly Counter<long> storeErrors;
    private readonly Counter<long> queueErrors;
    private readonly Histogram<double> statusAges;
    private readonly ObservableGauge<long> queueMessages;

    private volatile QueueState[] queues = [];
    private long acceptedSoFar;
    private long issuedSoFar;
    private long duplicatesSoFar;
    private long failedSoFar;

    /// <summary>Makes the instruments.</summary>
    public CertificateMetrics(IMeterFactory factory)
    {
        meter = factory.Create(MeterName);
        accepted = Counter("divoc.events.accepted", "{event}", "Events that were queued.");
        refused = Counter("divoc.requests.refused", "{request}", "Certify requests that were refused.");
        callersRefused = Counter("divoc.callers.refused", "{call}", "Connections and calls that were refused, by the bound that was "
            + "exceeded, or because of their key.");
        issued = Counter("divoc.certificates.issued", "{certificate}", "Certificates that were listed.");
        duplicates = Counter("divoc.events.duplicate", "{event}", "Events whose certificate existed already.");
        conflicts = Counter("divoc.events.conflict", "{event}", "Updates that came too late: the certificate to replace was already "
            + "replaced or revoked.");
        stateChanges = Counter(
            "divoc.certificates.state_changes", "{change}", "Certificates that were superseded, suspended, reinstated, revoked or erased.");
        announced = Counter(
            "divoc.changes.announced", "{change}", "Changes of certificates that were announced to subscribers, by kind of change.");
        changesHandled = Counter("divoc.changes.handled", "{message}", "Change messages that did not end normally, by result: waited, "
            + "fenced, failed, restored, overtaken.");
        webhooks = Counter("divoc.webhooks", "{message}", "Calls to partners' webhooks, and messages that were postponed, dropped or "
            + "given up, by result.");
        failedEvents = Counter("divoc.events.set_aside", "{event}", "Events that failed for good.");
        replayed = Counter("divoc.events.replayed", "{event}", "Dead-lettered events that were sent again.");
        failedAttempts = Counter("divoc.events.failed_attempts", "{attempt}", "Attempts that will be repeated.");
        outages = Counter("divoc.outages", "{attempt}", "Attempts that could not reach a store, key or queue.");
        verified = Counter("divoc.certificates.verified", "{certificate}", "Certificates that were presented and verified, by status.");
        latency = Histogram("divoc.certificates.latency", "Time from the acceptance of an event to its listed certificate.", Latencies);
        stages = Histogram("divoc.certificates.stage", "Time of one stage: sign, render, store, list.", Durations);
        vaultCalls = Histogram(
            "divoc.vault.latency", "Time of one answered call to a key vault, without the wait for its turn.", Durations);
        vaultThrottles = Counter("divoc.vault.throttled", "{call}", "Calls that a key vault refused because their rate was too high.");
        vaultFailures = Counter(
            "divoc.vault.failures", "{call}", "Calls to a key vault that failed, except those refused because of their rate.");
        signatures = Histogram("divoc.signing.duration", "Time of one signature, by where the key is: file or vault.", Durations);
        storeErrors = Counter("divoc.store.errors", "{call}", "Calls that the store did not answer, by operation.");
        queueErrors = Counter("divoc.queue.errors", "{call}", "Calls that a queue did not answer, by queue and operation.");
        statusAges = Histogram("divoc.status.published.age", "How old a part of the published status was when it was made "
            + "again, by kind.", Ages);
        queueMessages = meter.CreateObservableGauge(
            "divoc.queue.messages", MeasureMessages, "{message}", "Messages in a queue, by state: active, scheduled, failed.");
        meter.CreateObservableGauge("divoc.queue.oldest_message.age", MeasureOldest, "s", "How long the oldest message has been due.");
        meter.CreateObservableGauge(
            "divoc.announcements.oldest.age",
            MeasureAnnouncements,
            "s",
            "How long the oldest change of a certificate has waited to be announced.");
    }

    /// <summary>Whether somebody collects the metrics of the queues: measuring them costs calls.</summary>
    public bool AreQueuesCollected => queueMessages.Enabled;

    /// <summary>What this process has done since its start.</summary>
    public ActivityTotals Totals => new(
        Interlocked.Read(ref acceptedSoFar), Interlocked.Read(ref issuedSoFar), Interlocked.Read(ref duplicatesSoFar),
        Interlocked.Read(ref failedSoFar));

    /// <summary>Events were queued.</summary>
    public void EventsAccepted(int count)
    {
        accepted.Add(count);
        Interlocked.Add(ref acceptedSoFar, count);
    }

    /// <summary>A certify request was refused.</summary>
    public void RequestRefused(int status) => refused.Add(1, new KeyValuePair<string, object?>("status", status));

    /// <summary>
    /// A connection or a call was refused because of the limit <c>connections</c>, <c>address</c> or <c>bodies</c>, or because of its
    /// <c>key</c>.
    /// </summary>
    public void CallerRefused(string bound) => callersRefused.Add(1, new KeyValuePair<string, object?>("bound", bound));

    /// <summary>A certificate was listed.</summary>
    public void CertificateIssued(string kind, TimeSpan sinceAcceptance)
    {
        var tag = new KeyValuePair<string, object?>("kind", kind);
        issued.Add(1, tag);
        latency.Record(sinceAcceptance.TotalSeconds, tag);
        Interlocked.Increment(ref issuedSoFar);
    }

    /// <summary>An event found its certificate already issued.</summary>
    public void DuplicateMet()
    {
        duplicates.Add(1);
        Interlocked.Increment(ref duplicatesSoFar);
    }

    /// <summary>An update found its certificate already replaced or revoked.</summary>
    public void ConflictMet() => conflicts.Add(1);

    /// <summary>The state of a certificate was changed.</summary>
    public void StateChanged(string kind) => stateChanges.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>An entry of a ledger was announced.</summary>
    /// <param name="kind">The kind of entry, in one word.</param>
    public void ChangeAnnounced(string kind) => announced.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>The message of a change was postponed, or fenced off a write that may still be running.</summary>
    /// <param name="what"><c>waited</c>, <c>fenced</c>, <c>failed</c>, <c>restored</c> or <c>overtaken</c>.</param>
    public void ChangeHandled(string what) => changesHandled.Add(1, new KeyValuePair<string, object?>("what", what));

    /// <summary>An event was sent to a partner, or not.</summary>
    /// <param name="result">
    /// <c>delivered</c>, <c>refused</c>, <c>unreachable</c>, <c>timeout</c>, <c>forbidden</c> or <c>gone</c> of a call; <c>postponed</c>,
    /// <c>unwanted</c> or <c>given_up</c> of a message.
    /// </param>
    public void WebhookHandled(string result) => webhooks.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>An event failed permanently.</summary>
    public void EventFailed(string reason)
    {
        failedEvents.Add(1, new KeyValuePair<string, object?>("reason", reason));
        Interlocked.Increment(ref failedSoFar);
    }

    /// <summary>A dead-lettered event was sent again.</summary>
    public void EventReplayed() => replayed.Add(1);

    /// <summary>An attempt failed and will be repeated.</summary>
    public void AttemptFailed() => failedAttempts.Add(1);

    /// <summary>Store, key or queue could not be reached.</summary>
    public void OutageMet() => outages.Add(1);

    /// <summary>A key vault answered a call: list, get or sign.</summary>
    public void VaultAnswered(string call, TimeSpan duration)
    {
        vaultCalls.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("call", call));
        if (call == "sign")
        {
            signatures.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("store", "vault"));
        }
    }

    /// <summary>A key vault refused a call because the rate of calls was too high.</summary>
    public void VaultThrottled(string call) => vaultThrottles.Add(1, new KeyValuePair<string, object?>("call", call));

    /// <summary>A call to a key vault failed.</summary>
    /// <param name="call">list, get or sign.</param>
    /// <param name="fault">The status, or a word for a failure without one.</param>
    public void VaultFailed(string call, string fault)
    {
        vaultFailures.Add(1, new KeyValuePair<string, object?>("call", call), new KeyValuePair<string, object?>("fault", fault));
    }

    /// <summary>A key of a file has signed.</summary>
    public void KeyFileSigned(TimeSpan duration) =>
        signatures.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("store", "file"));

    /// <summary>A presented certificate got its verdict.</summary>
    public void CertificateVerified(string status) => verified.Add(1, new KeyValuePair<string, object?>("status", status));

    /// <summary>The store could not be reached, or did not answer.</summary>
    public void StoreFailed(string operation) => storeErrors.Add(1, new KeyValuePair<string, object?>("operation", operation));

    /// <summary>A queue could not be reached, or did not answer.</summary>
    public void QueueFailed(string queue, string operation)
    {
        queueErrors.Add(1, new KeyValuePair<string, object?>(QueueTag, queue), new KeyValuePair<string, object?>("operation", operation));
    }

    /// <summary>A part of the published status was made again.</summary>
    /// <param name="kind">What was published, in one word, never a prefix or an id.</param>
    /// <param name="age">How old the one before it was by then; zero for the first.</param>
    public void StatusPublished(string kind, TimeSpan age) =>
        statusAges.Record(age.TotalSeconds, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>The queues were measured; empty if they can't be seen.</summary>
    public void QueuesSeen(IEnumerable<QueueState> states) => queues = [.. states];

    /// <summary>Measures a stage, with a span, until the result is disposed.</summary>
    internal StageTimer Time(string stage) => new(stages, stage);

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private Counter<long> Counter(string name, string unit, string description) => meter.CreateCounter<long>(name, unit, description);

    private Histogram<double> Histogram(string name, string description, InstrumentAdvice<double> advice) =>
        meter.CreateHistogram(name, "s", description, tags: null, advice);

    private IEnumerable<Measurement<long>> MeasureMessages() => queues.SelectMany(queue => new[]
    {
        Measure(queue, queue.Active, "active"), Measure(queue, queue.Scheduled, "scheduled"), Measure(queue, queue.Failed, "failed"),
    });

    private static Measurement<long> Measure(QueueState queue, long count, string state) =>
        new(count, new KeyValuePair<string, object?>(QueueTag, queue.Name), new KeyValuePair<string, object?>("state", state));

    private IEnumerable<Measurement<double>> MeasureOldest() =>
        queues.Select(
            queue => new Measurement<double>(queue.OldestAge.TotalSeconds, new KeyValuePair<string, object?>(QueueTag, queue.Name)));

    private IEnumerable<Measurement<double>> MeasureAnnouncements() =>
        queues.Where(queue => queue.OldestAnnouncement is not null)
            .Select(queue => new Measurement<double>(queue.OldestAnnouncement!.Value.TotalSeconds));
}

/// <summary>The content of a queue.</summary>
/// <param name="Name">The queue.</param>
/// <param name="Active">Messages that wait or are being handled.</param>
/// <param name="Scheduled">Messages that are due later.</param>
/// <param name="Failed">Messages that were dead-lettered or moved to the failures queue.</param>
/// <param name="OldestAge">How long the oldest message has been due; zero if there is none.</param>
/// <param name="OldestAnnouncement">How long the oldest change has waited to be announced; null for a queue of other messages.</param>
public sealed record QueueState(string Name, long Active, long Scheduled, long Failed, TimeSpan OldestAge, TimeSpan? OldestAnnouncement);

/// <summary>Counts of events.</summary>
/// <param name="Accepted">Events that were queued.</param>
/// <param name="Issued">Certificates that were listed.</param>
/// <param name="Duplicate">Events whose certificate already existed.</param>
/// <param name="Failed">Events that failed permanently.</param>
public readonly record struct ActivityTotals(long Accepted, long Issued, long Duplicate, long Failed)
{
    /// <summary>The difference from earlier counts.</summary>
    public ActivityTotals Since(ActivityTotals before) =>
        new(Accepted - before.Accepted, Issued - before.Issued, Duplicate - before.Duplicate, Failed - before.Failed);

    /// <summary>The sum of both.</summary>
    public ActivityTotals And(ActivityTotals other) =>
        new(Accepted + other.Accepted, Issued + other.Issued, Duplicate + other.Duplicate, Failed + other.Failed);
}

/// <summary>Measures one stage of issuing, with a span, until it is disposed.</summary>
internal readonly struct StageTimer(Histogram<double> histogram, string stage) : IDisposable
{
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly Activity? span = CertificateTraces.Start(stage);

    /// <summary>Ends the stage.</summary>
    public void Dispose()
    {
        histogram.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
        span?.Dispose();
    }
}
