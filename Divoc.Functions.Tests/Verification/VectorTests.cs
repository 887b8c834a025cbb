using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Verification;

namespace Divoc.Functions.Tests.Verification;

/// <summary>Published credentials and attacks on them, as a service sees them that trusts their issuers.</summary>
public sealed class VectorTests : IDisposable
{
    private readonly Hosting.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>All of them verify with DIVOC's own libraries, or once did.</summary>
    [Fact]
    public async Task Every_attack_is_invalid_with_a_reason()
    {
        await using var bench = Bench("2026-11-25T00:00:00Z");
        var attacks = Directory.GetFiles(SharedData.PathOf("divoc", "signed"), "*-attack.json");
        Assert.True(attacks.Length >= 2);
        foreach (var attack in attacks)
        {
            var verdict = await bench.VerifyAsync(await File.ReadAllBytesAsync(attack, TestContext.Current.CancellationToken));
            Assert.Equal(VerificationStatus.Invalid, verdict.Status);
            Assert.NotEmpty(verdict.Reasons);
        }
    }

    /// <summary>W1 and W2 by DIVOC's own vectors.</summary>
    [Theory]
    [InlineData("vaccination-v2-rsa-field-swap-attack", "INVALID CERTIFICATE_ID_MISMATCH")]
    [InlineData("vaccination-v2-rsa-relative-subject-id-attack", "INVALID NOT_WHOLLY_SIGNED SUBJECT_ID_RELATIVE")]
    [InlineData("vaccination-v1-rsa-tampered-subject-id", "INVALID SIGNATURE_WRONG")]
    [InlineData("vaccination-v1-rsa-original", "EXPIRED EXPIRED NO_CERTIFICATE_ID DOSE_NOT_STATED FIELDS_NOT_BOUND REVOCATION_NOT_CHECKED")]
    [InlineData(
        "vaccination-v1-ed25519-original", "EXPIRED EXPIRED NO_CERTIFICATE_ID DOSE_NOT_STATED FIELDS_NOT_BOUND REVOCATION_NOT_CHECKED")]
    [InlineData("vaccination-v2-rsa", "EXPIRED EXPIRED FIELDS_NOT_BOUND REVOCATION_NOT_CHECKED")]
    [InlineData("test-certificate-v1-rsa", "VALID FIELDS_NOT_BOUND REVOCATION_NOT_CHECKED")]
    public async Task W1_W2_DIVOC_credentials_and_attacks_on_them_get_the_expected_verdicts(string name, string expected)
    {
        await using var bench = Bench("2026-11-25T00:00:00Z");
        Assert.Equal(expected, Told(await bench.VerifyAsync(SharedData.Read("divoc", "signed", name + ".json"))));
    }

    /// <summary>DIVOC's first ones lack certificate id and doses, and are good all the same.</summary>
    [Fact]
    public async Task Published_vectors_get_the_verdicts_that_their_publishers_expect()
    {
        await using var bench = Bench("2021-03-03T12:00:00Z");
        await using var later = Bench("2021-09-01T00:00:00Z");
        var index = JsonNode.Parse(SharedData.Read("vectors", "index.json"))!;
        var vectors = Entries(index)
            .Where(entry => Text(entry["kind"]) == "divoc" && Text(entry["files"]![0]).EndsWith(".json", StringComparison.Ordinal))
            .ToList();
        Assert.True(vectors.Count >= 14);
        foreach (var vector in vectors)
        {
            var verdict = await later.VerifyAsync(SharedData.Read("vectors", "divoc", Text(vector["files"]![0])));
            var mayBeGood = vector["expect"]!["valid"]!.GetValue<bool>();
            Assert.True(mayBeGood == (verdict.Signature == SignatureState.Valid), $"{vector["id"]}: {verdict.Signature}");
            Assert.True(mayBeGood == (verdict.Status != VerificationStatus.Invalid), $"{vector["id"]}: {Told(verdict)}");
        }

        // Dates that are all days can be exchanged.
        Assert.Equal(
            "INDETERMINATE DATES_NOT_BOUND NO_CERTIFICATE_ID REVOCATION_NOT_CHECKED",
            Told(await later.VerifyAsync(SharedData.Read("vectors", "divoc", "pathcheck-1.json"))));

        Assert.Equal(
            "VALID FIELDS_NOT_BOUND REVOCATION_NOT_CHECKED",
            Told(await bench.VerifyAsync(SharedData.Read("vectors", "divoc", "prod-reordered.json"))));
        Assert.Equal("INVALID SIGNATURE_WRONG", Told(await bench.VerifyAsync(SharedData.Read("vectors", "divoc", "prod-created.json"))));
        Assert.Equal("INVALID PROOF_UNSUPPORTED", Told(await bench.VerifyAsync(SharedData.Read("vectors", "divoc", "prod-purpose.json"))));
        Assert.Equal(
            "INVALID FIELD_UNEXPECTED", Told(await bench.VerifyAsync(SharedData.Read("vectors", "divoc", "prod-unknown-term.json"))));
        Assert.Equal("INVALID NO_PROOF", Told(await bench.VerifyAsync(SharedData.Read("vectors", "divoc", "prod-no-proof.json"))));
    }

