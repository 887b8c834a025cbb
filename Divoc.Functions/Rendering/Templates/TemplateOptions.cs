namespace Divoc.Functions.Rendering.Templates;

/// <summary>The operator's own templates.</summary>
public sealed class TemplateOptions
{
    /// <summary>The section of the setting.</summary>
    public const string SectionName = "Divoc";

    /// <summary>A folder with files <c>*.template.json</c>, which replace the built-in ones of their kind, and <c>*.labels.json</c>, which add to or replace labels. Empty, the default, for none.</summary>
    public string Templates { get; set; } = "";
}

public sealed class PageLanguageOptions
{
    /// <summary>The section of the settings.</summary>
    public const string SectionName = "Divoc:Pdf";

    /// <summary>Language of labels and month names, RFC 5646. Default <c>en</c>. A template that names its own language goes before.</summary>
    public string Language { get; set; } = "en";

    /// <summary>A second language beside the first; empty, the default, for none.</summary>
    public string SecondLanguage { get; set; } = "";
}
