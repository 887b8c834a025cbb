using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Ledger;

/// <summary>All certificates of one preEnrollmentCode: one document, changed only by conditional writes.</summary>
public sealed record CertificateLedger
{
    /// <summary>No owner has more versions in a document, in whatever state: those of one never take room from another.</summary>
    public const int MaximumVersions = 200;

    /// <summary>No version and no suspension is added to a document that is larger, in bytes.</summary>
    public const int MaximumBytes = 3 * 1024 * 1024;

    /// <summary>No document has more bars, those that were lifted included.</summary>
    public const int MaximumBars = 100;

    private const int MostDiscarded = 1000;

    /// <summary>A clock that is further ahead is wrong, and nobody follows it.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(1);

    /// <summary>With less entries no document comes near <see cref="MaximumBytes"/>, so that its size need not be looked at.</summary>
    private const int FewEntries = 1000;

    /// <summary>
    /// The document's form. A new certificate type or file of a certificate needs no new one: keys, facts and hashes are open, and what a program does not know of them it keeps.
    /// </summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>How often the document was written: every write raises it by one.</summary>
    public long Revision { get; init; }

    /// <summary>A ledger that lists nothing.</summary>
    public static CertificateLedger Empty { get; } = new() { Versions = [] };

    /// <summary>The versions in the order in which they were listed.</summary>
    public required IReadOnlyList<ListedCertificate> Versions { get; init; }

    /// <summary>The certificate ids of failed events that were discarded: no delivery lists them any more. The last thousand, far more than have copies under way; null where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Discarded { get; init; }

    /// <summary>Which owners are barred, the first first, and which were: of those only the last are kept. Null where none ever was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<OwnerBar>? Bars { get; init; }

    /// <summary>
    /// What a caller sees of this ledger: the versions that it reaches, as if there were no others. To look things up in, never to be written.
    /// </summary>
    public CertificateLedger SeenBy(Caller caller) => this with { Versions = [.. Versions.Where(version => caller.Reaches(version.Owner))] };

    /// <summary>Whether an owner can have no more versions here.</summary>
    /// <param name="owner">The owner; null for what belongs to nobody.</param>
    public bool IsFullFor(string? owner) => CountOf(owner) >= MaximumVersions || IsTooLarge();

    /// <summary>How many versions an owner has.</summary>
    public int CountOf(string? owner) => Versions.Count(version => string.Equals(version.Owner, owner, StringComparison.Ordinal));

    /// <summary>Whether an owner is barred: nothing more of it is listed, and none of its versions is live.</summary>
    /// <param name="owner">The owner; what belongs to nobody is never barred.</param>
    public bool IsBarred(string? owner) => owner is not null && Bars?.Any(bar => bar.IsOf(owner)) == true;

    /// <summary>Whether one more owner can be barred.</summary>
    public bool HasRoomForBar() => Bars is null || Bars.Count(bar => bar.Lifted is null) < MaximumBars;

    /// <summary>Whether the document has come to <see cref="MaximumBytes"/>. A revocation is written all the same.</summary>
    public bool IsTooLarge()
    {
        return Versions.Sum(version => 1 + version.Changes.Count) > FewEntries
            && JsonSerializer.SerializeToUtf8Bytes(this, LedgerJson.Compact.CertificateLedger).Length > MaximumBytes;
    }

    /// <summary>Who will own the certificate of an event: the partner that sent it, or of an update the owner of what it replaces.</summary>
    public string? OwnerOf(CertificationEvent certification) => certification.Replaces is { } replaced ? Find(replaced)?.Owner : certification.Owner;

    /// <summary>How many versions a key has.</summary>
    public int CountOf(CertificateKey key) => Versions.Count(version => version.Key == key);

    /// <summary>The live version of a key, neither superseded nor revoked, or null.</summary>
    public ListedCertificate? LiveOf(CertificateKey key) => Versions.LastOrDefault(version => version.Key == key && version.IsLive());

    /// <summary>The version of a key that was listed last, whatever became of it, or null.</summary>
    public ListedCertificate? NewestOf(CertificateKey key) => Versions.LastOrDefault(version => version.Key == key);

    /// <summary>How often a version was corrected before it became what it is: the versions that it replaced one after the other.</summary>
    public int CorrectionsOf(ListedCertificate version)
    {
        var corrections = 0;
        for (var earlier = PredecessorOf(version); earlier is not null; earlier = PredecessorOf(earlier))
        {
            corrections++;
        }

        return corrections;
    }

    /// <summary>The version that stands in the place of one: itself, or what replaced it in the end.</summary>
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
    /// The suspensions of a version that no reinstatement has lifted. Those of a superseded one went over to what replaced it, and are lifted there.
    /// </summary>
    public IReadOnlyList<StateChange> StandingSuspensionsOf(ListedCertificate version)
    {
        var own = version.StandingSuspensions();
        if (own.Count == 0 || version.ReplacedBy() is not { } next || Find(next) is not { } successor)
        {
            return own;
        }

        var left = StandingSuspensionsOf(successor);
        return [.. own.Where(suspension => left.Any(other => other.At == suspension.At && other.From == suspension.From && other.Until == suspension.Until))];
    }

