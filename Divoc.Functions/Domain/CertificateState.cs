namespace Divoc.Functions.Domain;

/// <summary>The state of a listed certificate at an instant.</summary>
/// <param name="Status">What it is worth. Of several that apply the gravest: revoked, superseded, suspended.</param>
/// <param name="Since">Since when (UTC): of a live one when it was issued, reinstated, or its last suspension ended.</param>
/// <param name="Reason">The reason code of the change that made it so; null for a live one.</param>
/// <param name="ReplacedBy">The certificate that took its place, whatever the status; null if none did. That one may itself be replaced or revoked.</param>
/// <param name="SuspendedUntil">When the suspension ends (UTC); null unless suspended, and where only a reinstatement ends it.</param>
public sealed record CertificateState(
    CertificateStatus Status,
    DateTimeOffset Since,
    string? Reason = null,
    string? ReplacedBy = null,
    DateTimeOffset? SuspendedUntil = null);

/// <summary>What a listed certificate is worth at an instant.</summary>
public enum CertificateStatus
{
    /// <summary>It holds, as far as the registry can tell: whether it has expired stands in the credential.</summary>
    Live,

    /// <summary>It does not hold now. Its key stays taken: a suspended version can be updated, and nothing else certified in its place.</summary>
    Suspended,

    /// <summary>An update took its place.</summary>
    Superseded,

    /// <summary>It was revoked, whatever it was before.</summary>
    Revoked,
}
