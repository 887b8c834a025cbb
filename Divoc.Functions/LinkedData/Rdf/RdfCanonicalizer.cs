using System.Security.Cryptography;

namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>RDF Dataset Canonicalization, RDFC-1.0 (W3C Recommendation of 21 May 2024). Has no state; thread-safe.</summary>
/// <param name="options">Form, hash and limits.</param>
public sealed class RdfCanonicalizer(CanonicalizationOptions options)
{
    /// <summary>RDFC-1.0 with SHA-256 and the default limits.</summary>
    public RdfCanonicalizer()
        : this(CanonicalizationOptions.Default)
    {
    }

    /// <summary>Canonicalises (section 4.4).</summary>
    /// <exception cref="LinkedDataException">
    /// <see cref="LinkedDataError.WorkExceeded"/>: the graph would take more work than allowed;
    /// <see cref="LinkedDataError.LimitExceeded"/>: its text would be too long.
    /// </exception>
    public CanonicalDataset Canonicalize(RdfDataset dataset)
    {
        using var run = new CanonicalizationRun(dataset, options);
        return new CanonicalDataset(run.Run().ToArray(), run.Labels);
    }

    /// <summary>The hash of the canonical N-Quads, with <see cref="CanonicalizationOptions.Hash"/>.</summary>
    /// <inheritdoc cref="Canonicalize" path="/exception"/>
    public byte[] Hash(RdfDataset dataset)
    {
        using var run = new CanonicalizationRun(dataset, options);
        return CryptographicOperations.HashData(options.Hash, run.Run());
    }
}

/// <summary>A canonicalised dataset.</summary>
/// <param name="NQuads">The canonical N-Quads, UTF-8.</param>
/// <param name="Labels">The canonical label of each blank node, by its label in the input, both without <c>_:</c>.</param>
public sealed record CanonicalDataset(byte[] NQuads, IReadOnlyDictionary<string, string> Labels);
