namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>A canonicalised dataset.</summary>
/// <param name="NQuads">The canonical N-Quads, UTF-8.</param>
/// <param name="Labels">The canonical label of each blank node, by its label in the input, both without <c>_:</c>.</param>
public sealed record CanonicalDataset(byte[] NQuads, IReadOnlyDictionary<string, string> Labels);
