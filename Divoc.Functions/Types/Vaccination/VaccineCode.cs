namespace Divoc.Functions.Types.Vaccination;

/// <summary>What ICD-11 says of a vaccine.</summary>
/// <param name="Code">The ICD-11 extension code, such as <c>XM0GQ8</c>.</param>
/// <param name="Prophylaxis">The code's term, which the credential carries as <c>prophylaxis</c>.</param>
public sealed record VaccineCode(string Code, string Prophylaxis);
