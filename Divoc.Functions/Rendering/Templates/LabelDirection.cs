namespace Divoc.Functions.Rendering.Templates;

/// <summary>How a language is written.</summary>
internal enum LabelDirection
{
    /// <summary>From left to right.</summary>
    Ltr,

    /// <summary>From right to left.</summary>
    Rtl,
}
