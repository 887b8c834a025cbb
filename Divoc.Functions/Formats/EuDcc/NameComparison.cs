using Divoc.Functions.Domain;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// Finds out whether a name that a caller requested is the certified one: each part of one name must match a part of the other, in any
/// order, in one of the spellings of passports (<see cref="NameSpellings"/>) or as an initial. Parts in letters without such spellings
/// can't be compared; they match any part that the caller writes in letters with spellings.
/// </summary>
internal static class NameComparison
{
    /// <summary>No name has more parts; the work grows with their square.</summary>
    private const int MostParts = 40;

    /// <summary>Whether it is the person's name, both in the original letters and in the letters A to Z.</summary>
    public static bool IsOf(Recipient person, PassportName wanted)
    {
        return IsAnyOf(person, $"{wanted.Family} {wanted.Given}")
            && IsAnyOf(person, $"{wanted.FamilyTransliterated}<{wanted.GivenTransliterated}".Replace('<', ' '));
    }

    private static bool IsAnyOf(Recipient person, string wanted)
    {
        return AreSame(person.Name, wanted)
            || (person.FamilyName is { } family && person.GivenName is { } given && AreSame($"{family} {given}", wanted));
    }

    private static bool AreSame(string certified, string wanted)
    {
        var (own, others) = (Transliteration.PartsOf(certified), Transliteration.PartsOf(wanted));
        if (own.Count > MostParts || others.Count > MostParts)
        {
            return false;
        }

        var partners = Pair(own, others);
        var left = own.Where((_, index) => partners[index] < 0).ToList();
        var leftOfOthers = others.Where((_, index) => !partners.Contains(index)).ToList();
        return (left.Count == 0) == (leftOfOthers.Count == 0)
            && !left.Exists(NameSpellings.AreKnownOf)
            && leftOfOthers.TrueForAll(NameSpellings.AreKnownOf);
    }

    /// <summary>
    /// Pairs as many parts as possible, each at most once (by augmenting paths). The result has the partner of each part in the other list,
    /// or -1.
    /// </summary>
    private static int[] Pair(IReadOnlyList<string> own, IReadOnlyList<string> others)
    {
        var same = own.Select(one => others.Select(other => AreSamePart(one, other)).ToArray()).ToArray();
        var partners = Enumerable.Repeat(-1, own.Count).ToArray();
        var takers = Enumerable.Repeat(-1, others.Count).ToArray();
        for (var index = 0; index < own.Count; index++)
        {
            TryPair(index, new bool[others.Count]);
        }

        return partners;

        bool TryPair(int one, bool[] seen)
        {
            for (var other = 0; other < others.Count; other++)
            {
                if (seen[other] || !same[one][other])
                {
                    continue;
                }

                seen[other] = true;
                if (takers[other] < 0 || TryPair(takers[other], seen))
                {
                    (partners[one], takers[other]) = (other, one);
                    return true;
                }
            }

            return false;
        }
    }

    private static bool AreSamePart(string one, string other)
    {
        return one == other
            || NameSpellings.CanBe(one, other)
            || NameSpellings.CanBe(other, one)
            || NameSpellings.IsInitialOf(one, other)
            || NameSpellings.IsInitialOf(other, one);
    }
}
