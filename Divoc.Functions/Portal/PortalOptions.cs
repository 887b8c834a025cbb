using System.Text.RegularExpressions;

namespace Divoc.Functions.Portal;

/// <summary>The web pages: which are served, and how they look.</summary>
public sealed class PortalOptions
{
    /// <summary>The section of the settings.</summary>
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

    /// <summary>The pages that are served, with commas between. Default: all. <c>none</c> serves none.</summary>
    public string Pages { get; set; } = string.Join(", ", AllPages);

    /// <summary>The name in the bar of each page, at most 60 characters. Default: that this is a certificate service.</summary>
    public string Name { get; set; } = "Certificate service";

    /// <summary>Whom the holder of a certificate asks: a text such as an e-mail address or a telephone number, at most 200 characters. Empty by default: the pages say "the issuer".</summary>
    public string Contact { get; set; } = "";

    /// <summary>Who runs the service, at most 200 characters; stands on the start page. Empty by default.</summary>
    public string Operator { get; set; } = "";

    /// <summary>A picture beside the name: the path of a PNG or SVG file of at most 64 KiB. Empty by default.</summary>
    public string Logo { get; set; } = "";

    /// <summary>The colour of bar, headings and buttons, as <c>#0F4C6B</c>, the default: dark enough to read white on it.</summary>
    public string Color { get; set; } = "#0F4C6B";

    /// <summary>The pages as a list.</summary>
    internal IReadOnlyList<string> PageList => Pages.Trim() == None ? [] : [.. Pages.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The word that turns all pages off.</summary>
    internal const string None = "none";
}

/// <summary>Refuses unknown pages, and colours or logos that can't be read.</summary>
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
            faults.Add($"{PortalOptions.SectionName}:{nameof(options.Pages)} has '{page}', which is no page: {string.Join(", ", PortalOptions.AllPages)}, or {PortalOptions.None}.");
        }

        Bound(faults, nameof(options.Name), options.Name, LongestName);
        Bound(faults, nameof(options.Contact), options.Contact, LongestText);
        Bound(faults, nameof(options.Operator), options.Operator, LongestText);
        if (options.Name.Trim().Length == 0)
        {
            faults.Add($"{PortalOptions.SectionName}:{nameof(options.Name)} is empty.");
        }

        if (!HexColor().IsMatch(options.Color) || Contrast.ToWhite(options.Color) < Contrast.OfText)
        {
            faults.Add($"{PortalOptions.SectionName}:{nameof(options.Color)} must be a colour such as #0F4C6B on which white can be read (contrast {Contrast.OfText}:1 or more, WCAG 2.2).");
        }

        if (options.Logo.Length > 0 && PortalLogo.FaultOf(options.Logo) is { } fault)
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