    /// <summary>The version that one replaced; null if it was the first.</summary>
    public ListedCertificate? PredecessorOf(ListedCertificate version) => Versions.FirstOrDefault(earlier => earlier.ReplacedBy() == version.CertificateId);

    /// <summary>
    /// Whether an accepted event can still be listed: its key has as many versions as at acceptance, and what it is to replace is live. If not, it never
    /// can be again, since versions are not taken away and what is not live does not become so.
    /// </summary>
    /// <param name="key">The key of the event.</param>
    /// <param name="versionsAtAcceptance">How many versions the key had when the event was accepted.</param>
    /// <param name="replaces">The version that it is to replace; null for one that is no update.</param>
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

    /// <summary>All that was ever written: what was listed and what changed, in the order of the revisions.</summary>
    public IEnumerable<LedgerEntry> Entries()
    {
        return Versions.SelectMany(version => version.Changes.Select(change => new LedgerEntry(version, change)).Prepend(new LedgerEntry(version, null)))
            .OrderBy(entry => entry.Revision);
    }

    /// <summary>The first revision that an order has written; null if it has written none that is still told.</summary>
    public long? RevisionOf(string order)
    {
        return Entries().Select(entry => (entry.Order, entry.Revision)).Concat(BarOrders().Select(bar => (bar.Order, bar.Revision)))
            .Where(written => string.Equals(written.Order, order, StringComparison.Ordinal))
            .Min(written => (long?)written.Revision);
    }

    /// <summary>
    /// The time of an entry that is decided now, at each try anew: a millisecond at least after all that is here, also where the clock of the machine that wrote the last entry is a little ahead.
    /// </summary>
    /// <param name="now">The time (UTC).</param>
    public DateTimeOffset TimeOfNext(DateTimeOffset now)
    {
        var next = Entries().Select(entry => entry.Change?.At ?? entry.Certificate.IssuedAt).DefaultIfEmpty().Max().AddMilliseconds(1);
        return next > now && next - now <= MostAhead ? next : now;
    }

    /// <summary>The certificate that an order has changed; of one that an update took over, the one that it stands at now.</summary>
    public ListedCertificate ChangedBy(string order) => Entries().Last(entry => string.Equals(entry.Order, order, StringComparison.Ordinal)).Certificate;

    /// <summary>This ledger as a revision: entries that no revision has yet are its own.</summary>
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
    public CertificateLedger WithDiscarded(string certificateId) => this with { Discarded = [.. (Discarded ?? []).TakeLast(MostDiscarded - 1), certificateId] };

    /// <summary>
    /// This ledger with an owner released from it: its live versions are revoked, of all of them little is left, and it is barred. They go on
    /// counting, for their keys and for the owner.
    /// </summary>
    /// <param name="owner">The owner, who is not barred yet.</param>
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

    /// <summary>This ledger with the bar of an owner lifted. What was revoked stays so.</summary>
    /// <param name="owner">The owner, who is barred.</param>
    /// <param name="change">When, why and by whom.</param>
    public CertificateLedger WithAdmitted(string owner, StateChange change)
    {
        return this with { Bars = [.. Bars!.Select(bar => bar.IsOf(owner) ? bar with { Lifted = BarOrder.Of(change) } : bar)] };
    }

    /// <summary>This ledger with one more version.</summary>
    public CertificateLedger With(ListedCertificate version) => this with { Versions = [.. Versions, version] };

    /// <summary>This ledger with a changed version in the place of the one with the same certificate id.</summary>
    public CertificateLedger WithChanged(ListedCertificate version)
    {
        return this with { Versions = [.. Versions.Select(listed => listed.CertificateId == version.CertificateId ? version : listed)] };
    }

    /// <summary>
    /// This ledger with an update: the live version of its key is superseded, and the new one listed. The owner, and a suspension that holds or is
    /// to come, go over to the new version: a correction neither takes a certificate from its owner nor lifts its suspension.
    /// </summary>
    /// <param name="version">The new version.</param>
    /// <param name="superseded">The change of the one before; its <see cref="StateChange.ReplacedBy"/> is the new one.</param>
    /// <exception cref="InvalidOperationException">The key has no live version.</exception>
    public CertificateLedger WithUpdate(ListedCertificate version, StateChange superseded)
    {
        var replaced = LiveOf(version.Key) ?? throw new InvalidOperationException("An update needs a live version to replace.");
        var suspensions = replaced.StandingSuspensions().Where(suspension => suspension.Until is null || suspension.Until > superseded.At);
        return WithChanged(replaced.With(superseded)).With(version with { Owner = replaced.Owner, Changes = [.. suspensions.Select(Carry)] });
    }

    private IEnumerable<BarOrder> BarOrders() => Bars?.SelectMany(bar => bar.Lifted is null ? [bar.Barred] : new[] { bar.Barred, bar.Lifted }) ?? [];

    /// <summary>An entry of its own: the one it is taken from stays where it was, with the order that asked for it.</summary>
    private static StateChange Carry(StateChange suspension) => suspension with { Carried = true, Revision = 0 };
}
