namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Fonts of a country's own, which come before those of the program for every character that they have.</summary>
/// <param name="Regular">For body text.</param>
/// <param name="Bold">For titles and what must stand out.</param>
public sealed record OwnFonts(FontFace Regular, FontFace Bold);
