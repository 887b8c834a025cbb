namespace Divoc.Functions.Rendering.Bidi;

/// <summary>
/// The Unicode bidirectional algorithm (UAX #9, revision 46 of Unicode 15) for one paragraph: from characters to embedding levels.
/// </summary>
internal static class BidiResolver
{
    /// <summary>Resolves the levels of a paragraph (rules P2 to I2).</summary>
    /// <param name="classes">Type of each character.</param>
    /// <param name="codePoints">The characters, for their brackets.</param>
    /// <param name="baseLevel">Level of the paragraph, 0 or 1; null to take it from the first strong character.</param>
    /// <returns>
    /// The paragraph's level, and one level a character. Characters that rule X9 removes have the level of the one before them.
    /// </returns>
    public static (int BaseLevel, byte[] Levels) Resolve(
        ReadOnlySpan<BidiClass> classes, ReadOnlySpan<int> codePoints, int? baseLevel = null)
    {
        var matches = IsolateMatches(classes);
        var paragraph = baseLevel ?? Math.Max(0, FirstStrong(classes, matches, 0, classes.Length));
        var (levels, types) = new ExplicitLevels(classes, matches, paragraph).Resolve(classes);
        foreach (var sequence in IsolatingRuns.Of(classes, levels, matches, paragraph))
        {
            sequence.Resolve(types, codePoints, levels);
        }

        var before = (byte)paragraph;
        for (var index = 0; index < classes.Length; index++)
        {
            before = levels[index] = classes[index].IsRemoved() ? before : levels[index];
        }

        return (paragraph, levels);
    }

    /// <summary>Rules P2 and P3: the level that the first strong character outside of isolates gives; -1 if there is none.</summary>
    public static int FirstStrong(ReadOnlySpan<BidiClass> classes, ReadOnlySpan<int> matches, int start, int end)
    {
        for (var index = start; index < end; index++)
        {
            switch (classes[index])
            {
                case BidiClass.L:
                    return 0;
                case BidiClass.R or BidiClass.AL:
                    return 1;
                case BidiClass.LRI or BidiClass.RLI or BidiClass.FSI:
                    index = Math.Min(matches[index], end);
                    break;
                default:
                    break;
            }
        }

        return -1;
    }

    /// <summary>
    /// BD9: for each isolate initiator the position of its PDI, or the length of the text if it has none; for each matched PDI the position
    /// of its initiator; else -1.
    /// </summary>
    private static int[] IsolateMatches(ReadOnlySpan<BidiClass> classes)
    {
        var matches = new int[classes.Length];
        Array.Fill(matches, -1);
        var open = new Stack<int>();
        for (var index = 0; index < classes.Length; index++)
        {
            if (classes[index].IsIsolateInitiator())
            {
                matches[index] = classes.Length;
                open.Push(index);
            }
            else if (classes[index] == BidiClass.PDI && open.TryPop(out var initiator))
            {
                (matches[initiator], matches[index]) = (index, initiator);
            }
        }

        return matches;
    }
}
