namespace Divoc.Functions.Types;

/// <summary>Which of the certify endpoints an event came by, and so which credential it becomes.</summary>
public enum CertificateShape
{
    /// <summary><c>/v1/certify</c>: DIVOC's original vaccination credential.</summary>
    VaccinationV1,

    /// <summary><c>/v3/certify</c>: the WHO DDCC vaccination credential, with date of birth and ICD-11 code.</summary>
    VaccinationV3,

    /// <summary><c>/v1/test/certify</c>: a test result.</summary>
    Test,
}
