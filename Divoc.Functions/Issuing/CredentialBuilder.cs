using System.Globalization;
using System.Text.RegularExpressions;
using Divoc.Functions.Credentials.Divoc;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Types;

namespace Divoc.Functions.Issuing;

/// <summary>Makes the unsigned credential of an event: DIVOC's v1, v2 or test shape (specification 02, section 1), as compact UTF-8 JSON.</summary>
public sealed class CredentialBuilder(
    IOptions<CredentialOptions> options,
    IOptions<IssuerOptions> issuer,
    VaccineCodes vaccineCodes)
{
    private const string W3cContext = "https://www.w3.org/2018/credentials/v1";
    private const double DaysAYear = 365.25;

    // DIVOC takes a year of birth up to 1900 for "not known".
    private const int FirstKnownYear = 1901;

    private readonly CredentialOptions settings = options.Value;
    private readonly SubjectId subjectId = new(
        issuer.Value.VerificationMethod,
        new Regex(options.Value.IdentityRejectionPattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)),
        options.Value.SubjectId,
        options.Value.SubjectIdSalt);

    /// <summary>The credential without its proof.</summary>
    /// <param name="certification">The accepted event.</param>
    /// <param name="issuedAt">The time of signing (UTC).</param>
    public byte[] Build(CertificationEvent certification, DateTimeOffset issuedAt)
    {
        var source = new Source(certification.CertificateId, certification.AcceptedAt, HealthEvents.ShapeOf(certification.Event), HealthEvents.Read(certification.Event));
        var credential = source.Shape == CertificateShape.Test
            ? CredentialJson.Write(Credential(settings.TestContext, "ProofOfTestCertificateCredential", source, issuedAt, TestEvidenceOf(source)))
            : CredentialJson.Write(Credential(ContextOf(source.Shape), "ProofOfVaccinationCredential", source, issuedAt, VaccinationEvidenceOf(source)));
        return OptionalFields.Omit(credential, settings.OmittedFields);
    }

    /// <summary>The IRI by which the credential names the person of an event.</summary>
    public string SubjectIdOf(HealthEvent happened) => subjectId.Of(happened.Recipient.Identity, happened.PreEnrollmentCode);

    private string ContextOf(CertificateShape shape)
    {
        return shape == CertificateShape.VaccinationV1 ? settings.VaccinationContext : settings.VaccinationContextV2;
    }

    private DivocCredential<TEvidence> Credential<TEvidence>(
        string context, string type, Source source, DateTimeOffset issuedAt, TEvidence evidence) => new()
        {
            Context = [W3cContext, context],
            Type = ["VerifiableCredential", type],
            CredentialSubject = Subject(source),
            Issuer = issuer.Value.Id,
            IssuanceDate = InternetTime.Format(issuedAt.ToUniversalTime()),
            Evidence = [evidence],
        };

    private CredentialSubject Subject(Source source)
    {
        var recipient = source.Event.Recipient;
        var isTest = source.Shape == CertificateShape.Test;
        return new CredentialSubject
        {
            Id = SubjectIdOf(source.Event),
            RefId = source.Event.PreEnrollmentCode,
            Name = recipient.Name,
            Gender = recipient.Gender ?? "",
            Age = isTest ? null : AgeOf(recipient, source.AcceptedAt),
            Nationality = recipient.Nationality ?? "",
            Address = Address(recipient.Address, isTest ? settings.TestSubjectCountryCode : ""),
            Dob = source.Shape == CertificateShape.VaccinationV1 ? null : DateOfBirthOf(recipient, source.AcceptedAt),
        };
    }

    private VaccinationEvidence VaccinationEvidenceOf(Source source)
    {
        var vaccination = source.Event.Vaccination!;
        var isV1 = source.Shape == CertificateShape.VaccinationV1;
        var code = isV1 ? null : vaccineCodes.Find(vaccination.Name);
        return new VaccinationEvidence
        {
            Id = settings.BaseUrl + source.CertificateId,
            InfoUrl = settings.InfoBaseUrl + source.CertificateId,
            FeedbackUrl = settings.FeedbackBaseUrl + source.CertificateId,
            CertificateId = source.CertificateId,
            Batch = vaccination.Batch ?? "",
            Vaccine = vaccination.Name,
            Manufacturer = vaccination.Manufacturer,
            Icd11Code = isV1 ? null : code?.Code ?? "",
            Prophylaxis = isV1 ? null : code?.Prophylaxis ?? "",
            Date = InternetTime.Format(vaccination.Date),
            EffectiveStart = InternetTime.FormatDate(vaccination.EffectiveStart),
            EffectiveUntil = InternetTime.FormatDate(vaccination.EffectiveUntil),
            Dose = vaccination.Dose,
            TotalDoses = vaccination.TotalDoses,
            Verifier = new CredentialVerifier(source.Event.Vaccinator?.Name ?? ""),
            Facility = Facility(source.Event.Facility, settings.FacilityCountryCode),
        };
    }

    private TestEvidence TestEvidenceOf(Source source)
    {
        var test = source.Event.TestDetails!;
        return new TestEvidence
        {
            Id = settings.TestBaseUrl + source.CertificateId,
            FeedbackUrl = settings.FeedbackBaseUrl + source.CertificateId,
            InfoUrl = settings.InfoBaseUrl + source.CertificateId,
            CertificateId = source.CertificateId,
            Batch = test.Batch ?? "",
            TestName = test.TestName ?? "",
            TestType = test.TestType,
            Manufacturer = test.Manufacturer ?? "",
            Disease = test.Disease,
            SampleOrigin = test.SampleOrigin ?? "",
            SampleCollectionTimestamp = InternetTime.Format(test.SampleCollectionTimestamp),
            ResultTimestamp = InternetTime.Format(test.ResultTimestamp),
            Result = test.Result,
            Verifier = new CredentialVerifier(source.Event.Verifier?.Name ?? ""),
            Facility = Facility(source.Event.Facility, settings.TestFacilityCountryCode),
        };
    }

    private static CredentialFacility Facility(Facility facility, string country) => new(facility.Name, Address(facility.Address, country));

    private static CredentialAddress Address(PostalAddress? address, string country) => new()
    {
        StreetAddress = address?.AddressLine1 ?? "",
        StreetAddress2 = address?.AddressLine2 ?? "",
        District = address?.District ?? "",
        City = address?.City ?? "",
        AddressRegion = address?.State ?? "",
        AddressCountry = address?.Country ?? country,
        PostalCode = address?.Pincode ?? "",
    };

    private static string AgeOf(Recipient recipient, DateTimeOffset acceptedAt)
    {
        if (recipient.Age is { Length: > 0 } age)
        {
            return age;
        }

        if (recipient.Dob is not { Year: >= FirstKnownYear } born)
        {
            return "";
        }

        var days = (acceptedAt.UtcDateTime - born.ToDateTime(TimeOnly.MinValue)).TotalDays;
        return ((int)Math.Max(0, days / DaysAYear)).ToString(CultureInfo.InvariantCulture);
    }

    private static string DateOfBirthOf(Recipient recipient, DateTimeOffset acceptedAt)
    {
        if (recipient.Dob is { Year: >= FirstKnownYear } born)
        {
            return InternetTime.FormatDate(born);
        }

        return int.TryParse(recipient.Age, NumberStyles.None, CultureInfo.InvariantCulture, out var age) && age > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{acceptedAt.UtcDateTime.Year - age:D4}-01-01")
            : "";
    }

    /// <summary>What a credential is made from.</summary>
    private sealed record Source(string CertificateId, DateTimeOffset AcceptedAt, CertificateShape Shape, HealthEvent Event);
}
