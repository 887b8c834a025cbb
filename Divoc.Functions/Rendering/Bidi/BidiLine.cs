namespace Divoc.Functions.Rendering.Bidi;

/// <summary>Rules L1 and L2 of UAX #9: the visual order of a line's characters.</summary>
internal static class BidiLine
{
    /// <summary>L1: separators, and white space before them and at the line's end, get the paragraph's level.</summary>
    /// <param name="classes">Types of the line's characters.</param>
    /// <param name="levels">Their levels, changed in place.</param>
    /// <param name="baseLevel">Level of the paragraph.</param>
    public static void ResetWhiteSpace(ReadOnlySpan<BidiClass> classes, Span<byte> levels, int baseLevel)
    {
        var trails = true;
        for (var index = classes.Length - 1; index >= 0; index--)
        {
            var isSeparator = classes[index] is BidiClass.B or BidiClass.S;
            trails = isSeparator || (trails && classes[index].TrailsLine());
            levels[index] = trails ? (byte)baseLevel : levels[index];
        }
    }

    /// <summary>L2: the part of a line at each place from left to right.</summary>
    /// <param name="levels">Level of each part, in the order in which they are read.</param>
    public static int[] Order(ReadOnlySpan<byte> levels)
    {
        var order = new int[levels.Length];
        var (highest, lowestOdd) = (0, int.MaxValue);
        for (var index = 0; index < levels.Length; index++)
        {
            order[index] = index;
            highest = Math.Max(highest, levels[index]);
            lowestOdd = (levels[index] & 1) == 1 ? Math.Min(lowestOdd, levels[index]) : lowestOdd;
        }

        for (var level = highest; level >= lowestOdd; level--)
        {
            ReverseFrom(level, levels, order);
        }

        return order;
    }

    private static void ReverseFrom(int level, ReadOnlySpan<byte> levels, int[] order)
    {
        var start = 0;
        while (start < order.Length)
        {
            // A run of high levels keeps its place while it is reversed, so that the original order shows where runs begin and end.
            var end = start;
            while (end < order.Length && levels[end] >= level)
            {
                end++;
            }

            Array.Reverse(order, start, end - start);
            start = end + 1;
        }
    }
}
