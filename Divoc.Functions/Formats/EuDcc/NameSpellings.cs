namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// All ways in which a part of a name may be written in A to Z: for a Latin letter, each choice that the standard leaves to countries, and
/// the letter without its marks; for a Cyrillic letter, the one of each language; for Greek pairs, each form. Arabic has none here, because
/// passports follow no table. Parts are those of <see cref="Transliteration.PartsOf"/>.
/// </summary>
internal static class NameSpellings
{
    private static readonly TransliterationTable Table = TransliterationTable.Embedded;

    /// <summary>Whether each letter of a part has a spelling.</summary>
    public static bool AreKnownOf(string part)
    {
        return Enumerable.Range(0, part.Length).All(index => OfLetter(part, index).Any());
    }

    /// <summary>Whether a text is one of the spellings of a part.</summary>
    public static bool CanBe(string part, string written)
    {
        // The positions in the text up to which the first letters of the part can match.
        var reached = Enumerable.Range(0, part.Length + 1).Select(_ => new HashSet<int>()).ToArray();
        reached[0].Add(0);
        for (var index = 0; index < part.Length; index++)
        {
            foreach (var (spelling, letters) in At(part, index))
            {
                reached[index + letters].UnionWith(
                    reached[index].Where(start => written.AsSpan(start).StartsWith(spelling)).Select(start => start + spelling.Length));
            }
        }

        return reached[^1].Contains(written.Length);
    }

    /// <summary>Whether a part with one letter is the initial of another one.</summary>
    public static bool IsInitialOf(string initial, string part)
    {
        return initial.Length == 1
            && At(part, 0)
                .Any(first => At(initial, 0).Any(letter => letter.Spelling.Length > 0 && first.Spelling.StartsWith(letter.Spelling[0])));
    }

    private static IEnumerable<(string Spelling, int Letters)> At(string part, int index)
    {
        foreach (var spelling in OfLetter(part, index))
        {
            yield return (spelling, 1);
        }

        if (index + 1 < part.Length
            && Table.GreekPairs.TryGetValue((part[index], Transliteration.WithoutMarks(part[index + 1])), out var pair))
        {
            foreach (var spelling in new[] { pair.Usual, pair.BeforeVoiceless, pair.AtEdge }.OfType<string>())
            {
                yield return (spelling, 2);
            }
        }
    }

    private static IEnumerable<string> OfLetter(string part, int index)
    {
        var letter = part[index];
        if (Transliteration.IsMark(letter))
        {
            return [""];
        }

        var plain = char.ToUpperInvariant(Transliteration.WithoutMarks(letter));
        return plain == letter ? OfPlain(letter) : OfPlain(letter).Concat(OfPlain(plain));
    }

    private static IEnumerable<string> OfPlain(char letter)
    {
        if (letter is >= 'A' and <= 'Z')
        {
            return [letter.ToString()];
        }

        if (Table.Latin.TryGetValue(letter, out var choices))
        {
            return choices;
        }

        if (Table.Cyrillic.TryGetValue(letter, out var cyrillic))
        {
            return [cyrillic.Usual, .. cyrillic.ByLanguage.Values, .. cyrillic.AtStart.Values];
        }

        return Table.Greek.TryGetValue(letter, out var greek) ? [greek] : [];
    }
}
