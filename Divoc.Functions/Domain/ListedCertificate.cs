using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>One issued certificate, as the ledger lists it. A certificate that is not listed does not exist.</summary>
public sealed record ListedCertificate
{
    /// <summary>No version has more state changes.</summary>
    public const int MaximumChanges = 100;

    /// <summary>
    /// Suspensions and reinstatements end here, so that the changes that happen once each and must never be refused (superseded, revoked,
    /// erased) always have room.
    /// </summary>
    public const int MaximumRepeatableChanges = MaximumChanges - 3;

    private const int LongestCountry = 64;

    /// <summary>The key of the certificate.</summary>
    public required CertificateKey Key { get; init; }

    /// <summary>The version of its type's definition.</summary>
    public required int TypeVersion { get; init; }

    /// <summary>Its id (<see cref="Domain.CertificateId"/>); also the id of the order that listed it.</summary>
    public required string CertificateId { get; init; }

    /// <summary>The partner that owns it; null for no owner, as for certificates from before there were partners.</summary>
    public string? Owner { get; init; }

    /// <summary>The request that contained its event; null if that was not stored, as in earlier versions of the program.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RequestId { get; init; }

    /// <summary>The revision of the ledger that listed it; 0 until it is written.</summary>
    public long Revision { get; init; }

    /// <summary>When it was listed (UTC).</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The kid of the key that signed it.</summary>
    public required string Kid { get; init; }

    /// <summary>The template that made the stored page, such as <c>vaccination/1</c>.</summary>
    [JsonPropertyName("template")]
    public required string TemplateVersion { get; init; }

    /// <summary>SHA-256 of the stored artifacts. They stay when the certificate is erased.</summary>
    public required ArtifactHashes Hashes { get; init; }

    /// <summary>
    /// SHA-256 over every value of the credential, independent of its layout, as its format defines it, as 64 lower-case hex digits. The
    /// member has the name that DIVOC's format gave it.
    /// </summary>
    [JsonPropertyName("canonicalHash")]
    public required string BindingHash { get; init; }

    /// <summary>The last day on which it is valid; null if it never expires.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>What later pages show of the event; null if the certificate is erased or released.</summary>
    public EventFacts? Facts { get; init; }

    /// <summary>
    /// Country of the facility, which revocation lists of other formats need. Set only for a released certificate, because its facts are
    /// gone; else null.
    /// </summary>
    public string? Country { get; init; }

    /// <summary>What happened since it was listed, in that order. Documents from before there were changes lack the member.</summary>
    public IReadOnlyList<StateChange> Changes { get; init => field = value is { Count: > 0 } ? value : []; } = [];

    /// <summary>
    /// Whether it is neither superseded nor revoked: a suspended or erased one is still live in this sense. At most one version of a key
    /// is.
    /// </summary>
    public bool IsLive() => !Changes.Any(change => change.Kind is StateChangeKind.Superseded or StateChangeKind.Revoked);

    /// <summary>Whether it was revoked.</summary>
    public bool IsRevoked() => Find(StateChangeKind.Revoked) is not null;

    /// <summary>
    /// Whether its artifacts and facts were erased. That does not end its validity: its hashes still show whether a presented credential is
    /// this one.
    /// </summary>
    public bool IsErased() => Find(StateChangeKind.Erased) is not null;

    /// <summary>The certificate that replaced it, or null.</summary>
    public string? ReplacedBy() => Find(StateChangeKind.Superseded)?.ReplacedBy;

    /// <summary>The state at an instant. A suspension begins and ends at its times, without a write.</summary>
    public CertificateState StateAt(DateTimeOffset instant)
    {
        if (Find(StateChangeKind.Revoked) is { } revoked)
        {
            return new CertificateState(CertificateStatus.Revoked, revoked.At, revoked.Reason, ReplacedBy());
        }

        if (Find(StateChangeKind.Superseded) is { } superseded)
        {
            return new CertificateState(CertificateStatus.Superseded, superseded.At, superseded.Reason, superseded.ReplacedBy);
        }

        var standing = StandingSuspensions();
        return standing.Any(suspension => suspension.SuspendsAt(instant))
            ? SuspendedAt(instant, standing)
            : new CertificateState(CertificateStatus.Live, LiveSince(instant, standing));
    }

