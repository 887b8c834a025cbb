using System.ComponentModel.DataAnnotations;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>The settings of EU Digital COVID Certificates. The issuing country is <c>Divoc:Issuer:Country</c>.</summary>
public sealed class EuDccOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Divoc:Dcc";

    private const int LongestPeriod = 3650;

    /// <summary>
    /// Who issues (<c>is</c>), such as a ministry of health, at most 80 characters (DIVOC: FHIR_PUBLIC_HEALTH_AUTHORITY). Empty by default: no such certificate is made.
    /// </summary>
    [MaxLength(80)]
    public string IssuerName { get; set; } = "";

    /// <summary>
    /// For how many days a vaccination's certificate is valid after it is signed, though never longer than the signer's certificate and the last day of the event's own. Default 365. It is fetched anew
    /// afterwards; whether the dose itself still counts, verifiers say by their own rules.
    /// </summary>
    [Range(1, LongestPeriod)]
    public int VaccinationDays { get; set; } = 365;

    /// <summary>The same of a test. Default 30: verifiers count the hours from the sample, which stands in it.</summary>
    [Range(1, LongestPeriod)]
    public int TestDays { get; set; } = 30;

    /// <summary>The same of a recovery. Default 365: its last day, which stands in it, comes earlier as a rule.</summary>
    [Range(1, LongestPeriod)]
    public int RecoveryDays { get; set; } = 365;

    /// <summary>
    /// Whether the year of birth of a person of whom only the age is known is told as the year of the event less the age, as DIVOC does. It can be one too late. Default true; else no date is told.
    /// </summary>
    public bool BirthYearFromAge { get; set; } = true;

    /// <summary>
    /// Whether the codes of vaccines are those of DIVOC's own lists, with what is wrong in them (such as Covishield under AstraZeneca's holder), for those whose verifiers compare with DIVOC's certificates.
    /// Default false: the EU's value sets, by the product.
    /// </summary>
    public bool DivocMaps { get; set; }

    /// <summary>
    /// The language by which Cyrillic names are transliterated where languages differ (ISO 639-2): <c>bel</c>, <c>bul</c>, <c>mkd</c>, <c>srp</c> or <c>ukr</c>. Empty by default: as in Russian.
    /// </summary>
    public string NameLanguage { get; set; } = "";

    /// <summary>
    /// Another transliteration of a letter where ICAO Doc 9303 leaves the choice to countries: <c>Ä</c> (AE or A), <c>Å</c> (AA or A), <c>Ñ</c> (N or NXX), <c>Ö</c> (OE or O) and <c>Ü</c> (UE, UXX or U). Default the first.
    /// </summary>
    public IDictionary<string, string> Letters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Refuses settings with which no certificate could be made.</summary>
public sealed class EuDccOptionsValidator : IValidateOptions<EuDccOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, EuDccOptions options)
    {
        List<string> failures = [];
        var languages = Transliteration.Languages;
        if (options.NameLanguage.Length > 0 && !languages.Contains(options.NameLanguage))
        {
            failures.Add($"{EuDccOptions.SectionName}:{nameof(EuDccOptions.NameLanguage)} must be empty or one of {string.Join(", ", languages)}.");
        }

        foreach (var (letter, wanted) in options.Letters)
        {
            var choices = Transliteration.ChoicesOf(letter);
            if (!choices.Contains(wanted))
            {
                failures.Add(choices.Count > 0
                    ? $"{EuDccOptions.SectionName}:{nameof(EuDccOptions.Letters)}:{letter} must be one of {string.Join(", ", choices)}."
                    : $"{EuDccOptions.SectionName}:{nameof(EuDccOptions.Letters)}:{letter} is no letter of which countries choose the transliteration.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
