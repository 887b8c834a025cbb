using System.Text.Json;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>Recognises FHIR documents by two members, anywhere in the outermost object.</summary>
internal static class DocumentRecognition
{
    /// <summary>Whether a payload is one, signed or not, as far as it can be read.</summary>
    public static bool IsOne(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > VerificationLimits.CredentialBytes)
        {
            return false;
        }

        try
        {
            return HasBoth(JsonInput.WithoutByteOrderMark(payload));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON, or text that is not valid Unicode.
            return false;
        }
    }

    private static bool HasBoth(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = VerificationLimits.Depth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var (isBundle, isDocument) = (false, false);
        while (!(isBundle && isDocument) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isResourceType = reader.ValueTextEquals("resourceType"u8);
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            isBundle |= isResourceType && IsText(ref reader, FhirBundle.TypeName);
            isDocument |= isType && IsText(ref reader, FhirBundle.DocumentType);
            reader.Skip();
        }

        return isBundle && isDocument;
    }

    private static bool IsText(ref Utf8JsonReader reader, string text) =>
        reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(text);
}
