using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>
/// One entry of a certificate's history: what, when, why and by whom. Entries are only ever added, but that a release takes suspensions and reinstatements away.
/// </summary>
public sealed record StateChange
{
    /// <summary>The longest <see cref="Reason"/>, in characters.</summary>
    public const int LongestReason = 32;

    /// <summary>The longest <see cref="Text"/>, in characters, so that a ledger with the most versions and changes fits into one document.</summary>
    public const int LongestText = 140;

    /// <summary>What happened.</summary>
    public required StateChangeKind Kind { get; init; }

    /// <summary>The revision of the ledger that holds it first; 0 until it is written.</summary>
    public long Revision { get; init; }

    /// <summary>The order that asked for it: of one call, or the certificate id of the update.</summary>
    public string Order { get; init; } = "";

    /// <summary>Whether an update took it over from the certificate that it replaced.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Carried { get; init; }

    /// <summary>When it was written (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why, as a word of the caller's such as <c>WRONG_PERSON</c>: at most 32 upper-case letters, digits and underscores.</summary>
    public required string Reason { get; init; }

    /// <summary>Why, in the caller's words; null where none came, or once the certificate was erased or released.</summary>
    public string? Text { get; init; }

    /// <summary>By whom: the <see cref="Caller.Name"/> of the call.</summary>
    public required string By { get; init; }

    /// <summary>The certificate that took its place; null unless superseded.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>From when it does not hold (UTC); null unless suspended.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when it does not hold (UTC, exclusive); null unless suspended, and where only a reinstatement ends it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether this is a suspension that holds at an instant.</summary>
    internal bool SuspendsAt(DateTimeOffset instant)
    {
        return Kind == StateChangeKind.Suspended && From <= instant && (Until is null || instant < Until);
    }
}

/// <summary>What happened to a certificate after it was issued.</summary>
public enum StateChangeKind
{
    /// <summary>An update took its place.</summary>
    Superseded,

    /// <summary>It does not hold for a while, or until it is reinstated.</summary>
    Suspended,

    /// <summary>All suspensions before are lifted, begun or not.</summary>
    Reinstated,

    /// <summary>It never holds again.</summary>
    Revoked,

    /// <summary>Its artifacts and facts are gone; what it is worth stays as it was.</summary>
    Erased,

    /// <summary>
    /// It did not hold before, and its facts, texts and suspensions are gone, since its owner was released from the ledger. One that was live is revoked instead.
    /// </summary>
    Released,
}