    [Theory]
    [InlineData("vaccination-v2-rsa", "EXPIRED EXPIRED FIELDS_NOT_BOUND REVOCATION_NOT_CHECKED")]
    [InlineData("test-certificate-v1-rsa", "VALID FIELDS_NOT_BOUND REVOCATION_NOT_CHECKED")]
    public async Task DIVOC_codes_are_verified_as_scanned_text_as_bytes_and_as_an_archive(string name, string expected)
    {
        await using var bench = Bench("2026-11-25T00:00:00Z");
        byte[][] forms =
        [
            Encoding.UTF8.GetBytes(Scanner.ScanText(SharedData.Read("divoc", "qr", name + ".png"))),
            Convert.FromHexString(
                (await File.ReadAllTextAsync(
                    SharedData.PathOf("divoc", "qr", name + ".qr-payload.hex"), TestContext.Current.CancellationToken))
                    .Trim()),
            SharedData.Read("divoc", "qr", name + ".zip"),
        ];
        foreach (var form in forms)
        {
            Assert.Equal(expected, Told(await bench.VerifyAsync(form)));
        }
    }

    [Fact]
    public async Task Codes_with_a_stored_a_modified_and_a_wrongly_named_entry_are_distinguished()
    {
        await using var bench = Bench("2021-09-01T00:00:00Z");

        Assert.DoesNotContain("SIGNATURE_WRONG", Told(await ScanAsync(bench, "qr-stored.png")), StringComparison.Ordinal);
        Assert.StartsWith("INVALID ", Told(await ScanAsync(bench, "qr-modified.png")), StringComparison.Ordinal);
        Assert.Equal(
            PayloadException.NotACertificate,
            (await Assert.ThrowsAsync<PayloadException>(() => ScanAsync(bench, "qr-wrong-name.png"))).Code);
    }

    /// <summary>The same of our own making: credentials of an invented authority, signed once by a key that was then thrown away.</summary>
    [Fact]
    public async Task The_own_test_vectors_get_the_verdicts_of_their_index()
    {
        var vectors = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "Verification", "Vectors");
        File.Copy(Path.Combine(vectors, "did%3Aexample%3Aauthority.pem"), folder.PathOf("did%3Aexample%3Aauthority.pem"));
        await using var bench = new VerificationBench(folder.Path);
        var index = JsonNode
            .Parse(await File.ReadAllBytesAsync(Path.Combine(vectors, "index.json"), TestContext.Current.CancellationToken))!
            .AsArray();
        var told = new JsonArray();
        foreach (var file in index.Select(entry => Text(entry!["file"])))
        {
            var verdict = await bench.VerifyAsync(
                await File.ReadAllBytesAsync(Path.Combine(vectors, file), TestContext.Current.CancellationToken));
            told.Add(new JsonObject { ["file"] = file, ["expect"] = Told(verdict) });
        }

        Assert.Equal(index.ToJsonString(), told.ToJsonString());
        Assert.Equal(Directory.GetFiles(vectors).Length - 2, index.Count);
    }

    private static Task<Verdict> ScanAsync(VerificationBench bench, string image) =>
        bench.VerifyAsync(Encoding.UTF8.GetBytes(Scanner.ScanText(SharedData.Read("vectors", "divoc", image))));

    private static string Told(Verdict verdict) =>
        string.Join(' ', verdict.Reasons.Select(reason => reason.Code).Prepend(verdict.Status.ToString().ToUpperInvariant()));

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static IEnumerable<JsonNode> Entries(JsonNode index) =>
        (index is JsonArray list
            ? list
            : index.AsObject().Select(member => member.Value).OfType<JsonArray>().SelectMany(entries => entries))
            .Where(entry => entry is JsonObject)!;

    /// <summary>A service that trusts DIVOC's public test keys, all under the one name that they share.</summary>
    private VerificationBench Bench(string now)
    {
        string[] pems =
        [
            SharedData.PathOf("divoc", "signed", "rsa-public-key.pem"),
            SharedData.PathOf("vectors", "divoc", "cowin-production.pub.pem"),
            SharedData.PathOf("vectors", "divoc", "divoc-dev.pub.pem"),
        ];
        var base58 = Encoding.ASCII.GetString(SharedData.Read("divoc", "signed", "ed25519-public-key.base58.txt")).Trim();
        File.WriteAllText(folder.PathOf("did%3Aindia.pem"), string.Join('\n', pems.Select(File.ReadAllText)));
        File.WriteAllText(folder.PathOf("controller.json"), $$"""
            {"@context":"https://w3id.org/security/v2","id":"https://example.com/i/india","publicKey":[{"id":"did:india","type":"Ed25519VerificationKey2018","publicKeyBase58":"{{base58}}"}],"assertionMethod":["did:india"]}
            """);
        var bench = new VerificationBench(folder.Path);
        bench.Clock.UtcNow = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);
        return bench;
    }
}
