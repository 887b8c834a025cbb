using System.Security.Cryptography;

namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>How a dataset is canonicalised.</summary>
public sealed record CanonicalizationOptions
{
    /// <summary>RDFC-1.0 with SHA-256.</summary>
    public static CanonicalizationOptions Default { get; } = new();

    /// <summary>URDNA2015 as the JavaScript libraries before RDFC-1.0 wrote it.</summary>
    public static CanonicalizationOptions Urdna2015 { get; } = new() { Form = CanonicalForm.Urdna2015 };

    /// <summary>How the N-Quads are written; RDFC-1.0's way unless a verifier expects the older one.</summary>
    public CanonicalForm Form { get; init; } = CanonicalForm.Rdfc10;

    /// <summary>The hash inside the algorithm: SHA-256 (the standard's default) or SHA-384.</summary>
    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>
    /// Most work allowed before the graph is called poisoned. A unit is one hash, one permutation tried, or 64 bytes hashed; a plain
    /// document takes some five units a blank node. The default ends well within a second.
    /// </summary>
    public int MaximumWork { get; init; } = 200_000;

    /// <summary>Longest canonical N-Quads in bytes; 32 MiB. A long IRI is written once for each statement in which it stands.</summary>
    public int MaximumBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Deepest recursion from blank node to blank node; protects the stack.</summary>
    public int MaximumDepth { get; init; } = 500;
}

/// <summary>The two ways in which canonical N-Quads are written. The algorithm that labels blank nodes is the same.</summary>
public enum CanonicalForm
{
    /// <summary>RDFC-1.0 (W3C Recommendation, section 5): the controls are escaped, lines are in code point order.</summary>
    Rdfc10,

    /// <summary>
    /// URDNA2015 as the JavaScript libraries before RDFC-1.0 wrote it: only <c>\</c>, <c>"</c>, LF and CR are escaped, lines are in the
    /// order of UTF-16 code units (which differs from code point order only above U+FFFF).
    /// </summary>
    Urdna2015,
}
