using System.Text;
using HarfBuzzSharp;

namespace Divoc.Functions.Rendering;

/// <summary>
/// Texts in Normalization Form C (UAX #15), so that two spellings of one name are written in the same way. Uses HarfBuzz's tables, because
/// .NET has none if the program runs without culture data.
/// </summary>
internal static class CanonicalForm
{
    // No character before this one combines with another, and each of them is its own canonical form.
    private const char FirstCombining = '\u0300';

    /// <summary>The form C of a text.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstCombining, char.MaxValue))
        {
            return text;
        }

        var decomposed = new List<int>(text.Length);
        foreach (var character in text.EnumerateRunes())
        {
            Decompose(character.Value, decomposed);
        }

        Order(decomposed);
        var composed = new StringBuilder(text.Length);
        foreach (var codePoint in Compose(decomposed))
        {
            composed.Append(new Rune(codePoint).ToString());
        }

        return composed.ToString();
    }

    /// <summary>The two characters that are equivalent to one; the second is 0 if only one is.</summary>
    public static bool TryDecompose(int codePoint, out int first, out int second)
    {
        var isDecomposed = UnicodeFunctions.Default.TryDecompose((uint)codePoint, out var firstPart, out var secondPart);
        (first, second) = ((int)firstPart, (int)secondPart);
        return isDecomposed;
    }

    private static void Decompose(int codePoint, List<int> decomposed)
    {
        if (!TryDecompose(codePoint, out var first, out var second))
        {
            decomposed.Add(codePoint);
            return;
        }

        Decompose(first, decomposed);
        if (second != 0)
        {
            decomposed.Add(second);
        }
    }

    /// <summary>Sorts the marks of each letter by their class and keeps the order within a class.</summary>
    private static void Order(List<int> codePoints)
    {
        for (var start = 0; start < codePoints.Count; start++)
        {
            var end = start;
            while (end < codePoints.Count && ClassOf(codePoints[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var sorted = codePoints.GetRange(start, end - start).OrderBy(ClassOf).ToList();
                codePoints.RemoveRange(start, sorted.Count);
                codePoints.InsertRange(start, sorted);
            }

            start = end;
        }
    }

    private static List<int> Compose(List<int> codePoints)
    {
        var composed = new List<int>(codePoints.Count);
        var (starter, lastClass) = (-1, 0);
        foreach (var codePoint in codePoints)
        {
            var ownClass = ClassOf(codePoint);
            var isBlocked = starter < composed.Count - 1 && (lastClass >= ownClass || lastClass == 0);
            if (starter >= 0
                && !isBlocked
                && UnicodeFunctions.Default.TryCompose((uint)composed[starter], (uint)codePoint, out var together))
            {
                composed[starter] = (int)together;
                continue;
            }

            if (ownClass == 0)
            {
                starter = composed.Count;
            }

            lastClass = ownClass;
            composed.Add(codePoint);
        }

        return composed;
    }

    private static int ClassOf(int codePoint) => (int)UnicodeFunctions.Default.GetCombiningClass(codePoint);
}
