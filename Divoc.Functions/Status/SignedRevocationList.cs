namespace Divoc.Functions.Status;

/// <summary>A list as it is published: a JWS in the flattened JSON form (RFC 7515 section 7.2.2), signed with PS256.</summary>
/// <param name="Payload">The <see cref="RevocationList"/> as JSON, base64url.</param>
/// <param name="Protected">The header that is signed, <c>{"alg":"PS256"}</c>, base64url.</param>
/// <param name="Header">The header that is not signed.</param>
/// <param name="Signature">The signature, base64url.</param>
public sealed record SignedRevocationList(string Payload, string Protected, SignedRevocationListHeader Header, string Signature)
{
    /// <summary>The media type (RFC 7515 section 9.2.1).</summary>
    public const string ContentType = "application/jose+json";
}

/// <summary>The header that is not signed.</summary>
/// <param name="Kid">Which of the published keys signed.</param>
public sealed record SignedRevocationListHeader(string Kid);
