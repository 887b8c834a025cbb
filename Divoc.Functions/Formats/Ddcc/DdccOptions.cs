using System.ComponentModel.DataAnnotations;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>The settings of WHO documents.</summary>
public sealed class DdccOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Divoc:Ddcc";

    private const int LongestAuthority = 200;

    /// <summary>
    /// The name of the public health authority that attests the documents, such as a ministry of health, at most 200 characters (DIVOC: FHIR_PUBLIC_HEALTH_AUTHORITY). Empty by default: no such document is made.
    /// </summary>
    [MaxLength(LongestAuthority)]
    public string Authority { get; set; } = "";
}
