using System.Globalization;

namespace Divoc.Functions.LinkedData;

/// <summary>Numbers as ECMAScript writes them (ECMA-262 section 6.1.6.1.20, Number::toString), as RFC 8785 requires.</summary>
internal static class EcmaScriptNumber
{
    /// <summary>Writes a finite number with the fewest digits that read back to it.</summary>
    public static string Format(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        var (digits, exponent) = Split(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
        return (value < 0 ? "-" : "") + Compose(digits, exponent);
    }

    /// <summary>Digits without leading and trailing zeros, and n such that the value is 0.digits times ten to the n.</summary>
    private static (string Digits, int Exponent) Split(string text)
    {
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa : mantissa[..point];
        var all = point < 0 ? mantissa : string.Concat(whole, mantissa.AsSpan(point + 1));
        var leading = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), exponent + whole.Length - leading);
    }

    private static string Compose(string digits, int exponent)
    {
        if (digits.Length <= exponent && exponent <= 21)
        {
            return digits.PadRight(exponent, '0');
        }

        if (exponent is > 0 and <= 21)
        {
            return string.Concat(digits.AsSpan(0, exponent), ".", digits.AsSpan(exponent));
        }

        if (exponent is > -6 and <= 0)
        {
            return string.Concat("0.", new string('0', -exponent), digits);
        }

        var power = exponent - 1;
        var sign = power < 0 ? "-" : "+";
        var mantissa = digits.Length == 1 ? digits : string.Concat(digits.AsSpan(0, 1), ".", digits.AsSpan(1));
        return string.Concat(mantissa, "e", sign, Math.Abs(power).ToString(CultureInfo.InvariantCulture));
    }
}
