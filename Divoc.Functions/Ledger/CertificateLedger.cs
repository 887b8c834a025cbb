using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Ledger;

/// <summary>All certificates of one preEnrollmentCode: one document, changed only by conditional writes.</summary>
public sealed record CertificateLedger
{
    /// <summary>
    /// The maximum of versions of one owner in a document, in any state: one owner's versions never use the room of another.
    /// </summary>
    public const int MaximumVersions = 200;

    /// <summary>No version and no suspension is added to a document that is larger, in bytes.</summary>
    public const int MaximumBytes = 3 * 1024 * 1024;

    /// <summary>The maximum of blocks in a document, lifted ones included.</summary>
    public const int MaximumBars = 100;

    private const int MostDiscarded = 1000;

    /// <summary>A clock that is further ahead is wrong, and its times are not followed.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(1);

    /// <summary>With fewer entries, no document is near <see cref="MaximumBytes"/>, so that its size need not be checked.</summary>
    private const int FewEntries = 1000;

    /// <summary>
    /// The document's form. A new certificate type or a new file of a certificate needs no new form: keys, facts and hashes are open, and a
    /// program keeps what it does not know.
    /// </summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>How often the document was written: every write raises it by one.</summary>
    public long Revision { get; init; }

    /// <summary>A ledger without certificates.</summary>
    public static CertificateLedger Empty { get; } = new() { Versions = [] };

    /// <summary>The versions in the order in which they were listed.</summary>
    public required IReadOnlyList<ListedCertificate> Versions { get; init; }

    /// <summary>
    /// The certificate ids of failed events that were discarded: no delivery lists them any more. Only the last thousand, far more than
    /// there are copies in the queue; null for none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Discarded { get; init; }

    /// <summary>
    /// The owners that are blocked, oldest first, and those that were; only the last of these are kept. Null if there never was one.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<OwnerBar>? Bars { get; init; }

    /// <summary>
    /// The part of this ledger that a caller may see: the versions that it reaches, as if there were no others. Only for queries, never to
    /// be written.
    /// </summary>
    public CertificateLedger SeenBy(Caller caller) =>
        this with { Versions = [.. Versions.Where(version => caller.Reaches(version.Owner))] };

    /// <summary>Whether an owner can't have more versions here.</summary>
    /// <param name="owner">The owner; null for none.</param>
    public bool IsFullFor(string? owner) => CountOf(owner) >= MaximumVersions || IsTooLarge();

    /// <summary>How many versions an owner has.</summary>
    public int CountOf(string? owner) => Versions.Count(version => string.Equals(version.Owner, owner, StringComparison.Ordinal));

    /// <summary>Whether an owner is blocked: no more of its certificates are listed, and none of its versions is live.</summary>
    /// <param name="owner">The owner; null is never blocked.</param>
    public bool IsBarred(string? owner) => owner is not null && Bars?.Any(bar => bar.IsOf(owner)) == true;

    /// <summary>Whether one more owner can be blocked.</summary>
    public bool HasRoomForBar() => Bars is null || Bars.Count(bar => bar.Lifted is null) < MaximumBars;

    /// <summary>Whether the document has reached <see cref="MaximumBytes"/>. A revocation is written anyway.</summary>
    public bool IsTooLarge()
    {
        return Versions.Sum(version => 1 + version.Changes.Count) > FewEntries
            && JsonSerializer.SerializeToUtf8Bytes(this, LedgerJson.Compact.CertificateLedger).Length > MaximumBytes;
    }

    /// <summary>
    /// The future owner of the certificate of an event: the partner that sent it, or for an update, the owner of the replaced certificate.
    /// </summary>
    public string? OwnerOf(CertificationEvent certification) =>
        certification.Replaces is { } replaced ? Find(replaced)?.Owner : certification.Owner;

    /// <summary>How many versions a key has.</summary>
    public int CountOf(CertificateKey key) => Versions.Count(version => version.Key == key);

    /// <summary>The live version of a key, neither superseded nor revoked, or null.</summary>
    public ListedCertificate? LiveOf(CertificateKey key) => Versions.LastOrDefault(version => version.Key == key && version.IsLive());

