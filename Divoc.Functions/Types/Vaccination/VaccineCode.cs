namespace Divoc.Functions.Types.Vaccination;

/// <summary>A vaccine in ICD-11.</summary>
/// <param name="Code">The ICD-11 extension code, such as <c>XM0GQ8</c>.</param>
/// <param name="Prophylaxis">The code's term, the <c>prophylaxis</c> of the credential.</param>
public sealed record VaccineCode(string Code, string Prophylaxis);
