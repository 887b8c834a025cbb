using System.Text.Json;

namespace Divoc.Functions.Rendering;

/// <summary>Reads texts and numbers out of a credential for the page. What is absent, blank or of another type is an empty text.</summary>
internal sealed class CredentialFacts
{
    private CredentialFacts(JsonElement root)
    {
        Root = root;
        Subject = Member(root, "credentialSubject");
        Evidence = First(Member(root, "evidence"));
    }

    /// <summary>The whole credential.</summary>
    public JsonElement Root { get; }

    /// <summary>The person.</summary>
    public JsonElement Subject { get; }

    /// <summary>The certified event.</summary>
    public JsonElement Evidence { get; }

    /// <summary>Whether it is a test result, not a vaccination.</summary>
    public bool IsTest => HasType(Root, "ProofOfTestCertificateCredential") || HasType(Evidence, "TestDetails");

    /// <summary>Who issued it: a URL, or the id of an issuer object.</summary>
    public string Issuer => Text(Root, "issuer") is { Length: > 0 } issuer ? issuer : Text(Member(Root, "issuer"), "id");

    /// <summary>When it was signed, ISO 8601.</summary>
    public string IssuanceDate => Text(Root, "issuanceDate");

    /// <summary>Reads a credential.</summary>
    /// <exception cref="RenderingException"><see cref="RenderingException.CredentialUnreadable"/>: it is no JSON object with a subject and evidence.</exception>
    public static CredentialFacts Read(ReadOnlyMemory<byte> credential)
    {
        try
        {
            using var document = JsonDocument.Parse(credential);
            var facts = new CredentialFacts(document.RootElement.Clone());
            if (facts.Subject.ValueKind == JsonValueKind.Object && facts.Evidence.ValueKind == JsonValueKind.Object)
            {
                return facts;
            }
        }
        catch (JsonException exception)
        {
            throw new RenderingException(RenderingException.CredentialUnreadable, "The credential is not JSON.", exception);
        }

        throw new RenderingException(RenderingException.CredentialUnreadable, "The credential has no subject or no evidence.");
    }

    /// <summary>A member, or an undefined element.</summary>
    public static JsonElement Member(JsonElement parent, string name)
    {
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;
    }

    /// <summary>A text or a number as it stands, on one line and trimmed.</summary>
    public static string Text(JsonElement parent, string name) => Text(Member(parent, name));

    /// <summary>A text or a number as it stands, on one line and trimmed.</summary>
    public static string Text(JsonElement value)
    {
        return value.ValueKind switch
        {
            JsonValueKind.String => OneLine(String(value)),
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
    }

    /// <summary>A whole number, also one written as text.</summary>
    public static int? WholeNumber(JsonElement parent, string name)
    {
        return int.TryParse(Text(parent, name), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The text, or U+FFFD for half a surrogate pair, which JSON can write and no text can hold.</summary>
    private static string String(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    private static string OneLine(string text)
    {
        var isPlain = text.Length == 0 || (text[0] != ' ' && text[^1] != ' ');
        for (var index = 0; isPlain && index < text.Length; index++)
        {
            isPlain = !char.IsControl(text[index]) && (text[index] == ' ' ? text[index + 1] != ' ' : !char.IsWhiteSpace(text[index]));
        }

        return isPlain ? text : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(WithoutControls));
    }

    private static string WithoutControls(string word) => string.Concat(word.Select(character => char.IsControl(character) ? '\uFFFD' : character));

    private static JsonElement First(JsonElement list)
    {
        return list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 ? list[0] : default;
    }

    private static bool HasType(JsonElement parent, string type)
    {
        var types = Member(parent, "type");
        return types.ValueKind == JsonValueKind.Array && types.EnumerateArray().Any(value => value.ValueKind == JsonValueKind.String && value.ValueEquals(type));
    }
}
