using System.Globalization;
using System.Text.Json;

namespace Divoc.Functions.LinkedData;

/// <summary>JSON Canonicalization Scheme, RFC 8785: no white space, members sorted by UTF-16 code units, numbers as ECMAScript writes them.</summary>
public static class JsonCanonicalizer
{
    private const int MaximumDepth = 128;

    /// <summary>The canonical form, UTF-8.</summary>
    /// <exception cref="LinkedDataException">
    /// Two members of one name, a number beyond the range of double, a lone surrogate, or more than 128 levels (RFC 8785 section 3.1 asks for I-JSON).
    /// </exception>
    public static byte[] Canonicalize(JsonElement value)
    {
        JsonText.RequireUnicode(value);
        using var output = new Utf8Builder();
        Append(output, value, 0);
        return output.Written.ToArray();
    }

    private static void Append(Utf8Builder output, JsonElement value, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new LinkedDataException(LinkedDataError.LimitExceeded, "", $"more than {MaximumDepth} levels");
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AppendObject(output, value, depth);
                break;
            case JsonValueKind.Array:
                AppendArray(output, value, depth);
                break;
            case JsonValueKind.String:
                AppendString(output, JsonText.Of(value));
                break;
            case JsonValueKind.Number:
                AppendNumber(output, value);
                break;
            case JsonValueKind.True:
                output.Append("true"u8);
                break;
            case JsonValueKind.False:
                output.Append("false"u8);
                break;
            default:
                output.Append("null"u8);
                break;
        }
    }

    private static void AppendObject(Utf8Builder output, JsonElement map, int depth)
    {
        output.Append((byte)'{');
        var first = true;
        using var members = SortedMembers.Of(map);
        foreach (var (name, value) in members.Span)
        {
            if (!first)
            {
                output.Append((byte)',');
            }

            first = false;
            AppendString(output, name);
            output.Append((byte)':');
            Append(output, value, depth + 1);
        }

        output.Append((byte)'}');
    }

    private static void AppendArray(Utf8Builder output, JsonElement array, int depth)
    {
        output.Append((byte)'[');
        var first = true;
        foreach (var item in array.EnumerateArray())
        {
            if (!first)
            {
                output.Append((byte)',');
            }

            first = false;
            Append(output, item, depth + 1);
        }

        output.Append((byte)']');
    }

    private static void AppendNumber(Utf8Builder output, JsonElement number)
    {
        var value = number.GetDouble();
        if (!double.IsFinite(value))
        {
            throw new LinkedDataException(LinkedDataError.InvalidJson, "", "a number is beyond the range of double");
        }

        output.Append(EcmaScriptNumber.Format(value));
    }

    /// <summary>RFC 8785 section 3.2.2.2.</summary>
    private static void AppendString(Utf8Builder output, ReadOnlySpan<char> text)
    {
        output.Append((byte)'"');
        var start = 0;
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] is < ' ' or '"' or '\\')
            {
                output.Append(text[start..index]);
                output.Append(Escape(text[index]));
                start = index + 1;
            }
        }

        output.Append(text[start..]);
        output.Append((byte)'"');
    }

    private static string Escape(char character)
    {
        return character switch
        {
            '\b' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\f' => "\\f",
            '\r' => "\\r",
            '"' => "\\\"",
            '\\' => "\\\\",
            _ => "\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture),
        };
    }
}
