using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>The keys that sign DIVOC's credentials (specification 02, section 5).</summary>
public static class DivocKeys
{
    /// <summary>The only algorithm of their proofs.</summary>
    public const SignatureAlgorithm Algorithm = SignatureAlgorithm.PS256;

    /// <summary>The purpose of the keys.</summary>
    public static KeyPurpose Purpose { get; } = new("divoc");

    /// <summary>The purpose with the algorithm.</summary>
    internal static SigningUse Use { get; } = new(Purpose, Algorithm);

    /// <summary>Proofs don't contain the kid: verifiers look for the one name that all proofs have.</summary>
    internal static ProofKeyName Name { get; } = new(Purpose, Algorithm, "RsaVerificationKey2018");
}
