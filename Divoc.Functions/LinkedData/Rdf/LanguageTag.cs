namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>Language tags: only the lengths and characters of BCP 47 (RFC 5646 section 2.1) are checked.</summary>
internal static class LanguageTag
{
    private const int LongestPart = 8;

    /// <summary>Letters in the first part, letters and digits in the others, each with 1 to 8 characters.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> tag)
    {
        var first = true;
        foreach (var range in tag.Split('-'))
        {
            var part = tag[range];
            if (part.IsEmpty || part.Length > LongestPart)
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
