namespace Divoc.Functions.Domain;

/// <summary>The state of a listed certificate at an instant.</summary>
/// <param name="Status">The status. If several apply, the first of: revoked, superseded, suspended.</param>
/// <param name="Since">Since when (UTC): for a live one, when it was issued or reinstated, or when its last suspension ended.</param>
/// <param name="Reason">The reason code of the change that caused the status; null for a live one.</param>
/// <param name="ReplacedBy">
/// The certificate that replaced it, whatever the status; null for none. The replacement may itself be replaced or revoked.
/// </param>
/// <param name="SuspendedUntil">When the suspension ends (UTC); null unless suspended, and if only a reinstatement ends it.</param>
public sealed record CertificateState(
    CertificateStatus Status,
    DateTimeOffset Since,
    string? Reason = null,
    string? ReplacedBy = null,
    DateTimeOffset? SuspendedUntil = null);

/// <summary>The status of a listed certificate at an instant.</summary>
public enum CertificateStatus
{
    /// <summary>It is valid as far as the registry knows; the credential says whether it has expired.</summary>
    Live,

    /// <summary>
    /// It is not valid now. Its key stays in use: a suspended version can be updated, but no other certificate can be issued for the key.
    /// </summary>
    Suspended,

    /// <summary>An update replaced it.</summary>
    Superseded,

    /// <summary>It was revoked, whatever its status was before.</summary>
    Revoked,
}
