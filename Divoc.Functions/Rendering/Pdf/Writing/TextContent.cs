using System.Buffers;
using System.Text;
using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>
/// Writes lines of text as text objects (ISO 32000-1 section 9.4), each glyph at its position. If a font's table does not give the
/// characters of glyphs, they are written here (section 14.9.4), so that any script can be copied and read aloud exactly. Right-to-left
/// runs are marked (section 14.8.2.3.3).
/// </summary>
/// <param name="content">The target.</param>
/// <param name="resources">The document's fonts.</param>
internal sealed class TextContent(PdfBuffer content, PageResources resources)
{
    // Text is drawn with this size in a scaled space: positions are then whole numbers, in the unit of widths, and nothing is rounded along
    // a line.
    private const float Em = 1000;

    private string font = "";
    private (int X, int Y) pen;
    private (int X, int Y) start;
    private bool isInArray;
    private bool isInString;
    private bool isShared;

    /// <summary>Writes a line, its runs in reading order.</summary>
    public void Write(TextElement element)
    {
        font = "";
        (pen, start) = ((0, 0), (0, 0));
        var scale = element.Size / Em;
        content.Write("q "u8);
        content.WriteOperand(scale);
        content.Write("0 0 "u8);
        content.WriteOperand(scale);
        content.WriteOperand(element.X);
        content.WriteOperand(element.Baseline);
        content.Write("cm BT 1 0 0 -1 0 0 Tm\n"u8);
        WriteGlyphs(element.Text);
        content.Write("ET Q\n"u8);
    }

    /// <summary>A text of the template is written once and then copied, if all its fonts are in the beginning of the file.</summary>
    private void WriteGlyphs(ShapedText text)
    {
        if (text.Written is { } written)
        {
            content.Write(written);
            return;
        }

        var before = content.Length;
        isShared = true;
        foreach (var run in text.Runs)
        {
            WriteRun(run);
        }

        if (text.IsKept && isShared)
        {
            text.Written = content.Written[before..].ToArray();
        }
    }

    private void WriteRun(GlyphRun run)
    {
        var isReversed = IsReversed(run.Clusters.Span);
        if (isReversed)
        {
            content.Write("/ReversedChars BMC\n"u8);
        }

        var used = resources.FontOf(run.Font);
        for (var index = 0; index < run.Glyphs.Length;)
        {
            index = WriteCluster(run, used, index, isReversed);
        }

        EndArray();
        if (isReversed)
        {
            content.Write("EMC\n"u8);
        }
    }

    /// <summary>Writes the glyphs of the same characters, and returns the index after them.</summary>
    private int WriteCluster(GlyphRun run, DocumentFont used, int first, bool isReversed)
    {
        var glyphs = run.Glyphs.Span;
        var positions = run.Positions.Span;
        var clusters = run.Clusters.Span;
        var end = first + 1;
        while (end < glyphs.Length && clusters[end] == clusters[first])
        {
            end++;
        }

        // The next character of the text is at the right, or at the left.
        var next = isReversed ? first - 1 : end;
        var utf8 = run.Utf8.Span;
        var meaning = utf8[(int)clusters[first]..((uint)next < (uint)glyphs.Length ? (int)clusters[next] : utf8.Length)];
        var needsMeaning = end - first > 1 || !IsCharacter(meaning, run.Font.Metrics.CharacterOf(glyphs[first]));
        if (needsMeaning)
        {
            EndArray();
            BeginMeaning(meaning);
        }

        for (var index = first; index < end; index++)
        {
            WriteGlyph(used, glyphs[index], (int)MathF.Round((run.X + positions[index].X) * Em), (int)MathF.Round(positions[index].Y * Em));
        }

        if (needsMeaning)
        {
            EndArray();
            content.Write("EMC\n"u8);
        }

        return end;
    }

    private void WriteGlyph(DocumentFont used, ushort glyph, int x, int y)
    {
        var name = used.NameFor(glyph);
        isShared &= name != used.OwnName;
        Select(name);
        Place(x, y);
        if (!isInString)
        {
            content.Write((byte)'<');
            isInString = true;
        }

        content.WriteHex(glyph);
        pen = (x + used.Face.Metrics.WidthOf(glyph), y);
    }

    private void Select(string name)
    {
        if (name == font)
        {
            return;
        }

        EndArray();
        font = name;
        content.Write((byte)'/');
        content.Write(name);
        content.Write(" 1000 Tf\n"u8);
    }

    /// <summary>
    /// Moves to the position of the next glyph: along the line within the array, or off the baseline by a step from the last one.
    /// </summary>
    private void Place(int x, int y)
    {
        if (y != pen.Y)
        {
            EndArray();
            content.Write(x - start.X);
            content.Write((byte)' ');
            content.Write(start.Y - y);
            content.Write(" Td\n"u8);
            (start, pen) = ((x, y), (x, y));
        }

        BeginArray();
        if (x != pen.X)
        {
            EndString();
            content.Write(pen.X - x);
        }
    }

    private void BeginArray()
    {
        if (!isInArray)
        {
            content.Write((byte)'[');
            isInArray = true;
        }
    }

    private void EndString()
    {
        if (isInString)
        {
            content.Write((byte)'>');
            isInString = false;
        }
    }

    private void EndArray()
    {
        EndString();
        if (isInArray)
        {
            content.Write("] TJ\n"u8);
            isInArray = false;
        }
    }

    private void BeginMeaning(ReadOnlySpan<byte> utf8)
    {
        Span<char> characters = stackalloc char[128];
        content.Write("/Span <</ActualText "u8);
        if (utf8.Length <= characters.Length)
        {
            content.WriteUtf16(characters[..Encoding.UTF8.GetChars(utf8, characters)]);
        }
        else
        {
            content.WriteUtf16(Encoding.UTF8.GetString(utf8));
        }

        content.Write(">> BDC\n"u8);
    }

    private static bool IsCharacter(ReadOnlySpan<byte> utf8, int character)
    {
        if (utf8.Length == 1)
        {
            return utf8[0] == character;
        }

        return Rune.DecodeFromUtf8(utf8, out var only, out var length) == OperationStatus.Done
            && length == utf8.Length
            && only.Value == character;
    }

    /// <summary>Whether all glyphs are in the opposite order of their characters.</summary>
    private static bool IsReversed(ReadOnlySpan<uint> clusters)
    {
        if (clusters.Length < 2 || clusters[0] == 0 || clusters[^1] != 0)
        {
            return false;
        }

        for (var index = 1; index < clusters.Length; index++)
        {
            if (clusters[index] > clusters[index - 1])
            {
                return false;
            }
        }

        return true;
    }
}
