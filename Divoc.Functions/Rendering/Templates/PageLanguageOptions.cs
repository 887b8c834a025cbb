namespace Divoc.Functions.Rendering.Templates;

/// <summary>Languages of the page.</summary>
public sealed class PageLanguageOptions
{
    /// <summary>Where the settings lie.</summary>
    public const string SectionName = "Divoc:Pdf";

    /// <summary>Language of labels and month names, RFC 5646. Default <c>en</c>. A template that names its own language goes before.</summary>
    public string Language { get; set; } = "en";

    /// <summary>A second language beside the first; empty, the default, for none.</summary>
    public string SecondLanguage { get; set; } = "";
}
