using System.Text.Json;
using Divoc.Functions.LinkedData;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>The signed content of a document: its JCS form (RFC 8785) without the member <c>signature</c>.</summary>
internal static class SignedContent
{
    /// <summary>The name of the member that is left out.</summary>
    public const string SignatureMember = "signature";

    /// <summary>The content of a document before it is signed.</summary>
    public static byte[] Of(FhirBundle unsigned) =>
        JsonCanonicalizer.Canonicalize(JsonSerializer.SerializeToElement(unsigned, FhirJson.Compact.FhirBundle));

    /// <summary>The content of a presented document, an object.</summary>
    /// <exception cref="LinkedDataException">It has no such form.</exception>
    public static byte[] Of(JsonElement document)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var member in document.EnumerateObject().Where(member => !member.NameEquals(SignatureMember)))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return JsonCanonicalizer.Canonicalize(JsonElement.Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    /// <summary>
    /// Whether all numbers are written as JCS writes them. Two spellings of one number would have the same signature, but programs may read
    /// them differently.
    /// </summary>
    public static bool HasPlainNumbers(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(member => HasPlainNumbers(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(HasPlainNumbers),
        JsonValueKind.Number =>
            value.TryGetDouble(out var number) && double.IsFinite(number) && EcmaScriptNumber.Format(number) == value.GetRawText(),
        _ => true,
    };
}
