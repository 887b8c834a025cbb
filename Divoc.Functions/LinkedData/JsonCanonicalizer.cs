using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Divoc.Functions.LinkedData;

/// <summary>
/// JSON Canonicalization Scheme, RFC 8785: no white space, members sorted by UTF-16 code units, numbers as ECMAScript writes them.
/// </summary>
public static class JsonCanonicalizer
{
    private const int MaximumDepth = 128;

    /// <summary>The canonical form, UTF-8.</summary>
    /// <exception cref="LinkedDataException">
    /// Two members with the same name, a number beyond the range of double, a lone surrogate, or more than 128 levels (RFC 8785 section 3.1
    /// requires I-JSON). </exception>
    public static byte[] Canonicalize(JsonElement value)
    {
        using var output = Write(value);
        return output.Written.ToArray();
    }

    /// <summary>SHA-256 of the canonical form.</summary>
    /// <inheritdoc cref="Canonicalize" path="/exception"/>
    public static byte[] Hash(JsonElement value)
    {
        using var output = Write(value);
        return SHA256.HashData(output.Written);
    }

    private static Utf8Builder Write(JsonElement value)
    {
        JsonText.RequireUnicode(value);
        var output = new Utf8Builder(2048);
        Append(output, value, 0);
        return output;
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
                AppendString(output, value);
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
        using var members = CanonicalMembers.Of(map);
        var first = true;
        foreach (var member in members.Span)
        {
            if (!first)
            {
                output.Append((byte)',');
            }

            first = false;
            AppendName(output, member);
            output.Append((byte)':');
            Append(output, member.Value, depth + 1);
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

    private static void AppendName(Utf8Builder output, JsonProperty member)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(member);
        if (raw.Contains((byte)'\\'))
        {
            AppendString(output, member.Name);
            return;
        }

        output.Append((byte)'"');
        output.Append(raw);
        output.Append((byte)'"');
    }

    /// <summary>Text without escapes needs none in its canonical form either: it can't contain a character that RFC 8785 escapes.</summary>
    private static void AppendString(Utf8Builder output, JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text);
        if (raw.Contains((byte)'\\'))
        {
            AppendString(output, JsonText.Of(text));
            return;
        }

        output.Append(raw);
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
