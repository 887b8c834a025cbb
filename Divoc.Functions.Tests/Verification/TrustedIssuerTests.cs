using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.LinkedData.Proofs;
using Divoc.Functions.Verification;

namespace Divoc.Functions.Tests.Verification;

/// <summary>Whose certificates count beside our own, and what a folder of keys must look like.</summary>
public sealed class TrustedIssuerTests : IDisposable
{
    private const string PemFile = "did%3Aexample%3Aauthority.pem";
    private const string JsonFile = "did%3Aexample%3Aauthority.json";

    private static readonly RSA Key = RSA.Create(2048);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_certificate_of_a_trusted_issuer_is_valid_and_the_verdict_names_what_was_not_checked()
    {
        Write(PemFile, Key.ExportSubjectPublicKeyInfoPem());
        var verdict = await VerifyAsync(OtherIssuer.Sign(OtherIssuer.Vaccination(), Key));

        Assert.Equal(VerificationStatus.Valid, verdict.Status);
        Assert.Equal(["FIELDS_NOT_BOUND", "REVOCATION_NOT_CHECKED"], Codes(verdict));
        Assert.Equal(
            ("4711", "https://authority.example/", OtherIssuer.Method, PublishedKey.Of(Key).KeyId),
            (verdict.CertificateId, verdict.Issuer, verdict.VerificationMethod, verdict.Kid));
        Assert.Equal("Mina Sol", verdict.Summary!.Text("name"));
    }

    [Fact]
    public async Task No_issuer_is_trusted_by_default()
    {
        Assert.Equal(["ISSUER_UNKNOWN"], Codes(await VerifyAsync(OtherIssuer.Sign(OtherIssuer.Vaccination(), Key), trusts: false)));
    }

    [Fact]
    public async Task A_trusted_key_is_valid_only_under_its_own_name()
    {
        Write(PemFile, Key.ExportSubjectPublicKeyInfoPem());

        Assert.Equal(
            ["ISSUER_UNKNOWN"], Codes(await VerifyAsync(OtherIssuer.Sign(OtherIssuer.Vaccination(), Key, method: "did:example:other"))));
        Assert.Equal(["SIGNATURE_WRONG"], Codes(await VerifyAsync(OtherIssuer.Sign(OtherIssuer.Vaccination(), Key, method: "did:india"))));
    }

    [Fact]
    public async Task All_keys_with_the_same_name_are_tried()
    {
        using var second = RSA.Create(2048);
        using var third = RSA.Create(3072);
        Write(PemFile, $"Keys of the authority\n{second.ExportSubjectPublicKeyInfoPem()}\n{third.ExportRSAPublicKeyPem()}\n");
        Write("more.json", Did(
            $$"""{ "id": "did:example:authority#ed", "type": "Ed25519VerificationKey2018", "publicKeyBase58": "{{Base58Text.Of(Ed25519TestKey.Public.Raw.Span)}}" }""",
            "#ed"));
        Write(JsonFile, new JsonObject { ["keys"] = new JsonArray(Jwk(Key, "RS256")) }.ToJsonString());

        Assert.Equal(VerificationStatus.Valid, (await VerifyAsync(OtherIssuer.Sign(OtherIssuer.Vaccination(), second))).Status);
        Assert.Equal(VerificationStatus.Valid, (await VerifyAsync(OtherIssuer.Sign(OtherIssuer.Vaccination(), third))).Status);
        Assert.Equal(VerificationStatus.Valid, (await VerifyAsync(OtherIssuer.SignWithEd25519(OtherIssuer.Vaccination()))).Status);
        Assert.Equal(VerificationStatus.Valid, (await VerifyAsync(OtherIssuer.SignWithRs256(OtherIssuer.Vaccination(), Key))).Status);
    }

    [Fact]
    public async Task A_key_is_valid_only_with_its_own_algorithm()
    {
        Write(PemFile, Key.ExportSubjectPublicKeyInfoPem());
        Assert.Equal(["PROOF_UNSUPPORTED"], Codes(await VerifyAsync(OtherIssuer.SignWithRs256(OtherIssuer.Vaccination(), Key))));
    }

