using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Benchmarks;

/// <summary>What a credential of ordinary size costs on its way from JSON to the signing input, and back.</summary>
[MemoryDiagnoser]
public class LinkedDataBenchmarks
{
    private const string Credential = """
        {
          "@context": ["https://www.w3.org/2018/credentials/v1", "https://example.org/vaccination/v2"],
          "type": ["VerifiableCredential", "ProofOfVaccinationCredential"],
          "credentialSubject": {
            "type": "Person", "id": "did:example:12345", "refId": "12345", "name": "Asha Example", "gender": "Female", "age": "34", "nationality": "Example",
            "address": { "streetAddress": "1 Main Street", "streetAddress2": "", "district": "North", "city": "", "addressRegion": "Coast", "addressCountry": "EX", "postalCode": "1000" },
            "dob": "1990-01-01"
          },
          "issuer": "https://example.org/",
          "issuanceDate": "2026-01-02T03:04:05.678Z",
          "evidence": [{
            "id": "https://example.org/vaccine/abc", "infoUrl": "https://example.org/?abc", "feedbackUrl": "https://example.org/?abc", "certificateId": "abc",
            "type": ["Vaccination"], "batch": "B-1", "vaccine": "Example Vaccine", "manufacturer": "Example", "icd11Code": "XM1NL1", "prophylaxis": "COVID-19",
            "date": "2026-01-01T10:00:00Z", "effectiveStart": "2026-01-01", "effectiveUntil": "2026-12-31", "dose": 1, "totalDoses": 2,
            "verifier": { "name": "Nurse Example" },
            "facility": {
              "name": "Example Clinic",
              "address": { "streetAddress": "2 Main Street", "streetAddress2": "", "district": "North", "city": "", "addressRegion": "Coast", "addressCountry": "EX", "postalCode": "1000" }
            }
          }],
          "nonTransferable": "true"
        }
        """;

    private readonly RSA key = RSA.Create(2048);
    private readonly RdfCanonicalizer canonicalizer = new(CanonicalizationOptions.Urdna2015);
    private readonly ProofOptions options = new("did:example:issuer", DateTimeOffset.UnixEpoch);
    private JsonElement document;
    private JsonElement signed;
    private JsonLdProcessor processor = null!;
    private RsaSignature2018 suite = null!;
    private RdfDataset dataset = null!;

    [GlobalSetup]
    public void Setup()
    {
        var context = ShippedContexts.Read(typeof(ShippedContexts).Assembly, "Divoc.Functions.Formats.Divoc.Contexts", "vaccination-v2");
        var contexts = ShippedContexts.All.With("https://example.org/vaccination/v2", context);
        document = JsonElement.Parse(Credential);
        processor = new JsonLdProcessor(contexts);
        suite = new RsaSignature2018(contexts);
        dataset = processor.ToRdf(document);
        var proof = Sign();
        signed = JsonElement.Parse(Credential.Insert(Credential.LastIndexOf('}'), ", \"proof\": " + Encoding.UTF8.GetString(proof)));
    }

    [GlobalCleanup]
    public void Cleanup() => key.Dispose();

    [Benchmark]
    public int Expand() => processor.Expand(document).ToString()!.Length;

    [Benchmark]
    public int ExpandToRdf() => processor.ToRdf(document).Count;

    [Benchmark]
    public int Canonicalize() => canonicalizer.Canonicalize(dataset).NQuads.Length;

    /// <summary>Expansion, RDF, canonical form and hash of document and proof options: all of signing but the key.</summary>
    [Benchmark]
    public byte[] PrepareSigningInput() => suite.Prepare(document, options).Digest;

    [Benchmark]
    public byte[] Sign()
    {
        var input = suite.Prepare(document, options);
        var signature = key.SignHash(input.Digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output))
        {
            suite.WriteProof(writer, options, signature);
        }

        return output.ToArray();
    }

    [Benchmark]
    public bool Verify() => suite.Verify(signed, key).IsValid;
}
