namespace Divoc.Functions.Types;

/// <summary>Cuts texts that are shown where there is little room.</summary>
internal static class ShownText
{
    /// <summary>A text as it is, or its beginning and an ellipsis where it is longer.</summary>
    public static string Of(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        // Never between the two halves of a character beyond the basic plane.
        var end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
