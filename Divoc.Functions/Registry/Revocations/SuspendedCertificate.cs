namespace Divoc.Functions.Registry.Revocations;

/// <summary>A suspension in the list. A certificate has one entry for each of its suspensions that is not over.</summary>
/// <param name="Certificate">SHA-256 of the certificate id, base64url.</param>
/// <param name="From">From when it does not hold (UTC).</param>
/// <param name="Until">Until when it does not hold (UTC, exclusive); null where only a reinstatement ends it.</param>
public sealed record SuspendedCertificate(string Certificate, DateTimeOffset From, DateTimeOffset? Until);
