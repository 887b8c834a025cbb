namespace Divoc.Functions.Keys;

/// <summary>Signature algorithms of JWS (RFC 7518 section 3.1) that signing keys know. All take a SHA-256 digest.</summary>
public enum SignatureAlgorithm
{
    /// <summary>RSASSA-PSS with SHA-256, MGF1 with SHA-256, salt of 32 bytes (section 3.5); RSA keys of at least 2048 bits.</summary>
    PS256,

    /// <summary>ECDSA over P-256 with SHA-256; the signature is R and S, 32 bytes each (section 3.4).</summary>
    ES256,
}
