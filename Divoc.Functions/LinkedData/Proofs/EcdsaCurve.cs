namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>The curves of ecdsa-rdfc-2019; each fixes the hash, inside RDFC-1.0 too.</summary>
public enum EcdsaCurve
{
    /// <summary>NIST P-256 with SHA-256; signatures of 64 bytes.</summary>
    P256,

    /// <summary>NIST P-384 with SHA-384; signatures of 96 bytes.</summary>
    P384,
}
