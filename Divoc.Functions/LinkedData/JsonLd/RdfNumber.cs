using System.Globalization;
using System.Numerics;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>Native numbers as RDF literals (JSON-LD 1.1 API section 8.2.2, steps 10 and 11, and section 8.6).</summary>
internal static class RdfNumber
{
    /// <summary>Without fraction and below 10 to the 21: an integer.</summary>
    public static bool IsInteger(double value) => Math.Abs(value) < 1e21 && Math.Truncate(value) == value;

    /// <summary>Canonical xsd:integer.</summary>
    public static string FormatInteger(double value)
    {
        return Math.Abs(value) < 9e15
            ? ((long)value).ToString(CultureInfo.InvariantCulture)
            : new BigInteger(value).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Canonical xsd:double with at most 15 digits after the point, as <c>%1.15E</c> without trailing zeros.</summary>
    public static string FormatDouble(double value)
    {
        var text = value.ToString("E15", CultureInfo.InvariantCulture);
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = text.AsSpan(0, mark).TrimEnd('0');
        var exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return string.Concat(mantissa, mantissa.EndsWith('.') ? "0E" : "E", exponent.ToString(CultureInfo.InvariantCulture));
    }
}
