using System.ComponentModel.DataAnnotations;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>The settings of WHO documents.</summary>
public sealed class DdccOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Divoc:Ddcc";

    private const int LongestAuthority = 200;

    /// <summary>
    /// The public health authority that attests <see href="docs/who-documents.md">WHO documents</see>, such as a ministry of health. Empty:
    /// no WHO document is made. In DIVOC: <c>FHIR_PUBLIC_HEALTH_AUTHORITY</c>.
    /// </summary>
    /// <value>at most 200 characters</value>
    [MaxLength(LongestAuthority)]
    public string Authority { get; set; } = "";
}
