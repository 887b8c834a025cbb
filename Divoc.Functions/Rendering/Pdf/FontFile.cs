namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A TrueType font file. One object for each font, as long as the program runs: writers cache what they made from it.</summary>
/// <param name="bytes">Its content.</param>
public sealed class FontFile(ReadOnlyMemory<byte> bytes)
{
    /// <summary>Its content.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;
}

/// <summary>Fonts of an operator, which are preferred to those of the program for every character that they have.</summary>
/// <param name="Regular">For body text.</param>
/// <param name="Bold">For titles and emphasis.</param>
public sealed record OwnFonts(FontFile Regular, FontFile Bold);

/// <summary>The font files that are part of the program: Noto, one family for each script, in two weights.</summary>
internal static class ShippedFonts
{
    /// <summary>The families.</summary>
    public static IReadOnlyList<Typeface> Typefaces { get; } = [.. Enum.GetValues<Typeface>().Where(typeface => typeface != Typeface.Own)];

    /// <summary>Opens a font file.</summary>
    /// <exception cref="InvalidOperationException">It is missing.</exception>
    public static Stream Open(Typeface typeface, FontWeight weight)
    {
        var name = ResourceOf(typeface, weight);
        return typeof(ShippedFonts).Assembly.GetManifestResourceStream(name) ?? throw Missing(name);
    }

    /// <summary>Checks that all exist, without reading them.</summary>
    /// <exception cref="InvalidOperationException">One is missing.</exception>
    public static void Require()
    {
        foreach (var name in Typefaces.SelectMany(typeface => Enum.GetValues<FontWeight>().Select(weight => ResourceOf(typeface, weight))))
        {
            if (typeof(ShippedFonts).Assembly.GetManifestResourceInfo(name) is null)
            {
                throw Missing(name);
            }
        }
    }

    private static string ResourceOf(Typeface typeface, FontWeight weight)
    {
        var family = typeface switch
        {
            Typeface.Sans => "NotoSans",
            Typeface.SansExtended => "NotoSansExtended",
            Typeface.Tibetan => "NotoSerifTibetan",
            _ => $"NotoSans{typeface}",
        };
        return $"{typeof(ShippedFonts).Namespace}.Fonts.{family}-{(typeface == Typeface.NKo ? FontWeight.Regular : weight)}.ttf";
    }

    private static InvalidOperationException Missing(string name) => new($"The font {name} is missing in the program.");
}
