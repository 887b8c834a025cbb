namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>Language tags: the form of BCP 47 (RFC 5646 section 2.1) as far as length and characters go, and N-Quads' wider LANGTAG.</summary>
internal static class LanguageTag
{
    /// <summary>Letters in the first part, letters and digits in the others, each of 1 to 8.</summary>
    public static bool IsWellFormed(string tag) => IsTag(tag, maximumPart: 8);

    /// <summary>The same without a bound on a part's length.</summary>
    public static bool IsNQuadsTag(string tag) => IsTag(tag, maximumPart: int.MaxValue);

    private static bool IsTag(ReadOnlySpan<char> tag, int maximumPart)
    {
        var first = true;
        foreach (var range in tag.Split('-'))
        {
            var part = tag[range];
            if (part.IsEmpty || part.Length > maximumPart)
            {
                return false;
            }

            foreach (var character in part)
            {
                if (!char.IsAsciiLetter(character) && (first || !char.IsAsciiDigit(character)))
                {
                    return false;
                }
            }

            first = false;
        }

        return true;
    }
}
