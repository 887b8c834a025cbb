using System.Text.RegularExpressions;

namespace Divoc.Functions.Portal;

/// <summary>The web pages: which are served, and how they look.</summary>
public sealed class PortalOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Portal";

    /// <summary>The page where visitors begin.</summary>
    public const string Start = "start";

    /// <summary>The page that checks certificates.</summary>
    public const string Verify = "verify";

    /// <summary>The page for facilities.</summary>
    public const string Console = "console";

    /// <summary>The page for operators.</summary>
    public const string Operations = "operations";

    /// <summary>All pages.</summary>
    internal static readonly string[] AllPages = [Start, Verify, Console, Operations];

    /// <summary>The <see href="docs/portal.md">web pages</see> that are served.</summary>
    /// <value>names from the default, separated by commas, or <c>none</c></value>
    public string Pages { get; set; } = string.Join(", ", AllPages);

    /// <summary>The name in the bar of each page.</summary>
    /// <value>1 to 60 characters</value>
    public string Name { get; set; } = "Certificate service";

    /// <summary>
    /// Whom the holder of a certificate can ask, such as an e-mail address or a telephone number. Empty: the pages say "the issuer".
    /// </summary>
    /// <value>at most 200 characters</value>
    public string Contact { get; set; } = "";

    /// <summary>Who runs the service. The start page shows it.</summary>
    /// <value>at most 200 characters</value>
    public string Operator { get; set; } = "";

    /// <summary>A picture beside the name.</summary>
    /// <value>path of a PNG or SVG file of at most 64 KiB</value>
    public string Logo { get; set; } = "";

    /// <summary>The colour of bar, headings and buttons. It must be dark enough for white text (contrast 4.5:1).</summary>
    /// <value>colour, such as <c>#0F4C6B</c></value>
    public string Color { get; set; } = "#0F4C6B";

    /// <summary>The pages as a list.</summary>
    internal IReadOnlyList<string> PageList =>
        Pages.Trim() == None ? [] : [.. Pages.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The word that turns all pages off.</summary>
    internal const string None = "none";
}

/// <summary>Refuses pages that do not exist, and colours on which the text can't be read.</summary>
internal sealed partial class PortalOptionsValidator : IValidateOptions<PortalOptions>
{
    private const int LongestName = 60;
    private const int LongestText = 200;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PortalOptions options)
    {
        List<string> faults = [];
        foreach (var page in options.PageList.Where(page => !PortalOptions.AllPages.Contains(page)))
        {
            faults.Add($"{PortalOptions.SectionName}:{nameof(options.Pages)} has '{page}', which is not a page. Allowed are "
                + $"{string.Join(", ", PortalOptions.AllPages)}, or {PortalOptions.None} alone.");
        }

        Bound(faults, nameof(options.Name), options.Name, LongestName);
        Bound(faults, nameof(options.Contact), options.Contact, LongestText);
        Bound(faults, nameof(options.Operator), options.Operator, LongestText);
        if (options.Name.Trim().Length == 0)
        {
            faults.Add($"{PortalOptions.SectionName}:{nameof(options.Name)} must not be empty.");
        }

        if (!HexColor().IsMatch(options.Color) || Contrast.ToWhite(options.Color) < Contrast.OfText)
        {
            faults.Add(
                $"{PortalOptions.SectionName}:{nameof(options.Color)} must be a colour such as #0F4C6B on which white can be read "
                + $"(contrast {Contrast.OfText}:1 or more, WCAG 2.2).");
        }

        if (options.Logo.Length > 0 && PortalLogo.ProblemOf(options.Logo) is { } fault)
        {
            faults.Add($"{PortalOptions.SectionName}:{nameof(options.Logo)}: {fault}");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Bound(List<string> faults, string name, string text, int most)
    {
        if (text.Length > most || text.Any(char.IsControl))
        {
            faults.Add($"{PortalOptions.SectionName}:{name} must be one line of at most {most} characters.");
        }
    }

    [GeneratedRegex(@"^#[0-9A-Fa-f]{6}\z")]
    private static partial Regex HexColor();
}
