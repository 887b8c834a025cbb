namespace Divoc.Functions.Registry.Revocations;

/// <summary>The header that is not signed.</summary>
/// <param name="Kid">Which of the published keys signed.</param>
public sealed record SignedRevocationListHeader(string Kid);