    public static TheoryData<string> Forms => ["jwk", "pem", "multibase", "own document", "jwk set by kid", "jwk set by file and kid"];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Keys_are_read_in_every_format_that_issuers_publish(string form)
    {
        var method = form.StartsWith("jwk set", StringComparison.Ordinal) ? "did:example:authority#k1" : OtherIssuer.Method;
        var pem = Key.ExportSubjectPublicKeyInfoPem().Replace("\n", "\\n", StringComparison.Ordinal);
        var multibase = "z" + Base58Text.Of([0xed, 0x01, .. Ed25519TestKey.Public.Raw.Span]);
        (string Name, string Content) file = form switch
        {
            "jwk" => ("a.json", Did(
                $$"""{ "id": "did:example:authority", "publicKeyJwk": {{Jwk(Key, "PS256").ToJsonString()}} }""", "did:example:authority")),
            "pem" => ("a.json", Did($$"""{ "id": "#key-1", "publicKeyPem": "{{pem}}" }""", "did:example:authority#key-1")),
            "multibase" => ("a.json", Did($$"""{ "id": "#key-1", "type": "Multikey", "publicKeyMultibase": "{{multibase}}" }""", "#key-1")),
            "own document" => ("a.json", OwnDocument()),
            "jwk set by kid" => (
                "a.json",
                '\uFEFF' + new JsonObject { ["keys"] = new JsonArray(Jwk(Key, "PS256", "did:example:authority#k1")) }.ToJsonString()),
            _ => (JsonFile, new JsonObject { ["keys"] = new JsonArray(Jwk(Key, "PS256", "k1")) }.ToJsonString()),
        };
        Write(file.Name, file.Content);
        var credential = form == "multibase"
            ? OtherIssuer.SignWithEd25519(OtherIssuer.Vaccination())
            : OtherIssuer.Sign(OtherIssuer.Vaccination(), Key, method: method);

        Assert.Equal(VerificationStatus.Valid, (await VerifyAsync(credential)).Status);
    }

    [Theory]
    [InlineData(-1, "KEY_NOT_VALID")]
    [InlineData(0, "FIELDS_NOT_BOUND REVOCATION_NOT_CHECKED")]
    [InlineData(9, "FIELDS_NOT_BOUND REVOCATION_NOT_CHECKED")]
    [InlineData(10, "KEY_NOT_VALID")]
    public async Task A_key_is_valid_only_for_signatures_within_its_period(int days, string codes)
    {
        var start = OtherIssuer.Created;
        var timed = Jwk(Key, "PS256");
        timed["nbf"] = start.ToUnixTimeSeconds();
        timed["exp"] = start.AddDays(10).ToUnixTimeSeconds();
        var credential = OtherIssuer.Sign(OtherIssuer.Vaccination(), Key, start.AddDays(days));
        Write(JsonFile, new JsonObject { ["keys"] = new JsonArray(timed) }.ToJsonString());
        Assert.Equal(codes.Split(' '), Codes(await VerifyAsync(credential)));

        File.Delete(folder.PathOf(JsonFile));
        Write(PemFile, SelfSigned(start, start.AddDays(10)));
        Assert.Equal(codes.Split(' '), Codes(await VerifyAsync(credential)));
    }

    [Theory]
    [InlineData("expires")]
    [InlineData("revoked")]
    public async Task A_key_of_a_DID_document_ends_when_it_expires_or_is_revoked(string member)
    {
        Write(
            "a.json",
            Did($$"""{ "id": "#k", "publicKeyJwk": {{Jwk(Key, "PS256").ToJsonString()}}, "{{member}}": "2024-05-02T00:00:00Z" }""", "#k"));

        Assert.Equal(VerificationStatus.Valid, (await VerifyAsync(OtherIssuer.Sign(OtherIssuer.Vaccination(), Key))).Status);
        Assert.Equal(
            ["KEY_NOT_VALID"], Codes(await VerifyAsync(OtherIssuer.Sign(OtherIssuer.Vaccination(), Key, OtherIssuer.Created.AddDays(1)))));
    }

    [Fact]
    public async Task A_signature_dated_in_the_future_is_refused()
    {
        Write(PemFile, Key.ExportSubjectPublicKeyInfoPem());
        Assert.Equal(["SIGNED_IN_FUTURE"], Codes(
            await VerifyAsync(OtherIssuer.Sign(OtherIssuer.Vaccination(), Key, new DateTimeOffset(2024, 6, 1, 12, 11, 0, TimeSpan.Zero)))));
    }

