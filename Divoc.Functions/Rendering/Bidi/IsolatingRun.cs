namespace Divoc.Functions.Rendering.Bidi;

/// <summary>An isolating run sequence (UAX #9 BD13): characters of one level that are resolved together.</summary>
/// <param name="members">The positions of its characters in the paragraph.</param>
/// <param name="level">Their level.</param>
/// <param name="start">Direction at its start ("sos").</param>
/// <param name="end">Direction at its end ("eos").</param>
internal sealed class IsolatingRun(int[] members, byte level, BidiClass start, BidiClass end)
{
    private readonly BidiClass embedding = BidiClassRules.OfLevel(level);
    private readonly BidiClass[] types = new BidiClass[members.Length];

    /// <summary>Rules W1 to I2: writes the levels of its characters.</summary>
    public void Resolve(ReadOnlySpan<BidiClass> paragraphTypes, ReadOnlySpan<int> codePoints, byte[] levels)
    {
        var original = new BidiClass[members.Length];
        for (var index = 0; index < members.Length; index++)
        {
            types[index] = original[index] = paragraphTypes[members[index]];
        }

        ResolveMarksAndArabicNumbers();
        ResolveSeparatorsAndTerminators();
        ResolveEuropeanNumbers();
        foreach (var (opening, closing) in BracketPairs(codePoints))
        {
            ResolveBrackets(opening, closing, original);
        }

        ResolveNeutrals();
        for (var index = 0; index < members.Length; index++)
        {
            levels[members[index]] = LevelOf(types[index]);
        }
    }

    /// <summary>W1 to W3.</summary>
    private void ResolveMarksAndArabicNumbers()
    {
        var previous = start;
        var strong = start;
        for (var index = 0; index < types.Length; index++)
        {
            if (types[index] == BidiClass.NSM)
            {
                types[index] = previous.IsIsolateInitiator() || previous == BidiClass.PDI ? BidiClass.ON : previous;
            }

            previous = types[index];
            if (types[index] is BidiClass.L or BidiClass.R or BidiClass.AL)
            {
                strong = types[index];
            }
            else if (types[index] == BidiClass.EN && strong == BidiClass.AL)
            {
                types[index] = BidiClass.AN;
            }
        }

        types.AsSpan().Replace(BidiClass.AL, BidiClass.R);
    }

    /// <summary>W4 to W6.</summary>
    private void ResolveSeparatorsAndTerminators()
    {
        for (var index = 1; index < types.Length - 1; index++)
        {
            var (before, after) = (types[index - 1], types[index + 1]);
            var joins = before == after
                && ((types[index] is BidiClass.ES or BidiClass.CS && before == BidiClass.EN)
                    || (types[index] == BidiClass.CS && before == BidiClass.AN));
            types[index] = joins ? before : types[index];
        }

        for (var index = 0; index < types.Length; index++)
        {
            if (types[index] != BidiClass.ET)
            {
                continue;
            }

            var after = index;
            while (after < types.Length && types[after] == BidiClass.ET)
            {
                after++;
            }

            var touchesNumber = (index > 0 && types[index - 1] == BidiClass.EN) || (after < types.Length && types[after] == BidiClass.EN);
            types.AsSpan(index, after - index).Fill(touchesNumber ? BidiClass.EN : BidiClass.ON);
            index = after - 1;
        }

        types.AsSpan().Replace(BidiClass.ES, BidiClass.ON);
        types.AsSpan().Replace(BidiClass.CS, BidiClass.ON);
    }

    /// <summary>W7.</summary>
    private void ResolveEuropeanNumbers()
    {
        var strong = start;
        for (var index = 0; index < types.Length; index++)
        {
            if (types[index] is BidiClass.L or BidiClass.R)
            {
                strong = types[index];
            }
            else if (types[index] == BidiClass.EN && strong == BidiClass.L)
            {
                types[index] = BidiClass.L;
            }
        }
    }

    /// <summary>BD16: the bracket pairs in the order of their opening brackets.</summary>
    private List<(int Opening, int Closing)> BracketPairs(ReadOnlySpan<int> codePoints)
    {
        const int maxOpen = 63;
        var pairs = new List<(int Opening, int Closing)>();
        var open = new List<(int Closing, int Index)>();
        for (var index = 0; index < members.Length; index++)
        {
            if (types[index] != BidiClass.ON)
            {
                continue;
            }

            var character = BidiCharacters.Canonical(codePoints[members[index]]);
            var closing = BidiCharacters.ClosingOf(character);
            if (closing != 0 && open.Count == maxOpen)
            {
                return [];
            }

            if (closing != 0)
            {
                open.Add((closing, index));
            }
            else if (open.FindLastIndex(entry => entry.Closing == character) is >= 0 and var match)
            {
                pairs.Add((open[match].Index, index));
                open.RemoveRange(match, open.Count - match);
            }
        }

        pairs.Sort();
        return pairs;
    }

    /// <summary>
    /// N0: a pair takes the embedding direction if that is inside it; else the other one, if that is inside it and before it.
    /// </summary>
    private void ResolveBrackets(int opening, int closing, BidiClass[] original)
    {
        var holdsOther = false;
        var direction = (BidiClass?)null;
        for (var index = opening + 1; index < closing && direction is null; index++)
        {
            var strong = Strong(types[index]);
            direction = strong == embedding ? embedding : null;
            holdsOther |= strong is not null;
        }

        if (direction is null && holdsOther)
        {
            var before = start;
            for (var index = opening - 1; index >= 0; index--)
            {
                if (Strong(types[index]) is { } found)
                {
                    before = found;
                    break;
                }
            }

            direction = before != embedding ? before : embedding;
        }

        if (direction is { } settled)
        {
            SetBracket(opening, settled, original);
            SetBracket(closing, settled, original);
        }
    }

    /// <summary>Marks after a bracket get the same direction.</summary>
    private void SetBracket(int bracket, BidiClass direction, BidiClass[] original)
    {
        types[bracket] = direction;
        for (var index = bracket + 1; index < types.Length && original[index] == BidiClass.NSM; index++)
        {
            types[index] = direction;
        }
    }

    /// <summary>N1 and N2.</summary>
    private void ResolveNeutrals()
    {
        for (var index = 0; index < types.Length; index++)
        {
            if (!types[index].IsNeutralOrIsolate())
            {
                continue;
            }

            var after = index;
            while (after < types.Length && types[after].IsNeutralOrIsolate())
            {
                after++;
            }

            var left = index == 0 ? start : Strong(types[index - 1]);
            var right = after == types.Length ? end : Strong(types[after]);
            types.AsSpan(index, after - index).Fill(left == right ? left!.Value : embedding);
            index = after - 1;
        }
    }

    /// <summary>I1 and I2.</summary>
    private byte LevelOf(BidiClass type)
    {
        var isOdd = (level & 1) == 1;
        return (byte)(level + (type switch
        {
            BidiClass.L => isOdd ? 1 : 0,
            BidiClass.R => isOdd ? 0 : 1,
            _ => isOdd ? 1 : 2,
        }));
    }

    /// <summary>The direction of a type among neutrals: numbers count as right-to-left.</summary>
    private static BidiClass? Strong(BidiClass type) => type switch
    {
        BidiClass.L => BidiClass.L,
        BidiClass.R or BidiClass.EN or BidiClass.AN => BidiClass.R,
        _ => null,
    };
}
