using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Formats.EuDcc;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Verification;
using Divoc.Functions.Verification;
using Divoc.Functions.Verification.Files;

namespace Divoc.Functions.Tests.Formats.SmartHealthCard;

/// <summary>Cards of other issuers, as verifiers present them: published ones, those of our own making, and mutations.</summary>
public sealed class CardJudgeTests : IAsyncDisposable
{
    private const int Mutations = 50_000;
    private const int Seed = 20260403;
    private const string Valid = "VALID REVOCATION_NOT_CHECKED";

    private static readonly DateTimeOffset Now = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly CardIssuer issuer = new();
    private VerificationBench? bench;

    public static TheoryData<string> Published { get; } =
    [
        "dev-tools-d-jws-der-signature-s-neg", "dev-tools-d-jws-issuer-kid-mismatch", "dev-tools-d-jws-no_deflate",
        "dev-tools-d-jws-no_jws_header_zip", "dev-tools-d-jws-wrong_jws_header_kid",
        "dev-tools-e-file-issuer_url_with_trailing_slash", "dev-tools-e-file-multi-jws",
        "dev-tools-f-qr-code-numeric-value-0-number-too-big", "dev-tools-g-qr-code-0-bad_qr_version",
        "dev-tools-g-qr-code-0-scaled-85", "dev-tools-g-qr-code-0-too_many_qr_segment", "spec-example-00-qr", "spec-example-01-numeric",
        "spec-example-03-qr",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (bench is not null)
        {
            await bench.DisposeAsync();
        }

        issuer.Dispose();
        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Published))]
    public async Task A_published_card_gets_the_verdict_that_its_publisher_states(string id)
    {
        var vector = Index().Single(entry => (string)entry!["id"]! == id)!;
        var content = SharedData.Read("vectors", "shc", (string)vector["files"]![0]!);
        Trust($"{Uri.EscapeDataString((string)vector["issuer"]!)}.jwks.json", SharedData.Read("vectors", "shc", "jwks.json"));
        Bench().Clock.UtcNow = DateTimeOffset.Parse((string)vector["now"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            .ToUniversalTime();
        var picture = ((string)vector["files"]![0]!).EndsWith(".svg", StringComparison.Ordinal)
            ? SvgPicture.Png(Encoding.UTF8.GetString(content))
            : content;
        foreach (var payload in await PayloadsOfAsync(picture))
        {
            var verdict = await bench!.VerifyAsync(payload);

            // Where the publisher leaves it open it is about the version of a QR code: what is signed is good.
            var expected = (bool?)vector["expect"]!["valid"] ?? true;
            Assert.True(
                (verdict.Status == VerificationStatus.Valid) == expected,
                $"{id}: {string.Join(' ', verdict.Reasons.Select(reason => reason.Code))}");
            Assert.Equal(expected ? SignatureState.Valid : verdict.Signature, verdict.Signature);
        }
    }

    [Fact]
    public void Every_published_card_vector_is_tested()
    {
        Assert.Equal(
            Index().Where(entry => (string)entry!["kind"]! == "shc").Select(entry => (string)entry!["id"]!).Order(StringComparer.Ordinal),
            Published.Select(row => row.Data).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("valid_key.json", null)]
    [InlineData("wrong_curve_key.json", "is not on the curve P-256")]
    [InlineData("wrong_kty_key.json", "is not on the curve P-256")]
    public void A_published_key_set_gets_the_verdict_that_its_publisher_states(string file, string? fault)
    {
        Trust("https%3A%2F%2Fcards.example.org.jwks.json", SharedData.Read("vectors", "jwks", file));

        Assert.Equal(fault, Fault(1)?.Split("has a key that ")[1].TrimEnd('.'));
    }

    [Fact]
    public async Task A_card_of_a_trusted_issuer_is_valid_and_the_verdict_has_the_data_that_verifiers_compare()
    {
        Trust();
        var verdict = await VerifyAsync(issuer.Sign(CardIssuer.Document(Now.AddDays(-1))));

        Assert.Equal((VerificationStatus.Valid, SignatureState.Valid), (verdict.Status, verdict.Signature));
        Assert.Equal(["REVOCATION_NOT_CHECKED"], verdict.Reasons.Select(reason => reason.Code));
        Assert.Equal(
            ("AbC-_def", "vaccination", CardIssuer.Url, issuer.Kid), (verdict.CertificateId, verdict.Kind, verdict.Issuer, verdict.Kid));
        Assert.Equal((issuer.Kid, "2026-03-31T12:00:00.000Z", null), (verdict.VerificationMethod, verdict.Issued, verdict.ValidUntil));
        Assert.Equal(
            "name=Þórður B. Nguyễn-Gößinger dateOfBirth=1951-01-20 vaccine=Spikevax date=2021-01-29 batch=0000007 facility=Trial Hospital "
            + "doses=2 earlierDoses=229 2021-01-01", SummaryOf(verdict));
    }

    [Fact]
    public async Task A_verdict_on_a_test_has_its_kind_and_result()
    {
        Trust();
        var card = CardIssuer.Document(Now);
        Cards.Entries(card).Clear();
        Cards.Entries(card).Add(JsonNode.Parse("""{"resource":{"resourceType":"Patient","name":[{"text":"Anna Beispiel"}]}}"""));
        Cards.Entries(card).Add(JsonNode.Parse("""
            {"resource":{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"94558-4"}]},"effectiveDateTime":"2026-03-30","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"260373001"}]},"performer":[{"display":"Lab 1"}]}}
            """));
        var verdict = await VerifyAsync(issuer.Sign(card));

        Assert.Equal(("VALID", "test"), (verdict.Status.ToString().ToUpperInvariant(), verdict.Kind));
        Assert.Equal(
            "name=Anna Beispiel testType=Rapid antigen test result=Positive sampleCollected=2026-03-30 facility=Lab 1", SummaryOf(verdict));
    }

    [Fact]
    public async Task An_issuer_without_a_key_set_and_a_key_of_another_issuer_are_not_trusted()
    {
        using var other = new CardIssuer();
        Trust();

        Assert.Equal("INVALID ISSUER_UNKNOWN", await StatusAsync(other.Sign(CardIssuer.Document(Now))));
        Assert.Equal(Valid, await StatusAsync(issuer.Sign(CardIssuer.Document(Now))));
        Assert.Equal(
            "INVALID ISSUER_NOT_OF_KEY", await StatusAsync(issuer.Sign(CardIssuer.Document(Now, "https://cards.example.org/other"))));
        Assert.Equal("INVALID ISSUER_NOT_OF_KEY", await StatusAsync(issuer.Sign(CardIssuer.Document(Now, CardIssuer.Url + "/"))));
        var forged = other.Sign(CardJws.Write(issuer.Kid, Encoding.UTF8.GetBytes(CardIssuer.Document(Now).ToJsonString())));
        Assert.Equal("INVALID SIGNATURE_WRONG", await StatusAsync(forged));
    }

    [Fact]
    public async Task Times_have_a_tolerance_of_one_minute()
    {
        Trust();

        Assert.Equal(Valid, await StatusAsync(issuer.Sign(CardIssuer.Document(Now.AddSeconds(60)))));
        Assert.Equal("INVALID SIGNED_IN_FUTURE", await StatusAsync(issuer.Sign(CardIssuer.Document(Now.AddSeconds(61)))));
        Assert.Equal(Valid, await StatusAsync(issuer.Sign(With("exp", Now.AddSeconds(-59).ToUnixTimeSeconds()))));
        Assert.Equal(
            "EXPIRED EXPIRED REVOCATION_NOT_CHECKED", await StatusAsync(issuer.Sign(With("exp", Now.AddSeconds(-60).ToUnixTimeSeconds()))));
        Assert.Equal("INVALID FIELD_TYPE", await StatusAsync(issuer.Sign(With("exp", "soon"))));
        Assert.Equal("INVALID FIELD_MISSING", await StatusAsync(issuer.Sign(With("nbf", "now"))));
        Assert.Equal("INVALID FIELD_MISSING", await StatusAsync(issuer.Sign(With("nbf", 1e300))));
    }

    [Theory]
    [InlineData("iss", null, "FIELD_MISSING")]
    [InlineData("vc", null, "UNKNOWN_KIND")]
    [InlineData("vc/type", "https://smarthealth.cards#health-card", "UNKNOWN_KIND")]
    [InlineData("vc/credentialSubject/fhirBundle/entry/0", "", "FIELD_MISSING")]
    [InlineData("vc/credentialSubject/fhirBundle/entry/1/resource/resourceType", "Patient", "FIELD_UNEXPECTED")]
    [InlineData("vc/credentialSubject/fhirBundle/entry/1/resource/status", "not-done", "FIELD_UNEXPECTED")]
    [InlineData("vc/credentialSubject/fhirBundle/entry/1/resource/resourceType", "Condition", null)]
    [InlineData("vc/credentialSubject/fhirBundle/entry/1/resource/vaccineCode", "text", null)]
    public async Task A_card_without_a_required_part_is_refused_and_unknown_content_is_accepted(string path, string? value, string? reason)
    {
        Trust();
        var card = CardIssuer.Document(Now);
        var steps = path.Split('/');
        var parent = steps[..^1].Aggregate(
            card, (node, step) => node is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!);
        if (parent is JsonArray array)
        {
            array[int.Parse(steps[^1], CultureInfo.InvariantCulture)] = value;
        }
        else
        {
            parent[steps[^1]] = value;
        }

        Assert.Equal(reason is null ? Valid : $"INVALID {reason}", await StatusAsync(issuer.Sign(card)));
    }

    [Fact]
    public async Task Payloads_that_programs_read_in_different_ways_are_refused()
    {
        Trust();
        var text = CardIssuer.Document(Now).ToJsonString();

        Assert.Equal(
            "INVALID MALFORMED",
            await StatusAsync(
                issuer.Sign(Encoding.UTF8.GetBytes(text.Replace("\"vc\":", "\"iss\":\"x\",\"vc\":", StringComparison.Ordinal)))));
        Assert.Equal("INVALID MALFORMED", await StatusAsync(issuer.Sign("[]"u8.ToArray())));
        Assert.Equal("INVALID MALFORMED", await StatusAsync(issuer.Sign([0xFF])));
        Assert.Equal("INVALID MALFORMED", await StatusAsync(issuer.Sign(new byte[1_000_000])));
        Assert.Equal(
            "INVALID MALFORMED",
            await StatusAsync(issuer.Sign(Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', 40)}{new string(']', 40)}}}"))));
        Assert.Equal("INVALID PROOF_UNSUPPORTED", await StatusAsync(issuer.Sign(CardIssuer.Document(Now)) + "AA"));
    }

    [Fact]
    public async Task A_card_is_read_in_every_form_in_which_it_can_be_presented()
    {
        Trust();
        var jws = issuer.Sign(CardIssuer.Document(Now));
        var digits = CardText.DigitsOf(jws);
        foreach (var text in new[]
        {
            jws,
            $"{jws}\n",
            $"shc:/{digits}",
            $"shc:/2/2/{digits[500..]}\nshc:/1/2/{digits[..500]}",
            Encoding.ASCII.GetString(CardText.FileOf(jws)),
        })
        {
            Assert.Equal(Valid, await StatusAsync(text));
        }

        Assert.Equal("PARTS_MISSING", await StatusAsync($"shc:/1/2/{digits[..500]}"));
        Assert.Equal("SEVERAL_CERTIFICATES", await StatusAsync($$"""{"verifiableCredential":["{{jws}}","{{jws}}"]}"""));
        var format = Bench().Issuing.Get<CredentialFormats>().Find("smart-health-card")!;
        Assert.True(format.IsSame(Encoding.ASCII.GetBytes(jws), CardText.FileOf(jws)));
        Assert.False(format.IsSame(Encoding.ASCII.GetBytes(jws), Encoding.ASCII.GetBytes(issuer.Sign(CardIssuer.Document(Now)))));
    }

    [Fact]
    public async Task A_revocation_list_is_used_if_the_folder_contains_it()
    {
        Trust();
        WriteList("\"AbC-_def.1775044800\",\"other\"");
        Assert.Equal("REVOKED REVOKED", await StatusAsync(issuer.Sign(CardIssuer.Document(Now.AddSeconds(-1)))));
        Assert.Equal("VALID", await StatusAsync(issuer.Sign(CardIssuer.Document(Now))));
        await ForgetAsync();
        WriteList("\"AbC-_def\"");
        Assert.Equal("REVOKED REVOKED", await StatusAsync(issuer.Sign(CardIssuer.Document(Now))));
        foreach (var twice in new[]
        {
            "\"AbC-_def\",\"AbC-_def.1600000000\"",
            "\"AbC-_def.1600000000\",\"AbC-_def\"",
            "\"AbC-_def.1900000000\",\"AbC-_def.1600000000\"",
        })
        {
            await ForgetAsync();
            WriteList(twice);
            Assert.Equal("REVOKED REVOKED", await StatusAsync(issuer.Sign(CardIssuer.Document(Now))));
        }

        await ForgetAsync();
        WriteList("");
        Assert.Equal("VALID", await StatusAsync(issuer.Sign(CardIssuer.Document(Now))));
        Trust($"{Uri.EscapeDataString(CardIssuer.Url)}.crl.k.json", """{"kid":"other","method":"rid","ctr":1,"rids":[]}"""u8.ToArray());
        Assert.Contains("not of the key 'k'", Fault(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_gives_the_names_of_issuers_and_a_snapshot_of_it_gives_their_keys()
    {
        Trust();
        Trust(
            "vci-issuers.json",
            Encoding.UTF8.GetBytes(
                $$"""{"participating_issuers":[{"iss":"{{CardIssuer.Url}}","name":"Trial Health"},{"iss":"https://example.org"}]}"""));
        Assert.EndsWith(
            "issuer=Trial Health", SummaryOf(await VerifyAsync(issuer.Sign(CardIssuer.Document(Now)))), StringComparison.Ordinal);

        await ForgetAsync();
        Directory.Delete(folder.Path, recursive: true);
        Directory.CreateDirectory(folder.Path);
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        var snapshot = new JsonObject
        {
            ["directory"] = "https://example.org",
            ["issuerInfo"] = new JsonArray(
                new JsonObject
                {
                    ["issuer"] = new JsonObject { ["iss"] = CardIssuer.Url, ["name"] = "Snapshot Health" },
                    ["keys"] = new JsonArray(issuer.ToJwk(), PublishedKey.Of(rsa).ToJsonWebKey()),
                    ["crls"] = new JsonArray(
                        new JsonObject { ["kid"] = issuer.Kid, ["method"] = "rid", ["ctr"] = 1, ["rids"] = new JsonArray("other") }),
                },
                new JsonObject { ["issuer"] = new JsonObject { ["iss"] = "http://plain.example.org" } }),
        };
        Trust("snapshot.json", Encoding.UTF8.GetBytes(snapshot.ToJsonString()));
        var verdict = await VerifyAsync(issuer.Sign(CardIssuer.Document(Now)));
        Assert.Equal(VerificationStatus.Valid, verdict.Status);
        Assert.Empty(verdict.Reasons);
        Assert.EndsWith("issuer=Snapshot Health", SummaryOf(verdict), StringComparison.Ordinal);

        // One that is not a point of the curve, and a list that can't be read: only those two issuers are not believed.
        await ForgetAsync();
        var noPoint = new string('A', 43);
        var infos = snapshot["issuerInfo"]!.AsArray();
        infos.Add(new JsonObject
        {
            ["issuer"] = new JsonObject { ["iss"] = "https://wrong.example.org" },
            ["keys"] = new JsonArray(new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = "k", ["x"] = noPoint, ["y"] = noPoint }),
        });
        infos.Add(new JsonObject
        {
            ["issuer"] = new JsonObject { ["iss"] = "https://list.example.org" },
            ["crls"] = new JsonArray(new JsonObject()),
        });
        Trust("snapshot.json", Encoding.UTF8.GetBytes(snapshot.ToJsonString()));
        Assert.Equal("VALID", await StatusAsync(issuer.Sign(CardIssuer.Document(Now))));
        await ForgetAsync();
        infos[0]!["crls"]!.AsArray().Add(new JsonObject { ["kid"] = issuer.Kid, ["method"] = "other" });
        Trust("snapshot.json", Encoding.UTF8.GetBytes(snapshot.ToJsonString()));
        Assert.Equal("INVALID ISSUER_UNKNOWN", await StatusAsync(issuer.Sign(CardIssuer.Document(Now))));
    }

    [Theory]
    [InlineData("http%3A%2F%2Fcards.example.org.jwks.json", "{set}", "must be named after the issuer's https URL")]
    [InlineData("https%3A%2F%2Fcards.example.org%2F.jwks.json", "{set}", "must be named after the issuer's https URL")]
    [InlineData("https%3A%2F%2Fcards.example.org.jwks.json", "{}", "is not a JWK set")]
    [InlineData("https%3A%2F%2Fcards.example.org.jwks.json", "{\"keys\":[]}", "is not a JWK set")]
    [InlineData("https%3A%2F%2Fcards.example.org.jwks.json", "{set}kid", "is not named by its thumbprint")]
    [InlineData("https%3A%2F%2Fcards.example.org.jwks.json", "{set}use", "is no public key for signatures")]
    [InlineData("https%3A%2F%2Fcards.example.org.jwks.json", "{set}d", "is no public key for signatures")]
    [InlineData("https%3A%2F%2Fcards.example.org.jwks.json", "{set}x", "has a coordinate")]
    [InlineData("https%3A%2F%2Fcards.example.org.jwks.json", "{set}y", "not a point of the curve")]
    public void A_key_set_that_cannot_be_used_is_refused_at_start(string name, string content, string expected)
    {
        var key = issuer.ToJwk();
        if (content.Length > 5 && content.StartsWith("{set}", StringComparison.Ordinal))
        {
            key[content[5..]] = content[5..] switch { "x" => "AAAA", "y" => (string)key["x"]!, _ => "other" };
        }

        Trust(
            name,
            content.StartsWith("{set}", StringComparison.Ordinal)
                ? Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray(key) }.ToJsonString())
                : Encoding.UTF8.GetBytes(content));

        Assert.Contains(expected, Fault(1), StringComparison.Ordinal);
    }

    /// <summary>
    /// A mutated text is a text, a JWS or a payload that somebody changed: whatever still verifies is what was signed, and nothing ends in
    /// another exception.
    /// </summary>
    [Fact]
    public async Task No_mutation_that_changes_the_signed_data_is_accepted()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        Trust();
        var jws = issuer.Sign(CardIssuer.Document(Now.AddDays(-1)));
        byte[][] originals =
            [Encoding.ASCII.GetBytes($"shc:/{CardText.DigitsOf(jws)}"), Encoding.ASCII.GetBytes(jws), CardText.FileOf(jws)];
        var signed = CardJws.Read(originals[1])!;
        var format = Bench().Issuing.Get<CredentialFormats>().Find("smart-health-card")!;
        var keys = bench!.Issuing.Get<ITrustedKeys>();
        var random = new Random(Seed);
        for (var index = 0; index < Mutations; index++)
        {
            var mutated = Mutation.Of(originals[index % originals.Length], random);
            _ = format.Recognize(mutated);
            try
            {
                if (await format.JudgeAsync(mutated, keys, Token) is Judgement.Signed)
                {
                    Assert.True(
                        CardJws.Read(CardText.Read(mutated)!)!.SigningInput.Span.SequenceEqual(signed.SigningInput.Span),
                        Convert.ToHexString(mutated));
                }
            }
            catch (PayloadException fault)
            {
                Assert.Contains(fault.Code, new[] { "PARTS_MISSING", "SEVERAL_CERTIFICATES" });
            }
        }
    }

    /// <summary>The signature holds whatever the payload is, so all of the reading behind it is tried.</summary>
    [Fact]
    public async Task No_signed_payload_with_a_mutation_causes_an_exception()
    {
        Trust();
        var payload = Encoding.UTF8.GetBytes(CardIssuer.Document(Now.AddDays(-1)).ToJsonString());
        var format = Bench().Issuing.Get<CredentialFormats>().Find("smart-health-card")!;
        var keys = bench!.Issuing.Get<ITrustedKeys>();
        var random = new Random(Seed);
        var judged = new Dictionary<string, int>();
        for (var index = 0; index < 1_000; index++)
        {
            var judgement = await format.JudgeAsync(Encoding.ASCII.GetBytes(issuer.Sign(Mutation.Of(payload, random))), keys, Token);
            var outcome = judgement is Judgement.Untrusted untrusted ? untrusted.Faults[0].Code : "SIGNED";
            judged[outcome] = judged.GetValueOrDefault(outcome) + 1;
        }

        Assert.Contains("SIGNED", judged.Keys);
        Assert.Contains("MALFORMED", judged.Keys);
        Assert.Contains("UNKNOWN_KIND", judged.Keys);
    }

    private static JsonArray Index() => JsonNode.Parse(SharedData.Read("vectors", "index.json"))!.AsArray();

    /// <summary>The cards in a file, each alone: a verdict is about one person.</summary>
    private async Task<IReadOnlyList<byte[]>> PayloadsOfAsync(byte[] file)
    {
        var payload = (await Bench().Issuing.Get<PresentedFiles>().PayloadOfAsync(file, Token)).ToArray();
        if (payload[0] != (byte)'{')
        {
            return [payload];
        }

        var cards = JsonNode.Parse(payload)!["verifiableCredential"]!.AsArray();
        return cards.Count == 1 ? [payload] : [.. cards.Select(card => Encoding.ASCII.GetBytes((string)card!))];
    }

    private static JsonNode With(string name, JsonNode value)
    {
        var card = CardIssuer.Document(Now.AddDays(-9));
        card[name] = value;
        return card;
    }

    private void WriteList(string rids)
    {
        Trust(
            $"{Uri.EscapeDataString(CardIssuer.Url)}.crl.{issuer.Kid}.json",
            Encoding.UTF8.GetBytes($$"""{"kid":"{{issuer.Kid}}","method":"rid","ctr":1,"rids":[{{rids}}]}"""));
    }

    private void Trust() => Trust($"{Uri.EscapeDataString(CardIssuer.Url)}.jwks.json", Encoding.UTF8.GetBytes(issuer.Set()));

    private void Trust(string file, byte[] content) => File.WriteAllBytes(folder.PathOf(file), content);

    /// <summary>Why the folder can't be used; null if it can.</summary>
    private string? Fault(int count)
    {
        try
        {
            Assert.Equal(count, TrustedIssuerFolder.Read(folder.Path).Count);
            return null;
        }
        catch (TrustedIssuerException fault)
        {
            return Assert.Single(fault.Problems);
        }
    }

    private async Task ForgetAsync()
    {
        await bench!.DisposeAsync();
        bench = null;
    }

    private VerificationBench Bench()
    {
        if (bench is null)
        {
            bench = new VerificationBench(folder.Path);
            bench.Clock.UtcNow = Now;
        }

        return bench;
    }

    private Task<Verdict> VerifyAsync(string text) => Bench().VerifyAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>The status and the codes of the reasons; or the code of a refusal.</summary>
    private async Task<string> StatusAsync(string text)
    {
        try
        {
            var verdict = await VerifyAsync(text);
            return string.Join(' ', verdict.Reasons.Select(reason => reason.Code).Prepend(verdict.Status.ToString().ToUpperInvariant()));
        }
        catch (PayloadException fault)
        {
            return fault.Code;
        }
    }

    private static string SummaryOf(Verdict verdict) =>
        string.Join(' ', verdict.Summary!.Values.Select(value => $"{value.Key}={value.Value}"));
}

/// <summary>
/// Paints the QR codes that the examples of the framework have as SVG: dark lines of one module's height on a path of whole numbers.
/// </summary>
internal static class SvgPicture
{
    private const int Pixels = 4;

    public static byte[] Png(string svg)
    {
        var size = int.Parse(
            System.Text.RegularExpressions.Regex.Match(svg, "viewBox=\"0 0 (\\d+) ").Groups[1].Value, CultureInfo.InvariantCulture);
        var dark = Enumerable.Range(0, size).Select(_ => new bool[size]).ToArray();
        var (x, y) = (0, 0);
        var path = System.Text.RegularExpressions.Regex.Matches(svg, " d=\"([^\"]+)\"").Last().Groups[1].Value;
        foreach (System.Text.RegularExpressions.Match step in System.Text.RegularExpressions.Regex
            .Matches(path, "([Mmhv])(-?[\\d.]+)(?:[ ,](-?[\\d.]+))?"))
        {
            var first = (int)double.Parse(step.Groups[2].Value, CultureInfo.InvariantCulture);
            var second = step.Groups[3].Success ? (int)Math.Floor(double.Parse(step.Groups[3].Value, CultureInfo.InvariantCulture)) : 0;
            switch (step.Groups[1].Value)
            {
                case "M":
                    (x, y) = (first, second);
                    break;
                case "m":
                    (x, y) = (x + first, y + second);
                    break;
                default:
                    for (var end = x + first; x < end; x++)
                    {
                        dark[y][x] = true;
                    }

                    break;
            }
        }

        using var bitmap = new SkiaSharp.SKBitmap(size * Pixels, size * Pixels);
        for (var row = 0; row < size * Pixels; row++)
        {
            for (var column = 0; column < size * Pixels; column++)
            {
                bitmap.SetPixel(column, row, dark[row / Pixels][column / Pixels] ? SkiaSharp.SKColors.Black : SkiaSharp.SKColors.White);
            }
        }

        using var data = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
