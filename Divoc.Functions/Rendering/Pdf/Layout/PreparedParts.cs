using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>
/// The cached parts of a template: its texts, shaped and broken into lines once for all pages. Personal data of a page are never cached
/// here. Thread-safe.
/// </summary>
internal sealed class PreparedParts
{
    // A text has few widths: those of the columns, in the sizes of the densities.
    private const int MostLines = 10_000;

    private readonly FrozenDictionary<(string Text, FontWeight Weight), ShapedText> shaped;
    private readonly ConcurrentDictionary<LineWidth, IReadOnlyList<ShapedText>> lines = [];

    /// <summary>Shapes all texts.</summary>
    /// <param name="parts">The parts of the template.</param>
    /// <param name="shipped">The fonts of the program.</param>
    [SuppressMessage(
        "Reliability",
        "CA2000:Dispose objects before losing scope",
        Justification = "The fonts are those of the program and of the template, which live on.")]
    public PreparedParts(FixedParts parts, FontLibrary shipped)
    {
        Parts = parts;
        Fonts = shipped.With(parts.Fonts);
        using var shaper = new TextShaper(Fonts);
        shaped = parts.Texts
            .SelectMany(text => Enum.GetValues<FontWeight>().Select(weight => (Text: CanonicalForm.Of(text), weight)))
            .Distinct()
            .ToFrozenDictionary(key => key, key => shaper.Shape(key.Text, key.weight));
        Keep(shaped.Values);
    }

    /// <summary>The parts of the template.</summary>
    public FixedParts Parts { get; }

    /// <summary>The template's fonts before those of the program.</summary>
    public FontLibrary Fonts { get; }

    /// <summary>All texts, in both weights.</summary>
    public IEnumerable<ShapedText> Texts => shaped.Values;

    /// <summary>A text of the template, shaped.</summary>
    public bool TryGetShaped(string text, FontWeight weight, [MaybeNullWhen(false)] out ShapedText found) =>
        shaped.TryGetValue((text, weight), out found);

    /// <summary>The lines of a text; they are cached if the text is from the template.</summary>
    /// <param name="width">The text and the width.</param>
    /// <param name="make">Breaks it.</param>
    public IReadOnlyList<ShapedText> LinesOf(LineWidth width, Func<LineWidth, IReadOnlyList<ShapedText>> make)
    {
        if (!Parts.Texts.Contains(width.Text))
        {
            return make(width);
        }

        if (!lines.TryGetValue(width, out var known))
        {
            known = make(width);
            if (lines.Count < MostLines)
            {
                Keep(known);
                lines.TryAdd(width, known);
            }
        }

        return known;
    }

    private static void Keep(IEnumerable<ShapedText> texts)
    {
        foreach (var text in texts)
        {
            text.IsKept = true;
        }
    }
}

/// <summary>A text and the width of its lines.</summary>
/// <param name="Text">On one line.</param>
/// <param name="Weight">The font's weight.</param>
/// <param name="Width">The width of a line, in em.</param>
/// <param name="MaxLines">At least 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LineWidth(string Text, FontWeight Weight, float Width, int MaxLines);
