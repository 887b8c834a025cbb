namespace Divoc.Functions.Types.Vaccination;

/// <summary>Requirements for vaccinations beyond DIVOC's rules.</summary>
public sealed class VaccinationOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Intake";

    /// <summary>
    /// Whether <c>/v3/certify</c> refuses a vaccine without ICD-11 code. With <c>false</c>, as in DIVOC, the certificate is issued with an
    /// empty code and the answer has a warning.
    /// </summary>
    public bool StrictVaccineCodes { get; set; }
}
