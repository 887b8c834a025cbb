using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Faults.Ledgers;

/// <summary>Holds every write of a ledger and every announcement against the promises.</summary>
internal sealed class LedgerJudge(Tally tally)
{
    /// <summary>The subscriber that wants to hear of everything.</summary>
    public const string Sender = "sender";

    /// <summary>The subscriber that wants to hear of changes alone.</summary>
    public const string SenderOfChanges = "changes";

    private readonly Dictionary<string, CertificateLedger> ledgers = new(StringComparer.Ordinal);

    /// <summary>All that was ever written, what a release took away included.</summary>
    private readonly HashSet<(string Ledger, (string CertificateId, string Kind, long Revision, string Order) Facts)> entries = [];
    private readonly HashSet<(string Subscriber, string Ledger, string CertificateId, long Revision, string Kind)> announced = [];
    private readonly List<string> shortIds = [];
    private readonly List<string> notes = [];
    private readonly List<string> broken = [];
    private StopPoint? stopsAt;

    public Tally Tally => tally;

    public IReadOnlyList<string> Notes => notes;

    public IReadOnlyList<string> Broken => broken;

    /// <summary>Every ledger as it was written last, by name.</summary>
    public IReadOnlyDictionary<string, CertificateLedger> Ledgers => ledgers;

    /// <summary>Whether a message of a write that is based on a revision of a ledger is not handled to its end.</summary>
    public required Func<string, long, bool> HoldsMessageOf { get; init; }

    public void Note(string step) => notes.Add(step);

    public void Report(string? fault)
    {
        if (fault is not null)
        {
            broken.Add(fault);
        }
    }

    public void StopAfter(StopPoint? point) => stopsAt = point;

    /// <summary>Counts a named write. Returns whether its process is to stop right after it.</summary>
    public bool IsToStopAfter(ProtocolWrite name)
    {
        tally.Met(name);
        stopsAt = stopsAt?.After(name);
        if (stopsAt is not { Left: 0 })
        {
            return false;
        }

        stopsAt = null;
        tally.StoppedAt(name);
        return true;
    }

    /// <summary>A name in the store with ids that a schedule can be compared by.</summary>
    public string Shorten(ArtifactName name)
    {
        return string.Join(
            '/',
            name.Name.Split('/', '.').Select(part => part.Length >= 26 ? $"#{NumberOf(part)}" : part).Where(part => part is not "json"));
    }

    /// <summary>A write of a ledger has taken effect.</summary>
    public void SawLedger(string name, CertificateLedger written, LedgerFlow by)
    {
        var before = ledgers.GetValueOrDefault(name, CertificateLedger.Empty);
        ledgers[name] = written;
        Report(written.Revision == before.Revision + 1 ? null : $"revision {before.Revision} was followed by {written.Revision}");
        var old = before.Entries().Select(Facts).ToHashSet();
        var now = written.Entries().Select(Facts).ToList();
        entries.UnionWith(now.Select(facts => (name, facts)));
        Report(old.Except(now).All(lost => IsTakenByRelease(written, lost)) ? null : "an entry was changed or taken away");
        JudgeBars(before, written);
        Report(now.Except(old).All(entry => entry.Revision == written.Revision) ? null : "a new entry has another revision than the write");
        Report(
            written.Versions.GroupBy(version => version.Key).Any(key => key.Count(version => version.IsLive()) > 1)
                ? "a key has two live certificates"
                : null);
        Report(
            written.Entries()
                .Where(entry => entry.Change?.Carried != true)
                .GroupBy(entry => AppliedBy(written, entry))
                .Any(order => order.Count() > 1)
                ? "an order was applied twice"
                : null);
        Report(by.IsHeldBack ? "a write came that was held back until its message was handled" : null);
        Report(by.AnnouncesAhead && !HoldsMessageOf(name, before.Revision) ? "a write came of which no message is left" : null);
    }

    /// <summary>A subscriber was told of an entry.</summary>
    public void SawAnnouncement(string subscriber, string ledger, LedgerEntry entry)
    {
        Report(
            entries.Contains((ledger, Facts(entry)))
                ? null
                : $"{entry.Kind} of revision {entry.Revision} was announced and is not written");
        Report(subscriber == SenderOfChanges && entry.Change is null ? "an issuing was announced to who does not want it" : null);
        tally.Count(
            announced.Add((subscriber, ledger, entry.Certificate.CertificateId, entry.Revision, entry.Kind))
                ? "entries announced"
                : "entries announced again");
    }

