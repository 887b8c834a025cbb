using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A part of a text that one font writes in one direction.</summary>
/// <param name="Start">Where it begins in the text, in UTF-16.</param>
/// <param name="Length">Its length in UTF-16.</param>
/// <param name="Typeface">The font's family.</param>
/// <param name="Level">Embedding level (UAX #9); odd from right to left.</param>
/// <param name="IsMissing">Whether no font has its characters, so that a mark is drawn in their stead.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextRun(int Start, int Length, Typeface Typeface, byte Level, bool IsMissing = false);
