namespace Divoc.Functions.Types;

/// <summary>A disease.</summary>
/// <param name="Eu">In the EU's value set (SNOMED CT).</param>
/// <param name="Icd11">In ICD-11, as the WHO's documents have it.</param>
public sealed record DiseaseCodes(string Eu, string Icd11);
