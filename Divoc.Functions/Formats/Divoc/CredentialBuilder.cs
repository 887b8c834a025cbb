using System.Globalization;
using System.Text.RegularExpressions;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// Makes the unsigned credential of an event, as compact UTF-8 JSON: DIVOC's v1, v2 or test shape (specification 02, section 1), or the
/// shape of recoveries.
/// </summary>
public sealed class CredentialBuilder(
    IOptions<CredentialOptions> options,
    IOptions<IssuerOptions> issuer,
    VaccineCodes vaccineCodes)
{
    private const string W3cContext = "https://www.w3.org/2018/credentials/v1";
    private const double DaysAYear = 365.25;

    private readonly CredentialOptions settings = options.Value;
    private readonly SubjectId subjectId = new(
        issuer.Value.VerificationMethod,
        new Regex(options.Value.IdentityRejectionPattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)),
        options.Value.SubjectId,
        options.Value.SubjectIdSalt);

    /// <summary>The credential without its proof.</summary>
    public byte[] Build(CredentialSource source)
    {
        var credential = source.Event.Type switch
        {
            TestType.TypeName => CredentialJson.Write(TestCredential(source, TestEvent.Read(source.Event.Data))),
            RecoveryType.TypeName => CredentialJson.Write(RecoveryCredential(source, RecoveryEvent.Read(source.Event.Data))),
            VaccinationType.TypeName => CredentialJson.Write(VaccinationCredential(source, VaccinationEvent.Read(source.Event.Data))),
            _ => throw new NotSupportedException($"This format cannot write events of the type {source.Event.Type}."),
        };
        return OptionalFields.Omit(credential, settings.OmittedFields);
    }

    /// <summary>The IRI of the person of an event in the credential.</summary>
    public string SubjectIdOf(AcceptedEvent accepted)
    {
        var identity = accepted.Data.GetProperty("recipient").GetProperty("identity").GetString()!;
        return subjectId.Of(identity, accepted.PreEnrollmentCode);
    }

    private DivocCredential<VaccinationEvidence> VaccinationCredential(CredentialSource source, VaccinationEvent happened)
    {
        var isV1 = source.Event.Shape == VaccinationFields.V1;
        var context = isV1 ? settings.VaccinationContext : settings.VaccinationContextV2;
        var subject = Subject(source, happened.Recipient, "") with
        {
            Age = AgeOf(happened.Recipient, source.AcceptedAt.ToOffset(happened.Vaccination.Date.Offset)),
            Dob = isV1 ? null : DivocDobOf(happened.Recipient, source.AcceptedAt),
        };
        return Credential(context, "ProofOfVaccinationCredential", source, subject, EvidenceOf(source, happened, isV1));
    }

    private DivocCredential<TestEvidence> TestCredential(CredentialSource source, TestEvent happened)
    {
        var subject = Subject(source, happened.Recipient, settings.TestSubjectCountryCode) with { Dob = KnownDobOf(happened.Recipient) };
        return Credential(settings.TestContext, "ProofOfTestCertificateCredential", source, subject, EvidenceOf(source, happened));
    }

    /// <summary>Its context has terms for the age and for a partly known date of birth, so both are written as they were sent.</summary>
    private DivocCredential<RecoveryEvidence> RecoveryCredential(CredentialSource source, RecoveryEvent happened)
    {
        var subject = Subject(source, happened.Recipient, "") with
        {
            Age = happened.Recipient.Age ?? "",
            Dob = KnownDobOf(happened.Recipient),
        };
        return Credential(settings.RecoveryContext, "ProofOfRecoveryCredential", source, subject, EvidenceOf(source, happened));
    }

    private DivocCredential<TEvidence> Credential<TEvidence>(
        string context, string type, CredentialSource source, CredentialSubject subject, TEvidence evidence) => new()
    {
        Context = [W3cContext, context],
        Type = ["VerifiableCredential", type],
        CredentialSubject = subject,
        Issuer = issuer.Value.Id,
        IssuanceDate = InternetTime.Format(source.IssuedAt.ToUniversalTime()),
        Evidence = [evidence],
    };

    private CredentialSubject Subject(CredentialSource source, Recipient recipient, string country) => new()
    {
        Id = SubjectIdOf(source.Event),
        RefId = source.Event.PreEnrollmentCode,
        Name = recipient.Name,
        Gender = recipient.Gender ?? "",
        Nationality = recipient.Nationality ?? "",
        Address = Address(recipient.Address, country),
    };

    private VaccinationEvidence EvidenceOf(CredentialSource source, VaccinationEvent happened, bool isV1)
    {
        var vaccination = happened.Vaccination;
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
            Verifier = new CredentialVerifier(happened.Vaccinator?.Name ?? ""),
            Facility = Facility(happened.Facility, settings.FacilityCountryCode),
        };
    }

    private TestEvidence EvidenceOf(CredentialSource source, TestEvent happened)
    {
        var test = happened.TestDetails;
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
            Verifier = new CredentialVerifier(happened.Verifier?.Name ?? ""),
            Facility = Facility(happened.Facility, settings.TestFacilityCountryCode),
        };
    }

    private RecoveryEvidence EvidenceOf(CredentialSource source, RecoveryEvent happened)
    {
        var recovery = happened.Recovery;
        return new RecoveryEvidence
        {
            Id = settings.RecoveryBaseUrl + source.CertificateId,
            FeedbackUrl = settings.FeedbackBaseUrl + source.CertificateId,
            InfoUrl = settings.InfoBaseUrl + source.CertificateId,
            CertificateId = source.CertificateId,
            Disease = recovery.Disease,
            FirstPositiveTestDate = InternetTime.FormatDate(recovery.FirstPositiveTestDate),
            TestType = recovery.TestType ?? "",
            EffectiveStart = InternetTime.FormatDate(recovery.ValidFrom),
            EffectiveUntil = InternetTime.FormatDate(recovery.ValidUntil),
            Verifier = new CredentialVerifier(happened.Verifier?.Name ?? ""),
            Facility = Facility(happened.Facility, settings.FacilityCountryCode),
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

        if (recipient.Dob is not { Year: >= BirthDate.FirstKnownYear, Day: { } born })
        {
            return "";
        }

        var days = (acceptedAt.DateTime - born.ToDateTime(TimeOnly.MinValue)).TotalDays;
        return ((int)Math.Max(0, days / DaysAYear)).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// As much as is known, in ISO 8601. DIVOC's context gives the member no datatype, so that every verifier of its signatures also
    /// accepts only a year.
    /// </summary>
    private static string KnownDobOf(Recipient recipient) =>
        recipient.Dob is { Year: >= BirthDate.FirstKnownYear } born ? born.ToString() : "";

    /// <summary>
    /// DIVOC's rule for vaccinations: without a date of birth, the first day of the year that follows from the age. The sender of such an
    /// event gets a warning.
    /// </summary>
    private static string DivocDobOf(Recipient recipient, DateTimeOffset acceptedAt)
    {
        if (KnownDobOf(recipient) is { Length: > 0 } known)
        {
            return known;
        }

        return int.TryParse(recipient.Age, NumberStyles.None, CultureInfo.InvariantCulture, out var age) && age > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{acceptedAt.UtcDateTime.Year - age:D4}-01-01")
            : "";
    }
}