    /// <summary>The version of a key that was listed last, in any state, or null.</summary>
    public ListedCertificate? NewestOf(CertificateKey key) => Versions.LastOrDefault(version => version.Key == key);

    /// <summary>How often a version was corrected: the number of versions that it replaced, one after the other.</summary>
    public int CorrectionsOf(ListedCertificate version)
    {
        var corrections = 0;
        for (var earlier = PredecessorOf(version); earlier is not null; earlier = PredecessorOf(earlier))
        {
            corrections++;
        }

        return corrections;
    }

    /// <summary>The latest replacement of a version; the version itself if there is none.</summary>
    public ListedCertificate SuccessorOf(ListedCertificate version)
    {
        var last = version;
        while (last.ReplacedBy() is { } next)
        {
            last = Find(next)!;
        }

        return last;
    }

    /// <summary>
    /// The suspensions of a version that no reinstatement has lifted. Those of a superseded one were copied to its replacement, and are
    /// lifted there.
    /// </summary>
    public IReadOnlyList<StateChange> StandingSuspensionsOf(ListedCertificate version)
    {
        var own = version.StandingSuspensions();
        if (own.Count == 0 || version.ReplacedBy() is not { } next || Find(next) is not { } successor)
        {
            return own;
        }

        var left = StandingSuspensionsOf(successor);
        return [.. own.Where(suspension => left.Any(
            other => other.At == suspension.At && other.From == suspension.From && other.Until == suspension.Until))];
    }

    /// <summary>The version that one replaced; null if it was the first.</summary>
    public ListedCertificate? PredecessorOf(ListedCertificate version) =>
        Versions.FirstOrDefault(earlier => earlier.ReplacedBy() == version.CertificateId);

    /// <summary>
    /// Whether an accepted event can still be listed: its key has as many versions as at acceptance, and the version that it should replace
    /// is live. If not, it never can be listed again, because versions are not removed and never become live again.
    /// </summary>
    /// <param name="key">The key of the event.</param>
    /// <param name="versionsAtAcceptance">How many versions the key had when the event was accepted.</param>
    /// <param name="replaces">The version that it should replace; null unless it is an update.</param>
    public bool CanList(CertificateKey key, int versionsAtAcceptance, string? replaces)
    {
        return CountOf(key) == versionsAtAcceptance && LiveOf(key)?.CertificateId == replaces;
    }

    /// <summary>Whether the event of a certificate id was discarded.</summary>
    public bool HasDiscarded(string certificateId) => Discarded?.Contains(certificateId, StringComparer.Ordinal) == true;

    /// <summary>The version with a certificate id, or null.</summary>
    public ListedCertificate? Find(string certificateId)
    {
        return Versions.FirstOrDefault(version => string.Equals(version.CertificateId, certificateId, StringComparison.Ordinal));
    }

    /// <summary>All entries: certificates and changes, in the order of the revisions.</summary>
    public IEnumerable<LedgerEntry> Entries()
    {
        return Versions.SelectMany(
            version => version.Changes.Select(change => new LedgerEntry(version, change)).Prepend(new LedgerEntry(version, null)))
            .OrderBy(entry => entry.Revision);
    }

    /// <summary>The first revision that an order has written; null if no entry of it is kept.</summary>
    public long? RevisionOf(string order)
    {
        return Entries().Select(entry => (entry.Order, entry.Revision)).Concat(BarOrders().Select(bar => (bar.Order, bar.Revision)))
            .Where(written => string.Equals(written.Order, order, StringComparison.Ordinal))
            .Min(written => (long?)written.Revision);
    }

    /// <summary>
    /// The time of an entry that is decided now, calculated again at each try: at least a millisecond after all existing entries, even if
    /// the clock of the machine that wrote the last entry is a little ahead.
    /// </summary>
    /// <param name="now">The time (UTC).</param>
    public DateTimeOffset TimeOfNext(DateTimeOffset now)
    {
        var next = Entries().Select(entry => entry.Change?.At ?? entry.Certificate.IssuedAt).DefaultIfEmpty().Max().AddMilliseconds(1);
        return next > now && next - now <= MostAhead ? next : now;
    }

