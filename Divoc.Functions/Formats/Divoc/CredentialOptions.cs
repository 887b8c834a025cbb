using System.ComponentModel.DataAnnotations;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// The settings of the credentials. The defaults are DIVOC's samples, so that a first certificate needs no setting; the program refuses
/// them outside a developer's machine.
/// </summary>
public sealed class CredentialOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Divoc:Credential";

    /// <summary>Second context of <c>/v1</c> vaccinations (DIVOC: CERTIFICATE_NAMESPACE). Only a name: the context itself is part of the program.</summary>
    [Required]
    public string VaccinationContext { get; set; } = "https://divoc.dev/credentials/vaccination/v1";

    /// <summary>Second context of <c>/v3</c> vaccinations (DIVOC: CERTIFICATE_NAMESPACE_V2).</summary>
    [Required]
    public string VaccinationContextV2 { get; set; } = "https://divoc.dev/credentials/vaccination/v2";

    /// <summary>Second context of tests (DIVOC: CERTIFICATE_NAMESPACE of the test signer).</summary>
    [Required]
    public string TestContext { get; set; } = "https://cowin.gov.in/credentials/testCertificate/v1";

    /// <summary>Second context of recoveries, which DIVOC does not have: the context is this program's own.</summary>
    [Required]
    public string RecoveryContext { get; set; } = "https://divoc.dev/credentials/recovery/v1";

    /// <summary>What the certificate id is appended to for a vaccination's <c>evidence.id</c> (DIVOC: CERTIFICATE_BASE_URL).</summary>
    [Required]
    public string BaseUrl { get; set; } = "https://divoc.dev/vaccine/";

    /// <summary>The same for a test (DIVOC: CERTIFICATE_BASE_URL of the test signer).</summary>
    [Required]
    public string TestBaseUrl { get; set; } = "https://divoc.dev/test/";

    /// <summary>The same for a recovery.</summary>
    [Required]
    public string RecoveryBaseUrl { get; set; } = "https://divoc.dev/recovery/";

    /// <summary>What the certificate id is appended to for <c>evidence.infoUrl</c> (DIVOC: CERTIFICATE_INFO_BASE_URL).</summary>
    [Required]
    public string InfoBaseUrl { get; set; } = "https://divoc.dev/?";

    /// <summary>What the certificate id is appended to for <c>evidence.feedbackUrl</c> (DIVOC: CERTIFICATE_FEEDBACK_BASE_URL).</summary>
    [Required]
    public string FeedbackBaseUrl { get; set; } = "https://divoc.dev/?";

    /// <summary>The country of a facility that names none (DIVOC: FACILITY_COUNTRY_CODE). Empty by default, as in DIVOC.</summary>
    public string FacilityCountryCode { get; set; } = "";

    /// <summary>The country of a tested person whose address names none. The default is DIVOC's, which has it fixed.</summary>
    public string TestSubjectCountryCode { get; set; } = "IN";

    /// <summary>The country of a test's facility that names none. The default is DIVOC's, which has it fixed.</summary>
    public string TestFacilityCountryCode { get; set; } = "IND";

    /// <summary>
    /// Identities whose upper-cased form matches this are none, and the preEnrollmentCode stands in for them (DIVOC:
    /// IDENTITY_REJECTION_PATTERN). The default is DIVOC's: "NA", nothing, or one character.
    /// </summary>
    [Required]
    public string IdentityRejectionPattern { get; set; } = "^NA$|^.?$";

    /// <summary>
    /// How a person's identity stands in the credential. Default <see cref="SubjectIdForm.AsGiven"/>, as in DIVOC. The others keep a number of a document
    /// out of the QR code.
    /// </summary>
    [EnumDataType(typeof(SubjectIdForm))]
    public SubjectIdForm SubjectId { get; set; } = SubjectIdForm.AsGiven;

    /// <summary>The secret of <see cref="SubjectIdForm.Hashed"/>, at least 32 characters. Whoever has it can try identities until one fits, so it is guarded like a key; changed, the same person gets another id.</summary>
    public string SubjectIdSalt { get; set; } = "";

    /// <summary>Optional fields that are left out of the credential, by the names of <see cref="OptionalFields"/>. Default none, as in DIVOC. A list, or names with commas between.</summary>
    public IReadOnlyList<string> OmittedFields { get; set; } = [];
}
