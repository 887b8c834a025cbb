namespace Divoc.Functions.Rendering.Templates;

/// <summary>When a part of a template is printed: on dose and kind, nothing else. Several mean "any of them".</summary>
[Flags]
internal enum TemplateCondition
{
    None = 0,

    Vaccination = 1,

    Test = 2,

    /// <summary>For dose 1.</summary>
    First = 4,

    /// <summary>While the primary series is not complete: dose below totalDoses.</summary>
    Provisional = 8,

    /// <summary>For the dose that completes the primary series: dose equal to totalDoses.</summary>
    Final = 16,

    /// <summary>After the primary series: dose above totalDoses.</summary>
    Booster = 32,
}
