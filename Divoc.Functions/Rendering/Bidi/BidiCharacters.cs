using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Divoc.Functions.Rendering.Bidi;

/// <summary>Types and paired brackets of characters, from the Unicode Character Database. Loaded when the first text needs them.</summary>
internal static class BidiCharacters
{
    /// <summary>No character below this one is written from right to left or controls such text.</summary>
    public const char First = '\u0590';

    private static readonly Lazy<Table> Loaded = new(Load);

    /// <summary>The type of a code point.</summary>
    public static BidiClass ClassOf(int codePoint)
    {
        var table = Loaded.Value;
        var index = Array.BinarySearch(table.Starts, codePoint);
        index = index < 0 ? ~index - 1 : index;
        return index >= 0 && codePoint <= table.Ends[index] ? table.Classes[index] : BidiClass.L;
    }

    /// <summary>
    /// The closing bracket for an opening one, with canonical equivalents unified; 0 if the code point is not an opening bracket.
    /// </summary>
    public static int ClosingOf(int codePoint) => Loaded.Value.Closing.GetValueOrDefault(Canonical(codePoint));

    /// <summary>The angle brackets U+2329 and U+232A are the same as U+3008 and U+3009.</summary>
    public static int Canonical(int codePoint) => codePoint is 0x2329 or 0x232A ? codePoint - 0x2329 + 0x3008 : codePoint;

    private static Table Load()
    {
        using var stream = typeof(BidiCharacters).Assembly.GetManifestResourceStream(typeof(BidiCharacters), "BidiClasses.table.json")!;
        using var document = JsonDocument.Parse(stream);
        var ranges = document.RootElement.GetProperty("classes").EnumerateObject()
            .SelectMany(member => member.Value.GetString()!.Split(' ').Select(text => Range(text, Enum.Parse<BidiClass>(member.Name))))
            .OrderBy(range => range.Start)
            .ToArray();
        var brackets = document.RootElement.GetProperty("brackets").GetString()!.Split(", ").Select(pair => pair.Split(' '))
            .DistinctBy(pair => Canonical(Hex(pair[0])));
        return new Table(
            Array.ConvertAll(ranges, range => range.Start),
            Array.ConvertAll(ranges, range => range.End),
            Array.ConvertAll(ranges, range => range.Class),
            brackets.ToFrozenDictionary(pair => Canonical(Hex(pair[0])), pair => Canonical(Hex(pair[1]))));
    }

    private static (int Start, int End, BidiClass Class) Range(string text, BidiClass type)
    {
        var parts = text.Split('-');
        return (Hex(parts[0]), Hex(parts[^1]), type);
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private sealed record Table(int[] Starts, int[] Ends, BidiClass[] Classes, FrozenDictionary<int, int> Closing);
}
