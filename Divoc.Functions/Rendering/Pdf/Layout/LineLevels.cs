using System.Text;
using Divoc.Functions.Rendering.Bidi;

namespace Divoc.Functions.Rendering.Pdf.Layout;

/// <summary>The embedding levels of a paragraph, resolved once and returned line by line (UAX #9 section 3.4).</summary>
internal sealed class LineLevels
{
    private readonly byte[] levels;
    private readonly int baseLevel;

    private LineLevels(byte[] levels, int baseLevel) => (this.levels, this.baseLevel) = (levels, baseLevel);

    /// <summary>Whether the paragraph runs from right to left.</summary>
    public bool IsRightToLeft => baseLevel == 1;

    /// <summary>A level for each UTF-16 unit of the paragraph.</summary>
    public ReadOnlySpan<byte> All => levels;

    /// <summary>Resolves a paragraph; null if nothing in it is right-to-left.</summary>
    public static LineLevels? Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(BidiCharacters.First, char.MaxValue))
        {
            return null;
        }

        var codePoints = new List<int>(text.Length);
        var lengths = new List<int>(text.Length);
        for (var index = 0; index < text.Length; index += lengths[^1])
        {
            Rune.DecodeFromUtf16(text.AsSpan(index), out var character, out var length);
            codePoints.Add(character.Value);
            lengths.Add(length);
        }

        var classes = codePoints.ConvertAll(BidiCharacters.ClassOf).ToArray();
        if (!Array.Exists(classes, IsRightToLeftClass))
        {
            return null;
        }

        var (baseLevel, resolved) = BidiResolver.Resolve(classes, codePoints.ToArray());
        var levels = new List<byte>(text.Length);
        for (var index = 0; index < resolved.Length; index++)
        {
            levels.AddRange(Enumerable.Repeat(resolved[index], lengths[index]));
        }

        return new LineLevels([.. levels], baseLevel);
    }

    /// <summary>The levels of a line that begins and ends without white space, and of the text that is appended to it.</summary>
    public byte[] OfLine(int start, int length, int appended = 0)
    {
        return [.. levels.AsSpan(start, length), .. Enumerable.Repeat((byte)baseLevel, appended)];
    }

    private static bool IsRightToLeftClass(BidiClass type)
    {
        return type is BidiClass.R or BidiClass.AL or BidiClass.AN or BidiClass.RLE or BidiClass.RLO or BidiClass.RLI;
    }
}