    /// <summary>The certificate that an order has changed; if an update copied the change, the certificate that has it now.</summary>
    public ListedCertificate ChangedBy(string order) =>
        Entries().Last(entry => string.Equals(entry.Order, order, StringComparison.Ordinal)).Certificate;

    /// <summary>This ledger as a revision: entries without a revision get this one.</summary>
    public CertificateLedger AsRevision(long revision) => this with
    {
        Revision = revision,
        Versions = [.. Versions.Select(version => version with
        {
            Revision = version.Revision == 0 ? revision : version.Revision,
            Changes = [.. version.Changes.Select(change => change.Revision == 0 ? change with { Revision = revision } : change)],
        })],
        Bars = Bars is null ? null : [.. Bars.Select(bar => bar.AsRevision(revision))],
    };

    /// <summary>This ledger with the event of a certificate id discarded.</summary>
    public CertificateLedger WithDiscarded(string certificateId) =>
        this with { Discarded = [.. (Discarded ?? []).TakeLast(MostDiscarded - 1), certificateId] };

    /// <summary>
    /// This ledger with an owner released: its live versions are revoked, all its versions are reduced, and it is blocked. The versions
    /// still count for their keys and for the owner.
    /// </summary>
    /// <param name="owner">The owner, who is not blocked yet.</param>
    /// <param name="change">When, why and by whom.</param>
    public CertificateLedger WithReleased(string owner, StateChange change)
    {
        var bars = Bars?.ToList() ?? [];
        if (bars.Count >= MaximumBars)
        {
            bars.RemoveAt(bars.FindIndex(bar => bar.Lifted is not null));
        }

        return this with
        {
            Versions = [.. Versions.Select(version => version.Owner == owner ? version.Released(change) : version)],
            Bars = [.. bars, new OwnerBar { Owner = owner, Barred = BarOrder.Of(change) }],
        };
    }

    /// <summary>This ledger with the block of an owner lifted. Revoked certificates stay revoked.</summary>
    /// <param name="owner">The owner, who is blocked.</param>
    /// <param name="change">When, why and by whom.</param>
    public CertificateLedger WithAdmitted(string owner, StateChange change)
    {
        return this with { Bars = [.. Bars!.Select(bar => bar.IsOf(owner) ? bar with { Lifted = BarOrder.Of(change) } : bar)] };
    }

    /// <summary>This ledger with one more version.</summary>
    public CertificateLedger With(ListedCertificate version) => this with { Versions = [.. Versions, version] };

    /// <summary>This ledger with a changed version instead of the one with the same certificate id.</summary>
    public CertificateLedger WithChanged(ListedCertificate version)
    {
        return this with { Versions = [.. Versions.Select(listed => listed.CertificateId == version.CertificateId ? version : listed)] };
    }

    /// <summary>
    /// This ledger with an update: the live version of its key is superseded, and the new one is listed. The new version takes over the
    /// owner and current or future suspensions: a correction neither changes the owner nor lifts a suspension.
    /// </summary>
    /// <param name="version">The new version.</param>
    /// <param name="superseded">The change of the former version; its <see cref="StateChange.ReplacedBy"/> is the new one.</param>
    /// <exception cref="InvalidOperationException">The key has no live version.</exception>
    public CertificateLedger WithUpdate(ListedCertificate version, StateChange superseded)
    {
        var replaced = LiveOf(version.Key) ?? throw new InvalidOperationException("An update needs a live version to replace.");
        var suspensions = replaced.StandingSuspensions().Where(suspension => suspension.Until is null || suspension.Until > superseded.At);
        return WithChanged(replaced.With(superseded))
            .With(version with { Owner = replaced.Owner, Changes = [.. suspensions.Select(Carry)] });
    }

    private IEnumerable<BarOrder> BarOrders() =>
        Bars?.SelectMany(bar => bar.Lifted is null ? [bar.Barred] : new[] { bar.Barred, bar.Lifted }) ?? [];

    /// <summary>A separate entry: the original stays where it was, with the order that requested it.</summary>
    private static StateChange Carry(StateChange suspension) => suspension with { Carried = true, Revision = 0 };
}
