using System.Buffers;

namespace Divoc.Functions.Verification.Files.Pdf;

/// <summary>The bytes that end a word in a PDF (ISO 32000-1, section 7.2.2).</summary>
internal static class PdfSyntax
{
    /// <summary>White space and delimiters.</summary>
    public static readonly SearchValues<byte> Ends = SearchValues.Create("\0\t\n\f\r ()<>[]{}/%"u8);

    /// <summary>Whether a byte is white space.</summary>
    public static bool IsSpace(byte value) => value is 0 or 9 or 10 or 12 or 13 or 32;
}
