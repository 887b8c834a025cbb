namespace Divoc.Functions.LinkedData;

/// <summary>
/// Compares UTF-8 text by UTF-16 code units, which is the order of .NET, JavaScript and RFC 8785. The order of the bytes is that of code
/// points.
/// </summary>
internal static class Utf16Order
{
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var order = left.SequenceCompareTo(right);
        var common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return order;
        }

        // In UTF-16 the surrogates (UTF-8 first byte F0 and above) come before U+E000 to U+FFFF (first byte EE or EF).
        var (first, second) = (left[common], right[common]);
        return first >= 0xEE && second >= 0xEE && (first >= 0xF0) != (second >= 0xF0) ? -order : order;
    }
}
