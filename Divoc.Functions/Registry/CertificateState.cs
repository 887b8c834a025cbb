namespace Divoc.Functions.Registry;

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
