using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>Finds the places of events.</summary>
/// <param name="issuer">The issuing country, for events that name none.</param>
/// <param name="countries">Their codes.</param>
internal sealed class DdccPlaces(IssuerOptions issuer, Countries countries)
{
    /// <summary>
    /// The country of an event, as an extension with its code of three letters (ISO 3166-1). An unknown name is an error; the issuing
    /// country is not used instead.
    /// </summary>
    /// <param name="codes">The codes from the time of issue.</param>
    /// <param name="facility">The facility of the event.</param>
    /// <exception cref="EventFailedException">The country is not known.</exception>
    /// <exception cref="FormatNotSetUpException">Neither the event nor the settings name a country.</exception>
    public FhirExtension CountryOf(CountryCodes? codes, Facility facility)
    {
        if (codes is null && !string.IsNullOrWhiteSpace(facility.Address?.Country))
        {
            throw DdccRefusals.Country.ToException();
        }

        var country = codes ?? countries.Find(issuer.Country) ?? throw new FormatNotSetUpException(
            $"WHO documents tell a country, and the event names none: set {IssuerOptions.SectionName}:{nameof(IssuerOptions.Country)} (the "
            + "country that issues, two letters of ISO 3166-1), which stands there then.");
        return new FhirExtension(DdccCodes.Country) { ValueCode = country.Alpha3 };
    }

    /// <summary>The name of a facility.</summary>
    public static FhirReference NameOf(Facility facility) => new() { Display = FhirText.Of(facility.Name) };
}
