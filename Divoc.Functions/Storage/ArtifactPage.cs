namespace Divoc.Functions.Storage;

/// <summary>One page of a listing, in the order of the names (ordinal).</summary>
/// <param name="Names">The names found, at most as many as were asked for.</param>
/// <param name="Continuation">What to hand in for the next page; null after the last one. Opaque.</param>
public sealed record ArtifactPage(IReadOnlyList<string> Names, string? Continuation);
