namespace Divoc.Functions.Types;

/// <summary>Shortens texts that are shown in little space.</summary>
internal static class ShownText
{
    /// <summary>A text unchanged, or its beginning and an ellipsis if it is longer.</summary>
    public static string Of(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        // Never between the two halves of a surrogate pair.
        var end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
