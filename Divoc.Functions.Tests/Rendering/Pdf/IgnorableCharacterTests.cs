using System.Globalization;
using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Tests.Rendering.Pdf;

public sealed class IgnorableCharacterTests
{
    // Fillers of Hangul, which take room.
    private static readonly int[] Fillers = [0x115F, 0x1160, 0x3164, 0xFFA0];

    /// <summary>Default_Ignorable_Code_Point of the Unicode Character Database.</summary>
    [Fact]
    public void Ignorable_characters_are_those_that_Unicode_defines()
    {
        var ignorable = File.ReadLines("/usr/share/unicode/DerivedCoreProperties.txt")
            .Where(line => line.Contains("; Default_Ignorable_Code_Point ", StringComparison.Ordinal))
            .SelectMany(line => Range(line.Split(';')[0].Trim()))
            .Except(Fillers)
            .ToHashSet();

        Assert.True(ignorable.Count > 4_000);
        Assert.Equal(
            [],
            Enumerable.Range(0, 0x110000)
                .Where(code => ignorable.Contains(code) != ScriptBlocks.IsIgnorable(code))
                .Select(code => code.ToString("X4", CultureInfo.InvariantCulture)));
    }

    private static IEnumerable<int> Range(string text)
    {
        var ends = text.Split("..").Select(end => int.Parse(end, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }
}