    /// <summary>What the signature leaves open is looked at as far as it can be without the issuer.</summary>
    [Theory]
    [InlineData("evidence.0.id", "\"https://authority.example/vaccine/4712\"", "CERTIFICATE_ID_MISMATCH")]
    [InlineData("evidence.0.certificateId", "\"711\"", "CERTIFICATE_ID_MISMATCH")]
    [InlineData("evidence.0.dose", "[1,2]", "DOSE_NUMBER")]
    [InlineData("evidence.0.dose", "1.5", "DOSE_NUMBER")]
    [InlineData("evidence.0.dose", "\"01\"", "DOSE_NUMBER")]
    [InlineData("evidence.0.dose", "\"\"", "DOSE_NUMBER")]
    [InlineData("evidence.0.totalDoses", "0", "DOSE_NUMBER")]
    [InlineData("evidence.0.effectiveUntil", "\"2024-04-29\"", "DATE_ORDER")]
    [InlineData("evidence.0.effectiveUntil", "\"2025-4-30\"", "DATE_UNREADABLE")]
    [InlineData("evidence.0.date", "\"2026-01-01T00:00:00Z\"", "DATE_ORDER")]
    [InlineData("issuanceDate", "\"2024\"", "DATE_UNREADABLE")]
    public async Task W1_a_trusted_signature_does_not_make_contradictory_content_valid(string path, string value, string code)
    {
        Write(PemFile, Key.ExportSubjectPublicKeyInfoPem());
        var unsigned = OtherIssuer.Vaccination();
        var steps = path.Split('.');
        var parent = steps.Length == 1 ? unsigned : unsigned["evidence"]![0]!.AsObject();
        parent[steps[^1]] = JsonNode.Parse(value);
        var verdict = await VerifyAsync(OtherIssuer.Sign(unsigned, Key));

        Assert.Equal(VerificationStatus.Invalid, verdict.Status);
        Assert.Contains(code, Codes(verdict));
    }