    /// <summary>What holds when all is quiet: every entry was announced, and the register says what the ledgers say.</summary>
    public async Task LookAtTheEndAsync(StatusRegister register)
    {
        var registered = (await register.ListAsync("", null, CancellationToken.None)).Statuses
            .ToDictionary(status => $"{StatusRegister.Prefix}{status.Hash}.json");
        foreach (var (name, ledger) in ledgers)
        {
            tally.Count("entries written", ledger.Entries().Count());
            foreach (var entry in ledger.Entries())
            {
                JudgeAnnounced(Sender, name, entry);
                JudgeAnnounced(SenderOfChanges, name, entry);
            }

            foreach (var certificate in ledger.Versions)
            {
                Report(ProblemOf(ledger, certificate, registered.GetValueOrDefault(StatusRegister.DocumentOf(certificate.CertificateId))));
            }
        }
    }

    private void JudgeAnnounced(string subscriber, string ledger, LedgerEntry entry)
    {
        var isWanted = entry.Change is not null || subscriber == Sender;
        var isAnnounced = announced.Contains((subscriber, ledger, entry.Certificate.CertificateId, entry.Revision, entry.Kind));
        Report(
            isWanted && !isAnnounced
                ? $"{entry.Kind} of revision {entry.Revision} of ledger #{NumberOf(ledger)} was never announced to {subscriber}"
                : null);
    }

    private static string? ProblemOf(CertificateLedger ledger, ListedCertificate certificate, RegisteredStatus? registered)
    {
        if (certificate.Changes.Count == 0)
        {
            return registered is null ? null : "the register has a certificate to which nothing happened";
        }

        if (registered is null)
        {
            return "the register misses a certificate";
        }

        var spans = ledger.StandingSuspensionsOf(certificate)
            .Select(suspension => new SuspensionSpan(suspension.From!.Value, suspension.Until))
            .ToList();
        var state = StateOf(certificate, spans.Count > 0);
        var isRight = registered.State == state && registered.Suspended.SequenceEqual(spans) && registered.Revision <= ledger.Revision;
        return isRight
            ? null
            : $"the register says {registered.State} with {registered.Suspended.Count} spans by revision {registered.Revision}, "
                + $"the ledger {state} with {spans.Count} by {ledger.Revision}";
    }

    private static RegisteredState StateOf(ListedCertificate certificate, bool isSuspended)
    {
        if (certificate.Changes.Any(change => change.Kind == StateChangeKind.Revoked))
        {
            return RegisteredState.Revoked;
        }

        if (certificate.Changes.Any(change => change.Kind == StateChangeKind.Superseded))
        {
            return RegisteredState.Superseded;
        }

        return isSuspended ? RegisteredState.Suspended : RegisteredState.None;
    }

    private static (string CertificateId, string Kind, long Revision, string Order) Facts(LedgerEntry entry) =>
        (entry.Certificate.CertificateId, entry.Kind, entry.Revision, entry.Order);

    /// <summary>
    /// The certificate id of an update lists it and ends the one before: two entries of one order. A release has one for each certificate
    /// that it changes.
    /// </summary>
    private static (string Order, bool Supersedes, string? Released) AppliedBy(CertificateLedger written, LedgerEntry entry) =>
        (
            entry.Order, entry.Change?.Kind == StateChangeKind.Superseded,
            written.Bars?.Any(bar => bar.Barred.Order == entry.Order) == true ? entry.Certificate.CertificateId : null);

    /// <summary>Only suspensions and their ends go, of certificates whose owner this write bars.</summary>
    private static bool IsTakenByRelease(CertificateLedger written, (string CertificateId, string Kind, long Revision, string Order) lost)
    {
        var owner = written.Find(lost.CertificateId)?.Owner;
        return lost.Kind is nameof(StateChangeKind.Suspended) or nameof(StateChangeKind.Reinstated)
            && written.Bars?.Any(bar => bar.Owner == owner && bar.Barred.Revision == written.Revision) == true;
    }

    /// <summary>
    /// A bar stands until it is lifted by a write of its own, and whoever is barred has nothing that is live or could tell of a person.
    /// </summary>
    private void JudgeBars(CertificateLedger before, CertificateLedger written)
    {
        foreach (var bar in before.Bars ?? [])
        {
            var now = written.Bars?.FirstOrDefault(other => other.Barred == bar.Barred);
            Report(
                now == bar || (bar.Lifted is null && now?.Lifted?.Revision == written.Revision) ? null : "a bar was changed or taken away");
        }

        foreach (var version in written.Versions.Where(version => written.IsBarred(version.Owner)))
        {
            Report(version.IsLive() ? "a barred owner has a live certificate" : null);
            Report(
                version.Facts is null
                    && version.StandingSuspensions().Count == 0
                    && version.Changes.All(change => change.Text is null || change.Kind == StateChangeKind.Erased)
                    ? null : "of a released certificate more is left than its state");
        }
    }

    private int NumberOf(string id)
    {
        var number = shortIds.IndexOf(id);
        if (number < 0)
        {
            number = shortIds.Count;
            shortIds.Add(id);
        }

        return number;
    }
}
