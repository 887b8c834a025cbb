using System.ComponentModel.DataAnnotations;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// What stands in the credentials. The defaults are DIVOC's samples, so that a first certificate needs no setting. The program accepts them
/// on a developer's machine only.
/// </summary>
public sealed class CredentialOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Divoc:Credential";

    /// <summary>
    /// The second context of credentials of <c>/v1</c> vaccinations. It is only a name: the context itself is part of the program.
    /// Verifiers recognise the kind of a certificate by the path of this URL, so the program refuses another path. In DIVOC:
    /// <c>CERTIFICATE_NAMESPACE</c>.
    /// </summary>
    /// <value>http or https URL that ends in <c>/credentials/vaccination/v1</c></value>
    [Required]
    public string VaccinationContext { get; set; } = "https://divoc.dev/credentials/vaccination/v1";

    /// <summary>The same for <c>/v3</c> vaccinations. In DIVOC: <c>CERTIFICATE_NAMESPACE_V2</c>.</summary>
    /// <value>http or https URL that ends in <c>/credentials/vaccination/v2</c></value>
    [Required]
    public string VaccinationContextV2 { get; set; } = "https://divoc.dev/credentials/vaccination/v2";

    /// <summary>The same for tests. In DIVOC: <c>CERTIFICATE_NAMESPACE</c> of the test signer.</summary>
    /// <value>http or https URL that ends in <c>/credentials/testCertificate/v1</c></value>
    [Required]
    public string TestContext { get; set; } = "https://cowin.gov.in/credentials/testCertificate/v1";

    /// <summary>
    /// The same for <see href="docs/types-and-formats.md#recoveries">recoveries</see>. DIVOC has none: this program defines the context.
    /// </summary>
    /// <value>http or https URL that ends in <c>/credentials/recovery/v1</c></value>
    [Required]
    public string RecoveryContext { get; set; } = "https://divoc.dev/credentials/recovery/v1";

    /// <summary>
    /// The beginning of <c>evidence.id</c> of a vaccination; the certificate id follows. In DIVOC: <c>CERTIFICATE_BASE_URL</c>.
    /// </summary>
    /// <value>http or https URL</value>
    [Required]
    public string BaseUrl { get; set; } = "https://divoc.dev/vaccine/";

    /// <summary>The same for a test. In DIVOC: <c>CERTIFICATE_BASE_URL</c> of the test signer.</summary>
    /// <value>http or https URL</value>
    [Required]
    public string TestBaseUrl { get; set; } = "https://divoc.dev/test/";

    /// <summary>The same for a recovery.</summary>
    /// <value>http or https URL</value>
    [Required]
    public string RecoveryBaseUrl { get; set; } = "https://divoc.dev/recovery/";

    /// <summary>The beginning of <c>evidence.infoUrl</c>; the certificate id follows. In DIVOC: <c>CERTIFICATE_INFO_BASE_URL</c>.</summary>
    /// <value>http or https URL</value>
    [Required]
    public string InfoBaseUrl { get; set; } = "https://divoc.dev/?";

    /// <summary>
    /// The beginning of <c>evidence.feedbackUrl</c>; the certificate id follows. In DIVOC: <c>CERTIFICATE_FEEDBACK_BASE_URL</c>.
    /// </summary>
    /// <value>http or https URL</value>
    [Required]
    public string FeedbackBaseUrl { get; set; } = "https://divoc.dev/?";

    /// <summary>
    /// The country of a facility that names none, in vaccinations and recoveries. In DIVOC: <c>FACILITY_COUNTRY_CODE</c>.
    /// </summary>
    public string FacilityCountryCode { get; set; } = "";

    /// <summary>The country of a tested person whose address names none. In DIVOC it is fixed.</summary>
    public string TestSubjectCountryCode { get; set; } = "IN";

    /// <summary>The country of a facility that names none, in tests. In DIVOC it is fixed.</summary>
    public string TestFacilityCountryCode { get; set; } = "IND";

    /// <summary>
    /// The program writes the identity in upper case and compares it with this pattern. If it matches, the identity counts as missing, and
    /// the <c>preEnrollmentCode</c> is used in its place. The default matches <c>NA</c>, an empty text and a single character. In DIVOC:
    /// <c>IDENTITY_REJECTION_PATTERN</c>.
    /// </summary>
    /// <value>regular expression</value>
    [Required]
    public string IdentityRejectionPattern { get; set; } = "^NA$|^.?$";

    /// <summary>
    /// How a person's identity stands in the credential, and so in the QR code. <c>AsGiven</c> is as in DIVOC. Choose another form to keep
    /// the number of an identity document out of the QR code: <see href="docs/privacy.md#what-the-qr-code-holds">what each form
    /// protects</see>.
    /// </summary>
    [EnumDataType(typeof(SubjectIdForm))]
    public SubjectIdForm SubjectId { get; set; } = SubjectIdForm.AsGiven;

    /// <summary>
    /// The secret for <c>Hashed</c>. Protect it like a key: whoever has it can try identities until one matches. If you change it, the same
    /// person gets another id.
    /// </summary>
    /// <value>at least 32 characters</value>
    public string SubjectIdSalt { get; set; } = "";

    /// <summary>Optional fields that are left out of the credential. In DIVOC: <c>certificateOptionalFieldsKeyPaths</c>.</summary>
    /// <value>names of fields</value>
    public IReadOnlyList<string> OmittedFields { get; set; } = [];
}
