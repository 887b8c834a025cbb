using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>The keys that sign DIVOC's credentials (specification 02, section 5).</summary>
public static class DivocKeys
{
    /// <summary>The one algorithm of their proofs.</summary>
    public const SignatureAlgorithm Algorithm = SignatureAlgorithm.PS256;

    /// <summary>What they sign.</summary>
    public static KeyPurpose Purpose { get; } = new("divoc");

    /// <summary>Both.</summary>
    internal static SigningUse Use { get; } = new(Purpose, Algorithm);

    /// <summary>Proofs don't tell the kid: verifiers look for the one name that is in all of them.</summary>
    internal static ProofKeyName Name { get; } = new(Purpose, Algorithm, "RsaVerificationKey2018");
}
