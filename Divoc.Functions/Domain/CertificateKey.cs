namespace Divoc.Functions.Domain;

/// <summary>The key that identifies a certificate within one preEnrollmentCode. At most one version of a key is live.</summary>
/// <param name="Type">The name of its certificate type, such as <c>vaccination</c>.</param>
/// <param name="Programme">The programme, or empty.</param>
/// <param name="Text">
/// A text of the type that distinguishes it from others of its type and programme, such as <c>dose:2</c>. Compared by code units.
/// </param>
public sealed record CertificateKey(string Type, string Programme, string Text);
