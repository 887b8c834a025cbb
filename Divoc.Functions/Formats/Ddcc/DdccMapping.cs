using Divoc.Functions.Domain;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>
/// Makes WHO documents from stored claims, with one person, one public health authority and one event (DDCC 1.0.0; FHIR R4, section 2.4.1
/// of Documents).
/// </summary>
/// <param name="options">The attesting authority.</param>
/// <param name="identifiers">The namespace of the service's certificate ids, a URI.</param>
/// <param name="places">Finds the places of events.</param>
/// <param name="days">Finds the days of events.</param>
internal sealed class DdccMapping(DdccOptions options, string identifiers, DdccPlaces places, CalendarDays days)
{
    private const string OfficialUse = "official";

    private readonly VaccinationSection vaccinations = new(places, days);
    private readonly TestSection tests = new(places);

    /// <summary>The document of an event, without its signature.</summary>
    /// <param name="claims">The stored claims.</param>
    /// <param name="validity">The days on which the certificate is valid.</param>
    /// <param name="issuedAt">When it is made (UTC).</param>
    /// <exception cref="EventFailedException">It can't be written completely.</exception>
    /// <exception cref="FormatNotSetUpException">A setting that this event needs is missing.</exception>
    public DdccDocument Of(CertificateClaims claims, Validity validity, DateTimeOffset issuedAt)
    {
        var codes = claims.Codes ?? throw DdccRefusals.NoCodes.ToException();
        var authority = FhirEntry.Of(new FhirOrganization(FhirText.Of(options.Authority)!));
        FhirEntry person;
        DdccSection section;
        if (claims.Event.Type == VaccinationType.TypeName)
        {
            var happened = VaccinationEvent.Read(claims.Event.Data);
            person = PersonOf(happened.Recipient, claims.DobKnownTo);
            section = vaccinations.Of(happened, VaccinationCodes.Read(codes), person.ToReference(), authority.ToReference());
        }
        else
        {
            var happened = TestEvent.Read(claims.Event.Data);
            person = PersonOf(happened.Recipient, claims.DobKnownTo);
            section = tests.Of(happened, TestCodes.Read(codes), person.ToReference());
        }

        var made = InternetTime.Format(issuedAt);
        var composition = new FhirComposition
        {
            Identifier = new FhirIdentifier(identifiers, claims.CertificateId),
            Type = DdccCodes.DocumentType,
            Category = [section.Category],
            Subject = person.ToReference(),
            Date = made,
            Author = [authority.ToReference()],
            Title = DdccCodes.Title,
            Attester = [new FhirAttester(OfficialUse, authority.ToReference())],
            Event = PeriodOf(validity) is { } period ? [new FhirCompositionEvent(period)] : null,
            Section = [section.ToFhir()],
        };
        return new DdccDocument(
            BundleOf(claims.CertificateId, section.Profile, made, [FhirEntry.Of(composition), person, authority, .. section.Entries]),
            authority.ToReference());
    }

    private static FhirBundle BundleOf(string certificateId, string profile, string made, IReadOnlyList<FhirEntry> entries) => new()
    {
        Meta = new FhirMeta(profile),
        Identifier = new FhirIdentifier(DdccCodes.Uris, FhirEntry.NewUrl()),
        Timestamp = made,
        Link = [new FhirLink(DdccCodes.CertificateRelation, $"{DdccCodes.CertificateLink}{certificateId}")],
        Entry = entries,
    };

    private static FhirEntry PersonOf(Recipient person, string? knownTo)
    {
        if (knownTo is not (BirthKnowledge.Day or BirthKnowledge.Month or BirthKnowledge.Year) || person.Dob is not { } born)
        {
            throw DdccRefusals.BirthDate.ToException();
        }

        return FhirEntry.Of(new FhirPatient
        {
            // Names without a visible character are not accepted.
            Name = [new FhirHumanName(OfficialUse, FhirText.Of(person.Name)!)],
            BirthDate = born.ToString(),
        });
    }

    private static FhirPeriod? PeriodOf(Validity validity)
    {
        return validity is { From: null, Until: null } ? null : new FhirPeriod(DayOrNull(validity.From), DayOrNull(validity.Until));
    }

    private static string? DayOrNull(DateOnly? day) => day is { } known ? InternetTime.FormatDate(known) : null;
}

/// <summary>A document before it is signed.</summary>
/// <param name="Bundle">The document.</param>
/// <param name="Signer">Who signs, as an entry of it.</param>
internal sealed record DdccDocument(FhirBundle Bundle, FhirReference Signer);
