using SkiaSharp;

namespace Divoc.Functions.Tests.Rendering;

/// <summary>
/// Pictures of pages that are committed. A page that differs from its picture fails, and is written beside the test program, to be looked
/// at and, if it is what was meant, copied over.
/// </summary>
internal static class CommittedPicture
{
    private const int VisibleDifference = 64;
    private const double Tolerance = 0.002;

    /// <summary>Compares what was painted with the picture at a path below the repository's root.</summary>
    public static void Check(byte[] painted, string path)
    {
        var committed = Path.Combine(SharedData.RepositoryRoot, path);
        var target = Path.Combine(
            Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "pictures")).FullName, Path.GetFileName(path));
        File.WriteAllBytes(target, painted);

        var advice = $"Look at {target}; if it is what was meant, copy it to {committed}.";
        Assert.True(File.Exists(committed), $"There is no committed picture. {advice}");
        using var expected = SKBitmap.Decode(committed);
        using var actual = SKBitmap.Decode(painted);
        Assert.True((expected.Width, expected.Height) == (actual.Width, actual.Height), $"The page has another size. {advice}");
        var differing = Differing(expected, actual);
        Assert.True(differing <= Tolerance, $"{differing:P2} of the pixels differ. {advice}");
    }

    /// <summary>Whether somebody who looks at both pictures sees a difference.</summary>
    public static bool Differ(byte[] first, byte[] second)
    {
        using var one = SKBitmap.Decode(first);
        using var other = SKBitmap.Decode(second);
        return Differing(one, other) > Tolerance;
    }

    private static double Differing(SKBitmap one, SKBitmap other)
    {
        return one.Pixels.Zip(other.Pixels).Count(pair => Differs(pair.First, pair.Second)) / (double)one.Pixels.Length;
    }

    private static bool Differs(SKColor one, SKColor other)
    {
        return Math.Abs(one.Red - other.Red) > VisibleDifference
            || Math.Abs(one.Green - other.Green) > VisibleDifference
            || Math.Abs(one.Blue - other.Blue) > VisibleDifference;
    }
}
