using System.ComponentModel.DataAnnotations;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>The settings of EU Digital COVID Certificates. The issuing country is <c>Divoc:Issuer:Country</c>.</summary>
public sealed class EuDccOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Divoc:Dcc";

    private const int LongestPeriod = 3650;

    /// <summary>
    /// Who issues <see href="docs/eu-certificates.md">EU certificates</see>, such as a ministry of health. Empty: no EU certificate is
    /// made. In DIVOC: <c>FHIR_PUBLIC_HEALTH_AUTHORITY</c>.
    /// </summary>
    /// <value>at most 80 characters</value>
    [MaxLength(80)]
    public string IssuerName { get; set; } = "";

    /// <summary>
    /// How many days the EU certificate of a vaccination is valid after it is signed. It ends earlier if the signer's X.509 certificate
    /// ends earlier, or if the last day of the health certificate is earlier. After that it is fetched again. Verifiers decide by their
    /// own rules whether the dose still counts. In DIVOC: <c>EU_CERTIFICATE_EXPIRY</c>, in months.
    /// </summary>
    [Range(1, LongestPeriod)]
    public int VaccinationDays { get; set; } = 365;

    /// <summary>The same for a test. Verifiers count the hours since the sample, which stands in the certificate.</summary>
    [Range(1, LongestPeriod)]
    public int TestDays { get; set; } = 30;

    /// <summary>The same for a recovery. The certificate usually ends earlier, on the last day that stands in it.</summary>
    [Range(1, LongestPeriod)]
    public int RecoveryDays { get; set; } = 365;

    /// <summary>
    /// Whether EU certificates give a year of birth if only the age is known: the year of the event less the age, as in DIVOC. It can be
    /// one year too late. With <c>false</c> they give no date of birth.
    /// </summary>
    public bool BirthYearFromAge { get; set; } = true;

    /// <summary>
    /// Whether EU certificates take the codes of vaccines from <see href="docs/who-documents.md#what-stands-in-it">DIVOC's own lists</see>,
    /// errors included. Only for those whose verifiers compare with DIVOC's certificates. With <c>false</c> the codes are those of the EU's
    /// value sets.
    /// </summary>
    public bool DivocMaps { get; set; }

    /// <summary>
    /// The language by which Cyrillic <see href="docs/eu-certificates.md#names">names are written in A to Z</see>, where languages differ.
    /// Empty: as in Russian.
    /// </summary>
    /// <value><c>bel</c>, <c>bul</c>, <c>mkd</c>, <c>srp</c>, <c>ukr</c></value>
    public string NameLanguage { get; set; } = "";

    /// <summary>
    /// Another way to write one letter of <see href="docs/eu-certificates.md#names">names</see> in A to Z, where ICAO Doc 9303 leaves the
    /// choice to countries.
    /// </summary>
    /// <value>
    /// <c>Ä</c>: <c>AE</c> or <c>A</c>; <c>Å</c>: <c>AA</c> or <c>A</c>; <c>Ñ</c>: <c>N</c> or <c>NXX</c>; <c>Ö</c>: <c>OE</c> or <c>O</c>;
    /// <c>Ü</c>: <c>UE</c>, <c>UXX</c> or <c>U</c>
    /// </value>
    /// <default>the first of each</default>
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
            failures.Add(
                $"{EuDccOptions.SectionName}:{nameof(EuDccOptions.NameLanguage)} must be empty or one of {string.Join(", ", languages)}.");
        }

        foreach (var (letter, wanted) in options.Letters)
        {
            var choices = Transliteration.ChoicesOf(letter);
            if (!choices.Contains(wanted))
            {
                failures.Add(choices.Count > 0
                    ? $"{EuDccOptions.SectionName}:{nameof(EuDccOptions.Letters)}:{letter} must be one of {string.Join(", ", choices)}."
                    : $"{EuDccOptions.SectionName}:{nameof(EuDccOptions.Letters)}:{letter} can't be set: countries have no choice for "
                        + "this letter. Only Ä, Å, Ñ, Ö and Ü can be set.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
