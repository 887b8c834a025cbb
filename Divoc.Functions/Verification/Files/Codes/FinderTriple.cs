namespace Divoc.Functions.Verification.Files.Codes;

/// <summary>Three squares that can belong to one code.</summary>
/// <param name="TopLeft">The one at the right angle.</param>
/// <param name="TopRight">The next one clockwise.</param>
/// <param name="BottomLeft">The third.</param>
/// <param name="Deviation">The deviation from a right angle with equal sides; 0 for a code seen from straight above.</param>
internal sealed record FinderTriple(FinderMark TopLeft, FinderMark TopRight, FinderMark BottomLeft, float Deviation)
{
    private const int Considered = 18;
    private const float MostDifference = 1.7f;
    private const float MostCosine = 0.4f;

    // From the centre of one square to the next: 7 modules less than the side of versions 1 to 40, with a tolerance for estimation errors.
    private const float LeastModules = 12;
    private const float MostModules = 200;

    /// <summary>Modules from the top left square to the others, as measured; exact to a few per cent.</summary>
    public float Modules => ((SideTo(TopRight) / Mean(TopLeft, TopRight)) + (SideTo(BottomLeft) / Mean(TopLeft, BottomLeft))) / 2;

    /// <summary>The possible triples of squares, the most probable first.</summary>
    public static IReadOnlyList<FinderTriple> Among(IReadOnlyList<FinderMark> marks)
    {
        var triples = new List<FinderTriple>();
        var count = Math.Min(marks.Count, Considered);
        for (var one = 0; one < count; one++)
        {
            for (var two = one + 1; two < count; two++)
            {
                for (var three = two + 1; three < count; three++)
                {
                    if (Of(marks[one], marks[two], marks[three]) is { } triple)
                    {
                        triples.Add(triple);
                    }
                }
            }
        }

        return [.. triples.OrderBy(triple => triple.Deviation)];
    }

    /// <summary>Whether it shares a square with another one.</summary>
    public bool Shares(FinderTriple other) =>
        new[] { TopLeft, TopRight, BottomLeft }.Intersect([other.TopLeft, other.TopRight, other.BottomLeft]).Any();

    private static FinderTriple? Of(FinderMark one, FinderMark two, FinderMark three)
    {
        var (a, b, c) = ((two.Center - three.Center).Length, (one.Center - three.Center).Length, (one.Center - two.Center).Length);
        var (corner, next, last) = (one, two, three);
        if (b > a || c > a)
        {
            (corner, next, last) = b >= c ? (two, one, three) : (three, one, two);
        }

        var (right, down) = (next.Center - corner.Center, last.Center - corner.Center);
        if ((right.X * down.Y) - (right.Y * down.X) < 0)
        {
            (next, last) = (last, next);
        }

        var sides = Ratio(right.Length, down.Length);
        var modules = Math.Max(
            Ratio(corner.Module, next.Module), Math.Max(Ratio(corner.Module, last.Module), Ratio(next.Module, last.Module)));
        var cosine = Math.Abs((right.X * down.X) + (right.Y * down.Y)) / (right.Length * down.Length);
        var triple = new FinderTriple(corner, next, last, sides - 1 + modules - 1 + cosine);
        var isFit =
            sides < MostDifference && modules < MostDifference && cosine < MostCosine && triple.Modules is > LeastModules and < MostModules;
        return isFit ? triple : null;
    }

    private float SideTo(FinderMark other) => (other.Center - TopLeft.Center).Length;

    /// <summary>
    /// Rows and columns cross a turned square diagonally; the code's own side is shorter by a factor that depends on the angle.
    /// </summary>
    private static float Mean(FinderMark one, FinderMark other)
    {
        var way = other.Center - one.Center;
        var slant = Math.Max(Math.Abs(way.X), Math.Abs(way.Y)) / way.Length;
        return (one.Module + other.Module) / 2 * slant;
    }

    private static float Ratio(float one, float other) => Math.Max(one, other) / Math.Min(one, other);
}
