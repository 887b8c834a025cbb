namespace Divoc.Functions.Types;

/// <summary>A disease.</summary>
/// <param name="Eu">The code in the EU's value set (SNOMED CT).</param>
/// <param name="Icd11">The code in ICD-11, as in the WHO's documents.</param>
public sealed record DiseaseCodes(string Eu, string Icd11);
