using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>
/// One entry of a certificate's history: what, when, why and by whom. Entries are only added, never removed, except that a release removes
/// suspensions and reinstatements.
/// </summary>
public sealed record StateChange
{
    /// <summary>The longest <see cref="Reason"/>, in characters.</summary>
    public const int LongestReason = 32;

    /// <summary>
    /// The longest <see cref="Text"/>, in characters. With it, a ledger with the maximum of versions and changes fits into one document.
    /// </summary>
    public const int LongestText = 140;

    /// <summary>What happened.</summary>
    public required StateChangeKind Kind { get; init; }

    /// <summary>The first revision of the ledger that has this entry; 0 until it is written.</summary>
    public long Revision { get; init; }

    /// <summary>The order that requested it: the id of a call's order, or the certificate id of the update.</summary>
    public string Order { get; init; } = "";

    /// <summary>Whether an update copied it from the certificate that it replaced.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Carried { get; init; }

    /// <summary>When it was written (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The caller's reason code, such as <c>WRONG_PERSON</c>: at most 32 upper-case letters, digits and underscores.</summary>
    public required string Reason { get; init; }

    /// <summary>The caller's reason as text; null for none, or once the certificate was erased or released.</summary>
    public string? Text { get; init; }

    /// <summary>Who changed it: the <see cref="Caller.Name"/> of the call.</summary>
    public required string By { get; init; }

    /// <summary>The certificate that replaced it; null unless superseded.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>When the suspension begins (UTC); null unless suspended.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When the suspension ends (UTC, exclusive); null unless suspended, and if only a reinstatement ends it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether this is a suspension that applies at an instant.</summary>
    internal bool SuspendsAt(DateTimeOffset instant)
    {
        return Kind == StateChangeKind.Suspended && From <= instant && (Until is null || instant < Until);
    }
}

/// <summary>What happened to a certificate after it was issued.</summary>
public enum StateChangeKind
{
    /// <summary>An update replaced it.</summary>
    Superseded,

    /// <summary>It is not valid temporarily, or until it is reinstated.</summary>
    Suspended,

    /// <summary>All earlier suspensions are lifted, begun or not.</summary>
    Reinstated,

    /// <summary>It is not valid any more, permanently.</summary>
    Revoked,

    /// <summary>Its artifacts and facts are gone; its status does not change.</summary>
    Erased,

    /// <summary>
    /// It was already not valid, and its facts, texts and suspensions are gone, because its owner was released from the ledger. A live one
    /// is revoked instead.
    /// </summary>
    Released,
}