    public static TheoryData<string, string, string> Unusable => new()
    {
        { "key.txt", "hello", "key.txt is neither *.json" },
        { "authority.pem", Rsa(2048, rsa => rsa.ExportSubjectPublicKeyInfoPem()), "must be named after the verificationMethod" },
        { PemFile, "hello", "contains no RSA or Ed25519 key" },
        { PemFile, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "that can't be read" },
        { PemFile, Rsa(2048, rsa => rsa.ExportPkcs8PrivateKeyPem()), "contains a private key" },
        { PemFile, Rsa(1024, rsa => rsa.ExportSubjectPublicKeyInfoPem()), "1024 bits; 2048 to 8192" },
        { PemFile, P256(), "contains no RSA or Ed25519 key" },
        { JsonFile, "{", "is not JSON" },
        { JsonFile, """{"keys":[],"keys":[]}""", "is not JSON" },
        { JsonFile, "[]", "lists no document signer certificate" },
        { JsonFile, "7", "contains no JSON object" },
        { JsonFile, "{}", "is neither a JWK set" },
        { JsonFile, """{"keys":1}""", "'keys' that is not a list" },
        { JsonFile, """{"keys":[1,{"kty":"EC","crv":"P-256"}]}""", "contains no RSA or Ed25519 key" },
        { JsonFile, """{"keys":[{"kty":"RSA","e":"AQAB"}]}""", "a key without 'n'" },
        { JsonFile, """{"keys":[{"kty":"RSA","n":"!","e":"AQAB"}]}""", "'n' is not base64url" },
        { JsonFile, """{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA"}]}""", "an Ed25519 key that is not valid" },
        { JsonFile, """{"assertionMethod":[]}""", "without an absolute 'id'" },
        { JsonFile, """{"id":"did:x:y","assertionMethod":["#a"]}""", "that it does not contain" },
        { JsonFile, """{"id":"did:x:y","assertionMethod":[{"id":"#a","publicKeyBase58":"0OIl"}]}""", "base58 that can't be read" },
        { JsonFile, """{"id":"did:x:y","assertionMethod":[]}""", "names no RSA or Ed25519 key" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void An_unusable_file_is_named_at_start_with_instructions(string name, string content, string problem)
    {
        Write(name, content);
        Assert.Contains(problem, Assert.Single(Validate(folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void All_unusable_files_are_named_together_and_hidden_files_are_ignored()
    {
        Write("key.txt", "hello");
        Write(JsonFile, "{}");
        Write(".gitignore", "");
        Assert.Equal(2, Validate(folder.Path).Count);
    }

    [Fact]
    public void A_missing_folder_is_reported_at_start_and_without_a_folder_no_issuer_is_trusted()
    {
        Assert.Contains("'/no/such/folder' can't be read", Assert.Single(Validate("/no/such/folder")), StringComparison.Ordinal);
        Assert.Empty(Validate(""));
    }

    [Fact]
    public async Task The_program_does_not_start_with_an_unusable_folder()
    {
        Write(JsonFile, "{}");
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => TestHost.StartAsync(null, "--Divoc:TrustedIssuers", folder.Path));
        Assert.Contains(
            "Divoc:TrustedIssuers: did%3Aexample%3Aauthority.json is neither a JWK set", refusal.Message, StringComparison.Ordinal);
    }

    private static string Rsa(int size, Func<RSA, string> export)
    {
        using var rsa = RSA.Create(size);
        return export(rsa);
    }

    private static string P256()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return curve.ExportSubjectPublicKeyInfoPem();
    }

    private static string Did(string method, string assertion) =>
        $$"""{ "@context": "https://www.w3.org/ns/did/v1", "id": "did:example:authority", "verificationMethod": [{ "id": "#other" }, {{method}}], "assertionMethod": ["{{assertion}}"] }""";

    private static JsonObject Jwk(RSA key, string algorithm, string? kid = null)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var jwk = new JsonObject
        {
            ["kty"] = "RSA",
            ["alg"] = algorithm,
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
        if (kid is not null)
        {
            jwk["kid"] = kid;
        }

        return jwk;
    }

    private static string[] Codes(Verdict verdict) => [.. verdict.Reasons.Select(reason => reason.Code)];

    private static List<string> Validate(string path)
    {
        var result = new TrustedIssuerOptionsValidator(new TrustedIssuers(), [])
            .Validate(null, new TrustedIssuerOptions { TrustedIssuers = path });
        return [.. result.Failures ?? []];
    }

    /// <summary>As this service publishes its own keys: the name of the proofs stands at the newest, and belongs to all.</summary>
    private static string OwnDocument()
    {
        using var newest = RSA.Create(2048);
        return new JsonObject
        {
            ["id"] = "did:web:authority.example",
            ["alsoKnownAs"] = new JsonArray(OtherIssuer.Method),
            ["verificationMethod"] = new JsonArray(
                new JsonObject { ["id"] = "did:web:authority.example#new", ["publicKeyJwk"] = Jwk(newest, "PS256") },
                new JsonObject
                {
                    ["id"] = OtherIssuer.Method,
                    ["publicKeyJwk"] = Jwk(newest, "PS256"),
                    ["publicKeyPem"] = newest.ExportSubjectPublicKeyInfoPem(),
                },
                new JsonObject
                {
                    ["id"] = "did:web:authority.example#old",
                    ["publicKeyJwk"] = Jwk(Key, "PS256"),
                    ["publicKeyPem"] = Key.ExportSubjectPublicKeyInfoPem(),
                }),
            ["assertionMethod"] = new JsonArray("did:web:authority.example#new", OtherIssuer.Method, "did:web:authority.example#old"),
        }.ToJsonString();
    }

    private static string SelfSigned(DateTimeOffset from, DateTimeOffset until)
    {
        var request = new CertificateRequest("CN=authority", Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        using var certificate = request.CreateSelfSigned(from, until);
        return certificate.ExportCertificatePem();
    }

    private void Write(string name, string content) => File.WriteAllText(folder.PathOf(name), content);

    private async Task<Verdict> VerifyAsync(JsonElement credential, bool trusts = true)
    {
        await using var bench = new VerificationBench(trusts ? folder.Path : "");
        return await bench.VerifyAsync(credential);
    }
}
