using System.Text;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Tests.Growth.Jws;

/// <summary>
/// A JWS in a QR code, as SMART Health Cards have it (framework 1.4, "Creating a QR code"): a prefix of bytes, then two digits for each
/// character, its code less 45, which numeric mode packs densely.
/// </summary>
internal static class NumericText
{
    private const int Least = '-';
    private const int Greatest = 'z';

    /// <summary>The segments.</summary>
    public static IReadOnlyList<QrSegment> SegmentsOf(string prefix, ReadOnlySpan<byte> jws)
    {
        var digits = new StringBuilder(jws.Length * 2);
        foreach (var character in jws)
        {
            digits.Append((char)('0' + ((character - Least) / 10))).Append((char)('0' + ((character - Least) % 10)));
        }

        return [QrSegment.Bytes(Encoding.ASCII.GetBytes(prefix)), QrSegment.Digits(digits.ToString())];
    }

    /// <summary>The JWS of the digits; null where they stand for none.</summary>
    public static byte[]? Read(ReadOnlySpan<byte> digits)
    {
        if (digits.Length % 2 != 0 || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return null;
        }

        var jws = new byte[digits.Length / 2];
        for (var index = 0; index < jws.Length; index++)
        {
            var character = ((digits[2 * index] - '0') * 10) + (digits[(2 * index) + 1] - '0') + Least;
            if (character > Greatest)
            {
                return null;
            }

            jws[index] = (byte)character;
        }

        return jws;
    }
}
