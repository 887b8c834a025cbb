namespace Divoc.Functions.Rendering.Templates;

/// <summary>Templates of the country's own.</summary>
public sealed class TemplateOptions
{
    /// <summary>Where the setting lies.</summary>
    public const string SectionName = "Divoc";

    /// <summary>A folder with files <c>*.template.json</c>, which replace the built-in ones of their kind, and <c>*.labels.json</c>, which add to or replace labels. Empty, the default, for none.</summary>
    public string Templates { get; set; } = "";
}
