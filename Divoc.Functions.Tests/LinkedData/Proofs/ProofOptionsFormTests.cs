using System.Security.Cryptography;
using System.Text.Json;
using CsCheck;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.LinkedData.Rdf;

namespace Divoc.Functions.Tests.LinkedData.Proofs;

/// <summary>The hash of proof options that is made with a kept form is that of the plain way, whatever was signed before.</summary>
public sealed class ProofOptionsFormTests
{
    private static readonly JsonElement Document =
        JsonElement.Parse("""{ "@context": { "name": "urn:example:name" }, "@id": "urn:example:1", "name": "A" }""");

    private static readonly DocumentCanonicalizer Plain = new(ShippedContexts.All, JsonLdOptions.Safe, CanonicalizationOptions.Urdna2015);

    // Blank nodes, the time that the form is made with, characters beyond ASCII, and what safe mode refuses.
    private static readonly Gen<string> Method = RandomGraphs.AnyOf(
        "did:example:issuer", "did:example:issuer#key-2", "_:b0", "_:c14n1", "urn:example:1970-01-01T00:00:00Z", "urn:example:_:c14n1",
        "urn:example:é😀", "relative", "no iri", "");

    private static readonly Gen<string> Purpose = RandomGraphs.AnyOf(
        "assertionMethod", "authentication", "_:b0", "_:x", "urn:example:1970-01-01T00:00:00Z", "urn:example:purpose", "unknown", "type");

    private static readonly Gen<DateTimeOffset> Time = Gen.Frequency(
        (1, Gen.Const(DateTimeOffset.UnixEpoch)),
        (6, Gen.Long[DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds()]
            .Select(DateTimeOffset.FromUnixTimeSeconds)));

    private static readonly Gen<ProofOptions> Options =
        Gen.Select(Method, Time, Purpose, (method, time, purpose) => new ProofOptions(method, time, purpose));

    [Fact]
    public void The_fast_path_gives_the_same_hash_as_the_normal_path()
    {
        var hashed = 0;
        Options.Array[1, 6].Sample(
            sequence =>
            {
                var suite = new RsaSignature2018(FrozenContexts.Empty);
                foreach (var options in sequence.SelectMany(options =>
                    (ProofOptions[])[options, options with { Created = options.Created.AddYears(options.Created.Year > 5000 ? -1 : 1) }]))
                {
                    var plain = OutcomeOf(() => SHA256.HashData(Plain.Canonicalize(JsonOf(options))));
                    Assert.Equal(plain, OutcomeOf(() => suite.Prepare(Document, options).OptionsHash));
                    Interlocked.Add(ref hashed, plain.Length == 64 ? 1 : 0);
                }
            },
            iter: 1000);
        Assert.True(hashed > 1000);
    }

    [Fact]
    public void Options_where_a_new_time_may_change_more_than_its_text_use_the_normal_path()
    {
        Assert.NotNull(FormOf("did:example:issuer").HashWith("2026-01-02T03:04:05Z"));
        Assert.Null(FormOf("urn:example:1970-01-01T00:00:00Z").HashWith("2026-01-02T03:04:05Z"));
        Assert.Null(FormOf("_:b0").HashWith("2026-01-02T03:04:05Z"));
    }

    private static ProofOptionsForm FormOf(string method) =>
        new(new ProofOptions(method, DateTimeOffset.UtcNow), options => Plain.Canonicalize(JsonOf(options)));

    private static string OutcomeOf(Func<byte[]> hash)
    {
        try
        {
            return Convert.ToHexStringLower(hash());
        }
        catch (LinkedDataException exception)
        {
            return $"{exception.Code} at {exception.Place}";
        }
    }

    private static JsonElement JsonOf(ProofOptions options) => JsonSerializer.SerializeToElement(new Dictionary<string, string>
    {
        ["@context"] = ShippedContexts.SecurityV2,
        ["type"] = nameof(RsaSignature2018),
        ["created"] = options.CreatedText,
        ["verificationMethod"] = options.VerificationMethod,
        ["proofPurpose"] = options.Purpose,
    });
}
