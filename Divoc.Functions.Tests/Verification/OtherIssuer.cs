using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.Tests.LinkedData.Proofs;

namespace Divoc.Functions.Tests.Verification;

/// <summary>Signs credentials as other issuers do.</summary>
internal static class OtherIssuer
{
    public const string Method = "did:example:authority";

    private static readonly RsaSignature2018 Suite = new(DivocContexts.Of(new CredentialOptions()));

    public static DateTimeOffset Created { get; } = new(2024, 5, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A vaccination without proof.</summary>
    public static JsonObject Vaccination() => JsonNode.Parse("""
        {
          "@context": ["https://www.w3.org/2018/credentials/v1", "https://divoc.dev/credentials/vaccination/v2"],
          "type": ["VerifiableCredential", "ProofOfVaccinationCredential"],
          "credentialSubject": { "type": "Person", "id": "did:example:P-1", "refId": "R-1", "name": "Mina Sol", "gender": "Female", "age": "34", "nationality": "Utopian", "dob": "1990-01-01" },
          "issuer": "https://authority.example/", "issuanceDate": "2024-05-01T08:00:00.000Z",
          "evidence": [{
            "id": "https://authority.example/vaccine/4711", "certificateId": "4711", "type": ["Vaccination"], "batch": "B-1", "vaccine": "Covishield", "manufacturer": "Serum Institute",
            "date": "2024-04-30T10:00:00.000Z", "effectiveStart": "2024-04-30", "effectiveUntil": "2025-04-30", "dose": 1, "totalDoses": 2,
            "verifier": { "name": "Dr Ina Kell" }, "facility": { "name": "Harbour Clinic", "address": { "addressCountry": "UTO" } }
          }],
          "nonTransferable": "true"
        }
        """)!.AsObject();

    /// <summary>Signs with PS256.</summary>
    public static JsonElement Sign(JsonObject unsigned, RSA key, DateTimeOffset? created = null, string method = Method)
    {
        var options = new ProofOptions(method, created ?? Created);
        var input = Suite.Prepare(JsonElement.Parse(unsigned.ToJsonString()), options);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            Suite.WriteProof(writer, options, key.SignHash(input.Digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        }

        return WithProof(unsigned, output.WrittenSpan);
    }

    /// <summary>Signs with RS256, as some older software does.</summary>
    public static JsonElement SignWithRs256(JsonObject unsigned, RSA key)
    {
        var prepared = Suite.Prepare(JsonElement.Parse(unsigned.ToJsonString()), new ProofOptions(Method, Created));
        var header = Base64Url.EncodeToString("""{"alg":"RS256","b64":false,"crit":["b64"]}"""u8);
        byte[] input = [.. Encoding.ASCII.GetBytes(header), (byte)'.', .. prepared.OptionsHash, .. prepared.DocumentHash];
        var proof = JsonNode.Parse(Sign(unsigned, key).GetProperty("proof").GetRawText())!;
        proof["jws"] = $"{header}..{Base64Url.EncodeToString(key.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
        return WithProof(unsigned, Encoding.UTF8.GetBytes(proof.ToJsonString()));
    }

    /// <summary>Signs with Ed25519.</summary>
    public static JsonElement SignWithEd25519(JsonObject unsigned)
    {
        var suite = new Ed25519Signature2018(DivocContexts.Of(new CredentialOptions()));
        var options = new ProofOptions(Method, Created);
        var input = suite.Prepare(JsonElement.Parse(unsigned.ToJsonString()), options);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            suite.WriteProof(writer, options, Ed25519TestKey.Sign(input.Bytes));
        }

        return WithProof(unsigned, output.WrittenSpan);
    }

    private static JsonElement WithProof(JsonObject unsigned, ReadOnlySpan<byte> proof)
    {
        var signed = unsigned.DeepClone().AsObject();
        signed["proof"] = JsonNode.Parse(proof);
        return JsonElement.Parse(signed.ToJsonString());
    }
}
