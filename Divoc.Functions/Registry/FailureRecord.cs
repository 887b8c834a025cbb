namespace Divoc.Functions.Registry;

/// <summary>Why an accepted event will not become a certificate unless it is replayed.</summary>
/// <param name="CertificateId">The id that was minted for it.</param>
/// <param name="Reason">A short stable word, such as <c>QR_TOO_LARGE</c>.</param>
/// <param name="Description">A sentence without personal data.</param>
/// <param name="Attempts">How often it was tried; 0 when not known.</param>
/// <param name="FailedAt">When (UTC).</param>
public sealed record FailureRecord(string CertificateId, string Reason, string Description, int Attempts, DateTimeOffset FailedAt);
