namespace Divoc.Functions.Rendering.Templates;

/// <summary>The operator's own templates.</summary>
public sealed class TemplateOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc";

    /// <summary>
    /// A folder with <see href="docs/templates.md">your own templates and labels</see>: <c>*.template.json</c> files replace the built-in
    /// ones of their kind, <c>*.labels.json</c> files add or replace labels. In DIVOC: <c>vaccineCertificateTemplate</c>,
    /// <c>testCertificateTemplate</c>.
    /// </summary>
    /// <value>folder</value>
    public string Templates { get; set; } = "";
}

public sealed class PageLanguageOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Pdf";

    /// <summary>The language of labels and names of months on the page. A template that names its own language takes precedence.</summary>
    /// <value>
    /// <c>ar</c>, <c>en</c>, <c>es</c>, <c>fr</c>, <c>hi</c>, <c>id</c>, <c>pt</c>, <c>si</c>, <c>ta</c>, or a language of your own labels
    /// </value>
    public string Language { get; set; } = "en";

    /// <summary>A second language beside the first.</summary>
    /// <value>as <c>Language</c></value>
    public string SecondLanguage { get; set; } = "";
}
