using Divoc.Functions.Domain;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>The content of a card.</summary>
/// <param name="Types">The types of the card, as URLs.</param>
/// <param name="Bundle">The bundle.</param>
/// <param name="Subject">The subject of the card besides the person; each subject has one name in revocation lists.</param>
/// <param name="Events">Its events.</param>
internal sealed record CardContent(IReadOnlyList<string> Types, CardBundle Bundle, RidSubject Subject, IReadOnlyList<AcceptedEvent> Events);

/// <summary>Makes cards from stored claims. All codes are from the type's tables at the time of issue.</summary>
/// <param name="options">The settings.</param>
/// <param name="days">Finds the days of events.</param>
internal sealed class CardMapping(SmartHealthCardOptions options, CalendarDays days)
{
    /// <summary>The type of every card.</summary>
    public const string HealthCard = "https://smarthealth.cards#health-card";

    private const string Immunization = "https://smarthealth.cards#immunization";
    private const string Laboratory = "https://smarthealth.cards#laboratory";
    private const string Covid19 = "https://smarthealth.cards#covid19";

    /// <summary>COVID-19 in ICD-11.</summary>
    private const string Covid19Code = "RA01";

    private readonly IReadOnlyList<string> order = VaccineCoding.OrderOf(options.Codes);

    /// <summary>The card of a certificate: for a dose all doses of the person against the same disease, for a test that test.</summary>
    /// <exception cref="EventFailedException">It can't be written completely.</exception>
    public CardContent Of(CredentialSource source)
    {
        var claims = source.Claims ?? throw FormatRefusal.NoCodes.ToException();
        var codes = claims.Codes ?? throw FormatRefusal.NoCodes.ToException();
        return claims.Event.Type == VaccinationType.TypeName
            ? OfDoses(claims, VaccinationCodes.Read(codes), source.Group)
            : OfTest(claims, TestCodes.Read(codes));
    }

    private CardContent OfDoses(CertificateClaims claims, VaccinationCodes codes, IReadOnlyList<CertificateClaims> group)
    {
        var disease = codes.Disease ?? throw CardRefusals.Vaccine.ToException();
        List<CertificateClaims> doses = [.. group.Where(dose => DiseaseOf(dose) == disease)];
        List<CardImmunization> entries = [.. doses.Select(EntryOf).OrderBy(dose => dose.OccurrenceDateTime, StringComparer.Ordinal)];

        // For COVID-19, validators accept only codes of CVX under this type and reject others.
        var isCovid19 = disease.Icd11 == Covid19Code && entries.TrueForAll(dose => dose.VaccineCode.Coding[0].System == CardCoding.Cvx);
        string[] types = isCovid19 ? [HealthCard, Immunization, Covid19] : [HealthCard, Immunization];
        var subject = new RidSubject { Ledger = LedgerOf(claims), Kid = "", Type = VaccinationType.TypeName, Disease = disease.Icd11 };
        return new CardContent(
            types, BundleOf(doses.MaxBy(dose => dose.AcceptedAt)!, entries), subject, [.. doses.Select(dose => dose.Event)]);
    }

    private CardImmunization EntryOf(CertificateClaims claims)
    {
        var product = VaccinationCodes.Read(claims.Codes!.Value).Product!;
        var happened = VaccinationEvent.Read(claims.Event.Data);
        return new CardImmunization
        {
            VaccineCode = CardConcept.Of(VaccineCoding.Of(product, order) ?? throw CardRefusals.Vaccine.ToException()),
            OccurrenceDateTime = InternetTime.FormatDate(days.DayOf(happened.Vaccination.Date)),
            Performer = CardTexts.DisplayOf(happened.Facility.Name) is { } facility ? [new CardPerformer(new CardDisplay(facility))] : null,
            LotNumber = CardTexts.LotOf(happened.Vaccination.Batch),
        };
    }

    private static CardContent OfTest(CertificateClaims claims, TestCodes codes)
    {
        if (codes.Disease?.Icd11 != Covid19Code)
        {
            throw CardRefusals.Disease.ToException();
        }

        var happened = TestEvent.Read(claims.Event.Data);
        var entry = new CardObservation
        {
            Code = CardConcept.Of(new CardCoding(CardCoding.Loinc, codes.Kind?.Loinc ?? throw CardRefusals.TestKind.ToException())),
            EffectiveDateTime = CardTexts.InstantOf(happened.TestDetails.SampleCollectionTimestamp),
            Performer = CardTexts.DisplayOf(happened.Facility.Name) is { } facility ? [new CardDisplay(facility)] : null,
            ValueCodeableConcept =
                CardConcept.Of(new CardCoding(CardCoding.Snomed, codes.Result?.Snomed ?? throw CardRefusals.Result.ToException())),
        };
        var subject =
            new RidSubject { Ledger = LedgerOf(claims), Kid = "", Type = TestType.TypeName, CertificateId = claims.CertificateId };
        return new CardContent([HealthCard, Laboratory, Covid19], BundleOf(claims, [entry]), subject, [claims.Event]);
    }

    /// <summary>The person as in the newest claims, whichever certificate was requested.</summary>
    private static CardBundle BundleOf(CertificateClaims newest, IReadOnlyList<CardResource> entries)
    {
        var person = newest.Event.Type == VaccinationType.TypeName
            ? VaccinationEvent.Read(newest.Event.Data).Recipient
            : TestEvent.Read(newest.Event.Data).Recipient;
        CardResource patient = new CardPatient([CardTexts.NameOf(person)], CardTexts.BirthDateOf(person, newest.DobKnownTo));
        return new CardBundle([.. entries.Prepend(patient).Select((resource, index) => new CardEntry($"resource:{index}", resource))]);
    }

    /// <summary>Null if the vaccine's name names no product: then it is not known whether the dose belongs into the card.</summary>
    private static DiseaseCodes? DiseaseOf(CertificateClaims dose) => dose.Codes is { } codes ? VaccinationCodes.Read(codes).Disease : null;

    private static string LedgerOf(CertificateClaims claims) => LedgerName.Of(claims.Event.PreEnrollmentCode);
}
