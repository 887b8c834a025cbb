using System.Globalization;
using Divoc.Functions.Rendering.Bidi;

namespace Divoc.Functions.Tests.Rendering.Bidi;

/// <summary>
/// Unicode's own conformance tests of the bidirectional algorithm (UAX #9 section 4), from the package unicode-data, which ./test.sh
/// installs.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class BidiConformanceTests
{
    private const string Folder = "/usr/share/unicode";

    [Fact]
    public void Every_character_test_case_gets_the_expected_levels_and_order()
    {
        var count = 0;
        foreach (var line in Lines("BidiCharacterTest.txt"))
        {
            var fields = line.Split(';');
            var codePoints = Array.ConvertAll(
                fields[0].Split(' '), text => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            var classes = Array.ConvertAll(codePoints, BidiCharacters.ClassOf);
            int? asked = fields[1] == "2" ? null : Number(fields[1]);

            var (baseLevel, levels) = BidiResolver.Resolve(classes, codePoints, asked);

            Assert.True(Number(fields[2]) == baseLevel, $"The paragraph's level is {baseLevel}: {line}");
            AssertLine(classes, levels, baseLevel, fields[3], fields[4], line);
            count++;
        }

        Assert.True(count > 90_000, $"There were only {count} cases.");
    }

    [Fact]
    public void Every_bidi_class_test_case_gets_the_expected_levels_and_order()
    {
        var (levels, order) = ("", "");
        var count = 0;
        foreach (var line in Lines("BidiTest.txt"))
        {
            if (line.StartsWith("@Levels:", StringComparison.Ordinal))
            {
                levels = line["@Levels:".Length..].Trim();
            }
            else if (line.StartsWith("@Reorder:", StringComparison.Ordinal))
            {
                order = line["@Reorder:".Length..].Trim();
            }
            else
            {
                count += CheckTypes(line, levels, order);
            }
        }

        Assert.True(count > 700_000, $"There were only {count} cases.");
    }

    private static int CheckTypes(string line, string levels, string order)
    {
        var fields = line.Split(';');
        var classes = Array.ConvertAll(fields[0].Trim().Split(' '), Enum.Parse<BidiClass>);
        var paragraphs = Number(fields[1].Trim());
        var count = 0;
        foreach (var (bit, asked) in new (int, int?)[] { (1, null), (2, 0), (4, 1) })
        {
            if ((paragraphs & bit) != 0)
            {
                var (baseLevel, resolved) = BidiResolver.Resolve(classes, new int[classes.Length], asked);
                AssertLine(classes, resolved, baseLevel, levels, order, $"{line} {asked}");
                count++;
            }
        }

        return count;
    }

    private static void AssertLine(
        BidiClass[] classes, byte[] levels, int baseLevel, string expectedLevels, string expectedOrder, string name)
    {
        BidiLine.ResetWhiteSpace(classes, levels, baseLevel);
        var kept = Enumerable.Range(0, classes.Length).Where(index => !classes[index].IsRemoved()).ToArray();
        var written = string.Join(
            ' ', levels.Select((level, index) => classes[index].IsRemoved() ? "x" : level.ToString(CultureInfo.InvariantCulture)));
        var order = string.Join(' ', BidiLine.Order(kept.Select(index => levels[index]).ToArray()).Select(index => kept[index]));
        Assert.True(expectedLevels == written && expectedOrder == order, $"{name}: levels {written}, order {order}");
    }

    private static IEnumerable<string> Lines(string file)
    {
        var path = Path.Combine(Folder, file);
        Assert.True(File.Exists(path), $"{path} is missing; ./test.sh installs what the tests need (unicode-data).");
        return File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#');
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
