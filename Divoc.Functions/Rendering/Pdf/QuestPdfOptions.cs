namespace Divoc.Functions.Rendering.Pdf;

/// <summary>The licence under which QuestPDF draws pages, in builds with <c>CardPackages=true</c>.</summary>
public sealed class QuestPdfOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Pdf";

    /// <summary>The licence on a developer's machine.</summary>
    public const string LocalLicense = "Community";

    /// <summary>
    /// The licence under which QuestPDF draws pages. Only in builds with <see href="docs/packages.md"><c>CardPackages=true</c></see>. If
    /// others can reach the service, such a build does not start without it, since only you know which licence your organisation needs.
    /// </summary>
    /// <value><c>Community</c>, <c>Professional</c>, <c>Enterprise</c></value>
    /// <default><c>Community</c> on loopback, else none</default>
    public string QuestPdfLicense { get; set; } = "";

    /// <summary>The licences that may be set.</summary>
    internal static IReadOnlyList<string> Licenses { get; } = ["Community", "Professional", "Enterprise"];

    /// <summary>The licence in use.</summary>
    internal string LicenseInUse => QuestPdfLicense.Length == 0 ? LocalLicense : QuestPdfLicense;
}

/// <summary>Refuses licences that do not exist.</summary>
internal sealed class QuestPdfOptionsValidator : IValidateOptions<QuestPdfOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, QuestPdfOptions options)
    {
        return options.QuestPdfLicense.Length == 0 || QuestPdfOptions.Licenses.Contains(options.QuestPdfLicense)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{QuestPdfOptions.SectionName}:{nameof(QuestPdfOptions.QuestPdfLicense)} must be one of "
                + $"{string.Join(", ", QuestPdfOptions.Licenses)}.");
    }
}
