using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.LinkedData.Proofs;

/// <summary>Puts documents and proofs together.</summary>
internal static class ProofTests
{
    public static JsonElement Attach(JsonElement document, Action<Utf8JsonWriter> writeProof)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writeProof(writer);
        }

        var signed = JsonNode.Parse(document.GetRawText())!;
        signed["proof"] = JsonNode.Parse(output.WrittenSpan);
        return JsonSerializer.SerializeToElement(signed);
    }
}
