using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>
/// JSON can write one text in several ways. Text without escapes is copied, and known names are looked up; that must give what reading the
/// escapes gives.
/// </summary>
public sealed class TextSpellingTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<string> Text = Gen.String[RandomGraphs.AnyOf(
        'a', 'b', '"', '\\', '/', '\n', '\u001f', '\u007f', 'é', '\u2028', '\ud7ff', '\ue000', '\uffff'), 0, 3]
        .SelectMany(text => RandomGraphs.AnyOf("", "😀", "type").Select(end => text + end));

    private static readonly Gen<JsonNode?> Anything = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3
        ? Text.Select(JsonNode? (text) => JsonValue.Create(text))
        : Gen.OneOf(
            Text.Select(JsonNode? (text) => JsonValue.Create(text)),
            Gen.Double[-1e9, 1e9].Select(JsonNode? (number) => JsonValue.Create(number)),
            inner.Array[0, 3].Select(JsonNode? (items) => new JsonArray([.. items.Select(static item => item?.DeepClone())])),
            Gen.Select(Text, inner).Array[0, 6].Select(JsonNode? (members) => Map(members))));

    [Fact]
    public void The_JCS_form_does_not_depend_on_escapes()
    {
        Anything.Sample(
            document =>
            {
                var plain = JsonElement.Parse(document!.ToJsonString(Plain));
                var form = JsonCanonicalizer.Canonicalize(plain);
                Assert.Equal(Reference(plain), Encoding.UTF8.GetString(form));
                Assert.Equal(form, JsonCanonicalizer.Canonicalize(JsonElement.Parse(document.ToJsonString())));
                Assert.Equal(form, JsonCanonicalizer.Canonicalize(Escaped(plain)));
                Assert.Equal(SHA256.HashData(form), JsonCanonicalizer.Hash(plain));
            },
            iter: 3000);
    }

    [Fact]
    public void Duplicate_member_names_are_detected_in_any_spelling()
    {
        foreach (var document in (string[])["""{"é":1,"a":2,"\u00e9":3}""", """{"a":1,"\u0061":2}""", """{"\u0061":1,"\u0061":2}"""])
        {
            var error = Assert.Throws<LinkedDataException>(() => JsonCanonicalizer.Canonicalize(JsonElement.Parse(document)));
            Assert.Equal(LinkedDataError.DuplicateMember, error.Code);
        }
    }

    [Theory]
    [MemberData(nameof(DivocVectors.Names), MemberType = typeof(DivocVectors))]
    public void The_statements_of_a_credential_do_not_depend_on_escapes(string name)
    {
        var canonicalizer = new DocumentCanonicalizer(
            DivocVectors.Shipped, JsonLdOptions.Safe with { SafeMode = false }, CanonicalizationOptions.Urdna2015);
        var document = DivocVectors.Unsigned(DivocVectors.Signed(name));
        var canonical = canonicalizer.Canonicalize(document);
        Assert.Equal(canonical, canonicalizer.Canonicalize(Escaped(document)));
        Assert.Equal(SHA256.HashData(canonical), canonicalizer.Hash(document));
    }

    [Fact]
    public void UTF_8_bytes_are_compared_in_UTF_16_order()
    {
        Gen.Select(Text, Text).Sample(
            (left, right) => Assert.Equal(
                Math.Sign(string.CompareOrdinal(left, right)),
                Math.Sign(Utf16Order.Compare(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right)))),
            iter: 20_000);
    }

    /// <summary>RFC 8785 once more, the simple way: strings are sorted, and escaped character by character.</summary>
    private static string Reference(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => $"{Quoted(member.Name)}:{Reference(member.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Reference)) + "]",
        JsonValueKind.String => Quoted(value.GetString()!),
        JsonValueKind.Number => EcmaScriptNumber.Format(value.GetDouble()),
        _ => value.GetRawText(),
    };

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '"' or '\\' => $"\\{character}",
                '\n' => "\\n",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The same document with every character of its names and texts as an escape.</summary>
    private static JsonElement Escaped(JsonElement document)
    {
        var json = new StringBuilder();
        AppendEscaped(json, document);
        return JsonElement.Parse(json.ToString());
    }

    private static void AppendEscaped(StringBuilder json, JsonElement value)
    {
        var separator = "";
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.Append('{');
                foreach (var member in value.EnumerateObject())
                {
                    AppendEscaped(json.Append(separator), member.Name);
                    AppendEscaped(json.Append(':'), member.Value);
                    separator = ",";
                }

                json.Append('}');
                break;
            case JsonValueKind.Array:
                json.Append('[');
                foreach (var item in value.EnumerateArray())
                {
                    AppendEscaped(json.Append(separator), item);
                    separator = ",";
                }

                json.Append(']');
                break;
            case JsonValueKind.String:
                AppendEscaped(json, value.GetString()!);
                break;
            default:
                json.Append(value.GetRawText());
                break;
        }
    }

    private static void AppendEscaped(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var character in text)
        {
            json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        json.Append('"');
    }

    private static JsonObject Map((string Name, JsonNode? Value)[] members)
    {
        var map = new JsonObject();
        foreach (var (name, value) in members)
        {
            map[name] = value?.DeepClone();
        }

        return map;
    }
}
