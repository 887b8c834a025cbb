using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>Says where events happened.</summary>
/// <param name="issuer">The country that issues, for events that name none.</param>
/// <param name="countries">Their codes.</param>
internal sealed class DdccPlaces(IssuerOptions issuer, Countries countries)
{
    /// <summary>The country of an event, as an extension with its code of three letters (ISO 3166-1). One that is named and not known is not taken for another one.</summary>
    /// <param name="codes">What was known of it when the certificate was issued.</param>
    /// <param name="facility">Where it happened.</param>
    /// <exception cref="EventFailedException">The country is none.</exception>
    /// <exception cref="FormatNotSetUpException">The event names no country, and the settings neither.</exception>
    public FhirExtension CountryOf(CountryCodes? codes, Facility facility)
    {
        if (codes is null && !string.IsNullOrWhiteSpace(facility.Address?.Country))
        {
            throw DdccRefusals.Country.ToException();
        }

        var country = codes ?? countries.Find(issuer.Country) ?? throw new FormatNotSetUpException(
            $"WHO documents tell a country, and the event names none: set {IssuerOptions.SectionName}:{nameof(IssuerOptions.Country)} (the country that issues, two letters of ISO 3166-1), which stands there then.");
        return new FhirExtension(DdccCodes.Country) { ValueCode = country.Alpha3 };
    }

    /// <summary>The name of a facility.</summary>
    public static FhirReference NameOf(Facility facility) => new() { Display = FhirText.Of(facility.Name) };
}
