namespace Divoc.Functions.Domain;

/// <summary>
/// Knows which texts the pages can print. The rendering implements it; the validation of events uses it, so that partners get a warning.
/// </summary>
public interface IPrintableText
{
    /// <summary>Whether every character of a text has a glyph; one without a glyph is printed as its code.</summary>
    bool CanPrint(string text);
}