    /// <summary>The suspensions that no reinstatement has lifted: past, current or future.</summary>
    public IReadOnlyList<StateChange> StandingSuspensions()
    {
        return [.. Changes.Reverse()
            .TakeWhile(change => change.Kind != StateChangeKind.Reinstated)
            .Where(change => change.Kind == StateChangeKind.Suspended)
            .Reverse()];
    }

    /// <summary>
    /// This version with one more change. Erasing also removes the facts and the texts of earlier changes, because both can reveal the
    /// person.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no room for it; see <see cref="HasRoomFor"/>.</exception>
    public ListedCertificate With(StateChange change)
    {
        if (!HasRoomFor(change.Kind))
        {
            throw new InvalidOperationException("The version has no room for this change.");
        }

        return change.Kind == StateChangeKind.Erased
            ? this with { Facts = null, Country = null, Changes = [.. Changes.Select(earlier => earlier with { Text = null }), change] }
            : this with { Changes = [.. Changes, change] };
    }

    /// <summary>
    /// This version reduced to its key, its status and the proof that it was issued. Facts, texts, suspensions and reinstatements are
    /// removed, so that it needs little space. A live one is revoked by this. One that is already reduced stays unchanged.
    /// </summary>
    /// <param name="change">When, why and by whom; its kind is set here.</param>
    public ListedCertificate Released(StateChange change)
    {
        var kept = Changes.Where(earlier => !IsRepeatable(earlier)).Select(earlier => earlier with { Text = null }).ToList();
        if (!IsLive() && Facts is null && kept.SequenceEqual(Changes))
        {
            return this;
        }

        return this with
        {
            Facts = null,
            Country = Facts?.Country is { Length: > 0 and <= LongestCountry } country ? country : Country,
            Changes = [.. kept, change with { Kind = IsLive() ? StateChangeKind.Revoked : StateChangeKind.Released }],
        };
    }

    /// <summary>
    /// Whether a change of a kind can be added: superseded, revoked and erased once each and always; the others while there is room.
    /// </summary>
    public bool HasRoomFor(StateChangeKind kind)
    {
        return kind is StateChangeKind.Suspended or StateChangeKind.Reinstated
            ? Changes.Count(IsRepeatable) < MaximumRepeatableChanges
            : Find(kind) is null;
    }

    private static bool IsRepeatable(StateChange change) => change.Kind is StateChangeKind.Suspended or StateChangeKind.Reinstated;

    /// <summary>Suspensions that overlap or touch count as one.</summary>
    private static CertificateState SuspendedAt(DateTimeOffset instant, IReadOnlyList<StateChange> standing)
    {
        var first = standing.First(suspension => suspension.SuspendsAt(instant));
        var since = first.From!.Value;
        while (standing.FirstOrDefault(
            suspension => suspension.From < since && (suspension.Until is null || suspension.Until >= since)) is { } earlier)
        {
            since = earlier.From!.Value;
        }

        var until = first.Until;
        while (until is { } end && standing.FirstOrDefault(suspension => suspension.SuspendsAt(end)) is { } later)
        {
            until = later.Until;
        }

        return new CertificateState(CertificateStatus.Suspended, since, first.Reason, SuspendedUntil: until);
    }

    private DateTimeOffset LiveSince(DateTimeOffset instant, IReadOnlyList<StateChange> standing)
    {
        var ends = standing.Where(suspension => suspension.Until <= instant).Select(suspension => suspension.Until!.Value);
        var reinstatements = Changes.Where(change => change.Kind == StateChangeKind.Reinstated).Select(change => change.At);
        return ends.Concat(reinstatements).Append(IssuedAt).Max();
    }

    private StateChange? Find(StateChangeKind kind) => Changes.FirstOrDefault(change => change.Kind == kind);
}
