using System.Text.Json;

namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>A document split into the signed part and the proof.</summary>
internal sealed class SignedDocument : IDisposable
{
    private const string ProofMember = "proof";

    private const int MaximumDepth = 256;

    private readonly JsonDocument unsigned;

    private SignedDocument(JsonDocument unsigned, JsonElement proof)
    {
        this.unsigned = unsigned;
        Proof = proof;
    }

    /// <summary>The document without its proof.</summary>
    public JsonElement Unsigned => unsigned.RootElement;

    public JsonElement Proof { get; }

    /// <summary>Splits a document with exactly one proof.</summary>
    public static SignedDocument Of(JsonElement document)
    {
        JsonText.RequireUnicode(document);
        if (document.ValueKind != JsonValueKind.Object
            || !document.TryGetProperty(ProofMember, out var proof)
            || proof.ValueKind != JsonValueKind.Object)
        {
            throw new LinkedDataException(LinkedDataError.InvalidProof, "/proof", "the document has no proof, or it is no object");
        }

        RequireUniqueMembers(document, "");
        RequireUniqueMembers(proof, "/proof");
        return new SignedDocument(Copy(document, static name => name != ProofMember, static _ => { }), proof);
    }

    /// <summary>A document that will be signed must not have a proof yet.</summary>
    public static void RequireUnsigned(JsonElement document)
    {
        JsonText.RequireUnicode(document);
        if (document.ValueKind != JsonValueKind.Object || document.TryGetProperty(ProofMember, out _))
        {
            throw new LinkedDataException(LinkedDataError.InvalidProof, "/proof", "the document is no object, or has a proof already");
        }
    }

    /// <summary>An object with some of its members, after those that <paramref name="writeFirst"/> adds.</summary>
    public static JsonDocument Copy(JsonElement map, Func<string, bool> keeps, Action<Utf8JsonWriter> writeFirst)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>(4096);
        try
        {
            using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true, MaxDepth = MaximumDepth }))
            {
                writer.WriteStartObject();
                writeFirst(writer);
                foreach (var member in map.EnumerateObject().Where(member => keeps(member.Name)))
                {
                    member.WriteTo(writer);
                }

                writer.WriteEndObject();
            }

            return JsonDocument.Parse(output.WrittenMemory, new JsonDocumentOptions { MaxDepth = MaximumDepth });
        }
        catch (InvalidOperationException exception)
        {
            // The only error that the writer can find in parsed JSON.
            throw new LinkedDataException(
                LinkedDataError.LimitExceeded, "", $"the document is deeper than {MaximumDepth} levels", exception);
        }
    }

    public string RequireText(string member)
    {
        return Proof.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? JsonText.Of(value)
            : throw new LinkedDataException(LinkedDataError.InvalidProof, "/proof/" + member, "the member is missing or no text");
    }

    public void Require(string member, string expected)
    {
        if (RequireText(member) != expected)
        {
            throw new LinkedDataException(LinkedDataError.InvalidProof, "/proof/" + member, $"the member is not {expected}");
        }
    }

    public void Dispose() => unsigned.Dispose();

    private static void RequireUniqueMembers(JsonElement map, string place)
    {
        try
        {
            using var members = SortedMembers.Of(map);
        }
        catch (LinkedDataException exception)
        {
            throw new LinkedDataException(exception.Code, place, "two members have one name", exception);
        }
    }
}
