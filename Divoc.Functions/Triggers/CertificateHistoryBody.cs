namespace Divoc.Functions.Triggers;

/// <summary>All that happened to a certificate, and the versions of its key.</summary>
/// <param name="CertificateId">Its id.</param>
/// <param name="IssuedAt">When it was issued.</param>
/// <param name="State">Its state now.</param>
/// <param name="Replaces">The certificate that it replaced; null if it was the first.</param>
/// <param name="Changes">What happened to it, the first first.</param>
/// <param name="Versions">All versions of the same dose or test, itself included, the first first.</param>
internal sealed record CertificateHistoryBody(
    string CertificateId,
    DateTimeOffset IssuedAt,
    CertificateStateBody State,
    string? Replaces,
    IReadOnlyList<StateChangeBody> Changes,
    IReadOnlyList<CertificateStateBody> Versions);
