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

    private readonly FrozenDictionary<string, ShapedText>[] shaped;
    private readonly FrozenDictionary<string, ConcurrentDictionary<LineForm, IReadOnlyList<ShapedText>>> lines;
    private int lineCount;

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
        var texts = parts.Texts.Select(CanonicalForm.Of).Distinct(StringComparer.Ordinal).ToList();
        shaped = Array.ConvertAll(
            Enum.GetValues<FontWeight>(),
            weight => texts.ToFrozenDictionary(text => text, text => shaper.Shape(text, weight), StringComparer.Ordinal));
        lines = parts.Texts.ToFrozenDictionary(
            text => text, _ => new ConcurrentDictionary<LineForm, IReadOnlyList<ShapedText>>(), StringComparer.Ordinal);
        Keep(Texts);
    }

    /// <summary>The parts of the template.</summary>
    public FixedParts Parts { get; }

    /// <summary>The template's fonts before those of the program.</summary>
    public FontLibrary Fonts { get; }

    /// <summary>All texts, in both weights.</summary>
    public IEnumerable<ShapedText> Texts => shaped.SelectMany(ofWeight => ofWeight.Values);

    /// <summary>A text of the template, shaped.</summary>
    public bool TryGetShaped(string text, FontWeight weight, [MaybeNullWhen(false)] out ShapedText found) =>
        shaped[(int)weight].TryGetValue(text, out found);

    /// <summary>The lines of a text; they are cached if the text is from the template.</summary>
    /// <param name="text">On one line.</param>
    /// <param name="form">How it is broken.</param>
    /// <param name="make">Breaks it.</param>
    public IReadOnlyList<ShapedText> LinesOf(string text, LineForm form, Func<string, LineForm, IReadOnlyList<ShapedText>> make)
    {
        if (!lines.TryGetValue(text, out var ofText))
        {
            return make(text, form);
        }

        if (!ofText.TryGetValue(form, out var known))
        {
            known = make(text, form);
            if (Volatile.Read(ref lineCount) < MostLines)
            {
                Keep(known);
                Interlocked.Increment(ref lineCount);
                ofText.TryAdd(form, known);
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

/// <summary>How a text is broken into lines.</summary>
/// <param name="Weight">The font's weight.</param>
/// <param name="Width">The width of a line, in em.</param>
/// <param name="MaxLines">At least 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LineForm(FontWeight Weight, float Width, int MaxLines);
