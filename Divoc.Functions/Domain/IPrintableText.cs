namespace Divoc.Functions.Domain;

/// <summary>Says which texts the pages can print. Filled by whatever prints them; asked where events are accepted, so that partners are warned.</summary>
public interface IPrintableText
{
    /// <summary>Whether every character of a text has a glyph; one that has none is printed as its code.</summary>
    bool CanPrint(string text);
}
