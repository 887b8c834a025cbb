namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>RSA signature algorithms of JWS (RFC 7518 section 3.1) that RsaSignature2018 is found with.</summary>
public enum RsaJwsAlgorithm
{
    /// <summary>RSASSA-PSS with SHA-256, MGF1 with SHA-256, salt of 32 bytes.</summary>
    PS256,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256; only read.</summary>
    RS256,
}
