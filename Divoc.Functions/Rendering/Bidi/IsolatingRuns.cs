namespace Divoc.Functions.Rendering.Bidi;

/// <summary>Rule X10 of UAX #9: joins the level runs that isolates separate into sequences.</summary>
internal static class IsolatingRuns
{
    /// <summary>The sequences of a paragraph, without the characters that rule X9 removes.</summary>
    public static IReadOnlyList<IsolatingRun> Of(
        ReadOnlySpan<BidiClass> classes, ReadOnlySpan<byte> levels, ReadOnlySpan<int> matches, int paragraphLevel)
    {
        var runs = LevelRuns(classes, levels);
        var runOf = new Dictionary<int, List<int>>();
        foreach (var run in runs)
        {
            runOf.Add(run[0], run);
        }

        var sequences = new List<IsolatingRun>();
        foreach (var run in runs)
        {
            if (classes[run[0]] == BidiClass.PDI && matches[run[0]] >= 0)
            {
                // It continues the sequence that its initiator ends.
                continue;
            }

            var members = new List<int>(run);
            while (classes[members[^1]].IsIsolateInitiator() && matches[members[^1]] < classes.Length)
            {
                members.AddRange(runOf[matches[members[^1]]]);
            }

            sequences.Add(Bounded([.. members], classes, levels, paragraphLevel, matches));
        }

        return sequences;
    }

    /// <summary>The runs of characters of one level.</summary>
    private static List<List<int>> LevelRuns(ReadOnlySpan<BidiClass> classes, ReadOnlySpan<byte> levels)
    {
        var runs = new List<List<int>>();
        for (var index = 0; index < classes.Length; index++)
        {
            if (classes[index].IsRemoved())
            {
                continue;
            }

            if (runs.Count == 0 || levels[runs[^1][0]] != levels[index])
            {
                runs.Add([]);
            }

            runs[^1].Add(index);
        }

        return runs;
    }

    /// <summary>Adds the directions at both ends: the direction of the higher of the two adjacent levels.</summary>
    private static IsolatingRun Bounded(
        int[] members, ReadOnlySpan<BidiClass> classes, ReadOnlySpan<byte> levels, int paragraphLevel, ReadOnlySpan<int> matches)
    {
        var (first, last) = (members[0], members[^1]);
        var level = levels[first];
        var before = first - 1;
        while (before >= 0 && classes[before].IsRemoved())
        {
            before--;
        }

        var after = last + 1;
        while (after < classes.Length && classes[after].IsRemoved())
        {
            after++;
        }

        var isOpen = classes[last].IsIsolateInitiator() && matches[last] == classes.Length;
        var levelBefore = before < 0 ? paragraphLevel : levels[before];
        var levelAfter = after == classes.Length || isOpen ? paragraphLevel : levels[after];
        return new IsolatingRun(
            members, level, BidiClassRules.OfLevel(Math.Max(level, levelBefore)), BidiClassRules.OfLevel(Math.Max(level, levelAfter)));
    }
}
