namespace Divoc.Functions.Triggers;

/// <summary>The answer to a revocation by code: every certificate that it revoked.</summary>
internal sealed record RevokedDosesBody(IReadOnlyList<CertificateStateBody> Certificates);
