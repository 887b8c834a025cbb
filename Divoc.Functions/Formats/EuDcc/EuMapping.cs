using System.Globalization;
using Divoc.Functions.Domain;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>Makes EU certificates from stored claims. All codes are from the type's tables at the time of issue.</summary>
/// <param name="options">The settings.</param>
/// <param name="names">Writes names.</param>
/// <param name="days">Finds the days of events.</param>
internal sealed class EuMapping(EuDccOptions options, EuNames names, CalendarDays days)
{
    private const string RapidAntigenTest = "LP217198-3";
    private const int FirstYear = 1900;
    private const int LastYear = 2099;

    /// <summary>The certificate of an event.</summary>
    /// <param name="claims">The stored claims.</param>
    /// <param name="country">The issuing country.</param>
    /// <param name="wanted">The name that the caller requested; null for the certified one.</param>
    /// <exception cref="EventFailedException">The EU certifies no such event, or it can't be written completely.</exception>
    /// <exception cref="NameDiffersException">The requested name is another one.</exception>
    public EuCertificate Of(CertificateClaims claims, string country, PassportName? wanted)
    {
        var codes = claims.Codes ?? throw FormatRefusal.NoCodes.ToException();
        var data = claims.Event.Data;
        return claims.Event.Type switch
        {
            VaccinationType.TypeName => OfVaccination(claims, VaccinationEvent.Read(data), VaccinationCodes.Read(codes), country, wanted),
            TestType.TypeName => OfTest(claims, TestEvent.Read(data), TestCodes.Read(codes), country, wanted),
            _ => OfRecovery(claims, RecoveryEvent.Read(data), RecoveryCodes.Read(codes), country, wanted),
        };
    }

    private EuCertificate OfVaccination(
        CertificateClaims claims, VaccinationEvent happened, VaccinationCodes codes, string country, PassportName? wanted)
    {
        var dose = happened.Vaccination;
        var product = (options.DivocMaps ? DivocMaps.Find(dose.Name, dose.Manufacturer) : codes.Product?.Eu)
            ?? throw EuRefusals.Vaccine.ToException();
        var day = days.DayOf(dose.Date);
        var entry = new VaccinationEntry
        {
            Disease = codes.Disease?.Eu ?? throw EuRefusals.Disease.ToException(),
            Country = CountryOf(codes.Country, happened.Facility, country),
            Issuer = EuNames.Cut(options.IssuerName),
            Id = IdOf(claims, country),
            Prophylaxis = product.Vp,
            Product = product.Mp,
            Holder = product.Ma,
            Dose = dose.Dose,
            Doses = SeriesOf(dose),
            Day = InternetTime.FormatDate(day),
        };
        return new EuCertificate(names.Of(happened.Recipient, wanted), BirthDateOf(happened.Recipient, claims.DobKnownTo, day), entry);
    }

    private EuCertificate OfTest(CertificateClaims claims, TestEvent happened, TestCodes codes, string country, PassportName? wanted)
    {
        var kind = codes.Kind?.Eu ?? throw EuRefusals.TestKind.ToException();
        var test = happened.TestDetails;
        var isRapid = kind == RapidAntigenTest;
        var entry = new TestEntry
        {
            Disease = codes.Disease?.Eu ?? throw EuRefusals.Disease.ToException(),
            Country = CountryOf(codes.Country, happened.Facility, country),
            Issuer = EuNames.Cut(options.IssuerName),
            Id = IdOf(claims, country),
            Kind = kind,
            TestName = isRapid ? null : TextOf(test.TestName),
            Device = isRapid ? codes.Device : null,
            SampleTaken = InstantOf(test.SampleCollectionTimestamp),
            Result = codes.Result?.Eu ?? throw EuRefusals.Result.ToException(),
            Facility = TextOf(happened.Facility.Name),
        };
        return new EuCertificate(
            names.Of(happened.Recipient, wanted),
            BirthDateOf(happened.Recipient, claims.DobKnownTo, days.DayOf(test.SampleCollectionTimestamp)),
            entry);
    }

    private EuCertificate OfRecovery(
        CertificateClaims claims, RecoveryEvent happened, RecoveryCodes codes, string country, PassportName? wanted)
    {
        var recovery = happened.Recovery;
        var entry = new RecoveryEntry
        {
            Disease = codes.Disease?.Eu ?? throw EuRefusals.Disease.ToException(),
            Country = CountryOf(codes.Country, happened.Facility, country),
            Issuer = EuNames.Cut(options.IssuerName),
            Id = IdOf(claims, country),
            FirstPositive = InternetTime.FormatDate(recovery.FirstPositiveTestDate),
            ValidFrom = InternetTime.FormatDate(recovery.ValidFrom),
            ValidUntil = InternetTime.FormatDate(recovery.ValidUntil),
        };
        return new EuCertificate(
            names.Of(happened.Recipient, wanted),
            BirthDateOf(happened.Recipient, claims.DobKnownTo, recovery.FirstPositiveTestDate),
            entry);
    }

    /// <summary>
    /// The doses of the series. A booster counts as part of a series of its own length, and after a single-dose series as an additional
    /// dose: 3 of 2 is 3/3, 2 of 1 is 2/1 (Commission Implementing Regulation (EU) 2021/2301).
    /// </summary>
    private static int SeriesOf(VaccinationDetails dose) => dose.TotalDoses == 1 ? 1 : Math.Max(dose.Dose, dose.TotalDoses);

    /// <summary>The identifier from the time of issue; if no country was set then, the one that it would get now.</summary>
    private static string IdOf(CertificateClaims claims, string country) => claims.Uvci ?? Uvci.Of(country, claims.CertificateId);

    /// <summary>The country of the event. An unknown name is an error; the issuing country is not used instead.</summary>
    private static string CountryOf(CountryCodes? codes, Facility facility, string issuer)
    {
        if (codes is not null)
        {
            return codes.Alpha2;
        }

        return string.IsNullOrWhiteSpace(facility.Address?.Country) ? issuer : throw EuRefusals.Country.ToException();
    }

    /// <summary>The known part of the date. The schema allows the years from 1900 to 2099.</summary>
    private string BirthDateOf(Recipient person, string? knownTo, DateOnly day)
    {
        if (knownTo is BirthKnowledge.Day or BirthKnowledge.Month or BirthKnowledge.Year)
        {
            return person.Dob is { Year: >= FirstYear and <= LastYear } born ? born.ToString() : "";
        }

        return knownTo == BirthKnowledge.Age
            && options.BirthYearFromAge
            && int.TryParse(person.Age, NumberStyles.None, CultureInfo.InvariantCulture, out var age)
            && day.Year - age is >= FirstYear and <= LastYear and var year
            ? year.ToString(CultureInfo.InvariantCulture)
            : "";
    }

    /// <summary>RFC 3339 in whole seconds, with the offset that was sent.</summary>
    private static string InstantOf(DateTimeOffset instant)
    {
        return instant.ToString(
            instant.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    }

    private static string? TextOf(string? text) => string.IsNullOrWhiteSpace(text) ? null : EuNames.Cut(text);
}
