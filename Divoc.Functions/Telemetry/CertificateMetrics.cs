using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Divoc.Functions.Telemetry;

/// <summary>Everything that is counted and timed. No tag holds personal data, a code or an id.</summary>
public sealed class CertificateMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Divoc.Functions";

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
    private readonly Counter<long> setAside;
    private readonly Counter<long> replayed;
    private readonly Counter<long> failedAttempts;
    private readonly Counter<long> outages;
    private readonly Counter<long> verified;
    private readonly Histogram<double> latency;
    private readonly Histogram<double> stages;
    private readonly Histogram<double> vaultCalls;
    private readonly Counter<long> vaultThrottles;
    private readonly Counter<long> vaultFailures;

    /// <summary>Makes the instruments.</summary>
    public CertificateMetrics(IMeterFactory factory)
    {
        meter = factory.Create(MeterName);
        accepted = meter.CreateCounter<long>("divoc.events.accepted", description: "Events that were queued.");
        refused = meter.CreateCounter<long>("divoc.requests.refused", description: "Certify requests that were refused.");
        callersRefused = meter.CreateCounter<long>("divoc.callers.refused", description: "Connections and calls that were refused for their number, by the bound, or for their key.");
        issued = meter.CreateCounter<long>("divoc.certificates.issued", description: "Certificates that were listed.");
        duplicates = meter.CreateCounter<long>("divoc.events.duplicate", description: "Events whose certificate existed already.");
        conflicts = meter.CreateCounter<long>("divoc.events.conflict", description: "Updates whose certificate was replaced or revoked before.");
        stateChanges = meter.CreateCounter<long>("divoc.certificates.state_changes", description: "Certificates that were superseded, suspended, reinstated, revoked or erased.");
        announced = meter.CreateCounter<long>("divoc.changes.announced", description: "Entries of ledgers that were announced, by what happened.");
        changesHandled = meter.CreateCounter<long>("divoc.changes.handled", description: "Messages of changes that waited for their write, shut it out, failed at a subscriber, or met a restored store.");
        webhooks = meter.CreateCounter<long>("divoc.webhooks", description: "Calls to webhooks of partners, and messages that waited for one, by what came of it.");
        setAside = meter.CreateCounter<long>("divoc.events.set_aside", description: "Events that failed for good.");
        replayed = meter.CreateCounter<long>("divoc.events.replayed", description: "Events that were set aside and sent again.");
        failedAttempts = meter.CreateCounter<long>("divoc.events.failed_attempts", description: "Attempts that will be repeated.");
        outages = meter.CreateCounter<long>("divoc.outages", description: "Attempts that met a store, key or queue out of reach.");
        verified = meter.CreateCounter<long>("divoc.certificates.verified", description: "Certificates that were presented and verified, by status.");
        latency = meter.CreateHistogram<double>("divoc.certificates.latency", "s", "From acceptance to the listed certificate.");
        stages = meter.CreateHistogram<double>("divoc.certificates.stage", "s", "Time of one stage: sign, render, store.");
        vaultCalls = meter.CreateHistogram<double>("divoc.vault.latency", "s", "Time of one answered call to a key vault, without the wait for its turn.");
        vaultThrottles = meter.CreateCounter<long>("divoc.vault.throttled", description: "Calls that a key vault refused for their rate.");
        vaultFailures = meter.CreateCounter<long>("divoc.vault.failures", description: "Calls to a key vault that failed otherwise.");
    }

    /// <summary>Events were queued.</summary>
    public void EventsAccepted(int count) => accepted.Add(count);

    /// <summary>A certify request was refused.</summary>
    public void RequestRefused(int status) => refused.Add(1, new KeyValuePair<string, object?>("status", status));

    /// <summary>A connection or a call was refused, beyond the bound <c>connections</c>, <c>address</c> or <c>bodies</c>, or for its <c>key</c>.</summary>
    public void CallerRefused(string bound) => callersRefused.Add(1, new KeyValuePair<string, object?>("bound", bound));

    /// <summary>A certificate was listed.</summary>
    public void CertificateIssued(string kind, TimeSpan sinceAcceptance)
    {
        var tag = new KeyValuePair<string, object?>("kind", kind);
        issued.Add(1, tag);
        latency.Record(sinceAcceptance.TotalSeconds, tag);
    }

    /// <summary>An event found its certificate issued already.</summary>
    public void DuplicateMet() => duplicates.Add(1);

    /// <summary>An update found its certificate replaced or revoked already.</summary>
    public void ConflictMet() => conflicts.Add(1);

    /// <summary>The state of a certificate was changed.</summary>
    public void StateChanged(string kind) => stateChanges.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>An entry of a ledger was announced.</summary>
    /// <param name="kind">What happened, in one word.</param>
    public void ChangeAnnounced(string kind) => announced.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>The message of a change was put off or shut out a write that may still be under way.</summary>
    /// <param name="what"><c>waited</c>, <c>fenced</c>, <c>failed</c>, <c>restored</c> or <c>overtaken</c>.</param>
    public void ChangeHandled(string what) => changesHandled.Add(1, new KeyValuePair<string, object?>("what", what));

    /// <summary>A partner was told of an event, or not.</summary>
    /// <param name="result"><c>delivered</c>, <c>refused</c>, <c>unreachable</c>, <c>timeout</c>, <c>forbidden</c> or <c>gone</c> of a call; <c>postponed</c>, <c>unwanted</c> or <c>given_up</c> of a message.</param>
    public void WebhookHandled(string result) => webhooks.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>An event failed for good.</summary>
    public void EventSetAside(string reason) => setAside.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>An event that was set aside was sent again.</summary>
    public void EventReplayed() => replayed.Add(1);

    /// <summary>An attempt failed and will be repeated.</summary>
    public void AttemptFailed() => failedAttempts.Add(1);

    /// <summary>Store, key or queue could not be reached.</summary>
    public void OutageMet() => outages.Add(1);

    /// <summary>A key vault did what it was asked: list, get or sign.</summary>
    public void VaultAnswered(string call, TimeSpan duration) => vaultCalls.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("call", call));

    /// <summary>A key vault refused a call for its rate.</summary>
    public void VaultThrottled(string call) => vaultThrottles.Add(1, new KeyValuePair<string, object?>("call", call));

    /// <summary>A call to a key vault failed.</summary>
    /// <param name="call">list, get or sign.</param>
    /// <param name="fault">The status, or a name for what had none.</param>
    public void VaultFailed(string call, string fault)
    {
        vaultFailures.Add(1, new KeyValuePair<string, object?>("call", call), new KeyValuePair<string, object?>("fault", fault));
    }

    /// <summary>A presented certificate got its verdict.</summary>
    public void CertificateVerified(string status) => verified.Add(1, new KeyValuePair<string, object?>("status", status));

    /// <summary>Times a stage until it is disposed.</summary>
    internal StageTimer Time(string stage) => new(stages, stage);

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}

/// <summary>Times one stage of issuing until it is disposed.</summary>
internal readonly struct StageTimer(Histogram<double> histogram, string stage) : IDisposable
{
    private readonly long start = Stopwatch.GetTimestamp();

    /// <summary>Ends the stage.</summary>
    public void Dispose() => histogram.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
}
