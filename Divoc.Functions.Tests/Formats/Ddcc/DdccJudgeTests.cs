using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Ddcc;
using Divoc.Functions.Keys;
using Divoc.Functions.LinkedData;
using Divoc.Functions.Tests.Formats.EuDcc;

namespace Divoc.Functions.Tests.Formats.Ddcc;

/// <summary>Documents as verifiers present them: as they were signed, and altered in every way.</summary>
public sealed class DdccJudgeTests
{
    private const int Mutations = 20_000;

    private static readonly TrialKeys Keys = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_vaccination_is_signed_and_the_verdict_has_the_data_that_verifiers_compare()
    {
        var claims = DdccSamples.ClaimsOf(DdccSamples.Vaccination);
        var signed = Assert.IsType<Judgement.Signed>(await JudgeAsync((await DdccSamples.WriteAsync(claims, Keys)).Bytes));

        Assert.Equal(
            (claims.CertificateId, "vaccination", DdccSamples.Authority, Keys.Published.KeyId),
            (signed.CertificateId, signed.Type, signed.Issuer, signed.VerificationMethod));
        Assert.Equal(("2024-03-01T09:30:15.678Z", "2024-01-15", "2025-01-15"), (signed.Issued, signed.ValidFrom, signed.ValidUntil));
        Assert.Equal(
            "name=Jiřina Červenková dateOfBirth=1987-04-21 vaccine=Covishield date=2024-01-01 dose=1 totalDoses=2 country=LKA",
            SummaryOf(signed));
        Assert.Null(signed.BindingHash);
        Assert.True(signed.Key.IsOwn);
    }

    [Fact]
    public async Task A_test_is_signed_with_RSA_too_and_the_verdict_has_the_data_that_verifiers_compare()
    {
        var rsa = new TrialKeys(isRsa: true);
        var signed = Assert.IsType<Judgement.Signed>(
            await JudgeAsync((await DdccSamples.WriteAsync(DdccSamples.ClaimsOf(DdccSamples.Test), rsa)).Bytes, rsa));

        Assert.Equal(("test", null, null), (signed.Type, signed.ValidFrom, signed.ValidUntil));
        Assert.Equal(
            "name=Jiřina Červenková dateOfBirth=1987-04-21 testType=NAAT result=Negative sampleCollected=2024-02-01T08:00:00.000Z "
            + "facility=Harbour Clinic country=LKA",
            SummaryOf(signed));
    }

    /// <summary>
    /// Another issuer's key is trusted for certificates of another form: it says nothing of whose authority may sign here.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_trusted_key_of_another_issuer_cannot_sign_a_document(bool isRsa)
    {
        var written = await DdccSamples.WriteAsync(DdccSamples.ClaimsOf(DdccSamples.Vaccination), new TrialKeys(isRsa));

        Assert.IsType<Judgement.Signed>(await JudgeAsync(written.Bytes, new TrialKeys(isRsa)));
        Assert.Equal("ISSUER_UNKNOWN", Assert.Single(
            Assert.IsType<Judgement.Untrusted>(await JudgeAsync(written.Bytes, new TrialKeys(isRsa) { IsForeign = true })).Faults).Code);
    }

    [Fact]
    public async Task Another_layout_of_the_JSON_is_the_same_document()
    {
        var document = await DdccSamples.DocumentOfAsync(DdccSamples.Vaccination);
        var turned = new JsonObject(document.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

        Assert.Equal("SIGNED", await StatusAsync(turned.ToJsonString(new JsonSerializerOptions { WriteIndented = true })));
        Assert.Equal("SIGNED", await StatusAsync($"\uFEFF {document.ToJsonString()}\r\n"));
    }

    /// <summary>Each text, number and name of a member: changed, removed, and with something beside it.</summary>
    [Fact]
    public async Task No_altered_document_has_a_valid_signature()
    {
        var altered = 0;
        foreach (var happened in new[] { DdccSamples.Vaccination, DdccSamples.Test })
        {
            var right = await DdccSamples.DocumentOfAsync(happened);
            Assert.Equal("SIGNED", await StatusAsync(right.ToJsonString()));
            foreach (var document in Alterations(right))
            {
                altered++;
                var text = document.ToJsonString();
                Assert.True((await StatusAsync(text)).StartsWith("INVALID ", StringComparison.Ordinal), text);
            }
        }

        Assert.True(altered > 500, $"{altered}");
    }

    /// <summary>Whatever is accepted says what was signed, and nothing ends in an exception.</summary>
    [Fact]
    public async Task No_mutation_that_changes_the_document_has_a_valid_signature()
    {
        var right = (await DdccSamples.WriteAsync(DdccSamples.ClaimsOf(DdccSamples.Vaccination), Keys)).Bytes.ToArray();
        using var original = JsonDocument.Parse(right);
        var form = JsonCanonicalizer.Canonicalize(original.RootElement);
        var format = DdccSamples.Format();
        var random = new Random(20261130);
        for (var index = 0; index < Mutations; index++)
        {
            var mutated = Mutation.Of(right, random);
            _ = format.Recognize(mutated);
            if (await format.JudgeAsync(mutated, Keys, Token) is Judgement.Signed)
            {
                using var accepted = JsonDocument.Parse(mutated);
                Assert.True(
                    JsonCanonicalizer.Canonicalize(accepted.RootElement).AsSpan().SequenceEqual(form), Encoding.UTF8.GetString(mutated));
            }
        }
    }

    [Theory]
    [InlineData("\"doseNumberPositiveInt\":1", "\"doseNumberPositiveInt\":1.0", "INVALID MALFORMED")]
    [InlineData("\"doseNumberPositiveInt\":1", "\"doseNumberPositiveInt\":1.0000000000000000000001", "INVALID MALFORMED")]
    [InlineData("\"doseNumberPositiveInt\":1", "\"doseNumberPositiveInt\":10e-1", "INVALID MALFORMED")]
    [InlineData("\"doseNumberPositiveInt\":1", "\"doseNumberPositiveInt\":1e999", "INVALID MALFORMED")]
    [InlineData("\"status\":\"completed\"", "\"status\":\"completed\",\"status\":\"completed\"", "INVALID MALFORMED")]
    [InlineData("\"status\":\"completed\"", "\"status\":\"completed\",\"\\u0073tatus\":\"not-done\"", "INVALID MALFORMED")]
    [InlineData(
        "\"status\":\"completed\"",
        "\"status\":\"completed\",\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "INVALID MALFORMED")]
    [InlineData("\"status\":\"completed\"", "\"status\":\"\\ud800\"", "INVALID MALFORMED")]
    [InlineData("\"status\":\"completed\"", "\"status\":\"completed\" /* note */", "INVALID MALFORMED")]
    [InlineData("\"signature\":", "\"signatur\":", "INVALID NO_PROOF")]
    [InlineData("\"data\":\"", "\"data\":\" ", "INVALID PROOF_UNSUPPORTED")]
    public async Task A_document_that_programs_may_read_in_two_ways_is_refused(string right, string wrong, string expected)
    {
        var text = Encoding.UTF8.GetString((await DdccSamples.WriteAsync(DdccSamples.ClaimsOf(DdccSamples.Vaccination), Keys)).Bytes.Span);
        Assert.Contains(right, text, StringComparison.Ordinal);

        Assert.Equal(expected, await StatusAsync(text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"kid":"#","alg":"ES256"}""", "SIGNED")]
    [InlineData("""{"alg":"PS256","kid":"#"}""", "INVALID ISSUER_UNKNOWN")]
    [InlineData("""{"alg":"ES256","kid":"x"}""", "INVALID ISSUER_UNKNOWN")]
    [InlineData("""{"alg":"none","kid":"#"}""", "INVALID PROOF_UNSUPPORTED")]
    [InlineData("""{"alg":"HS256","kid":"#"}""", "INVALID PROOF_UNSUPPORTED")]
    [InlineData("""{"alg":"ES256"}""", "INVALID PROOF_UNSUPPORTED")]
    [InlineData("""{"alg":"ES256","kid":1}""", "INVALID PROOF_UNSUPPORTED")]
    [InlineData("""{"alg":"ES256","kid":"#","b64":false}""", "INVALID PROOF_UNSUPPORTED")]
    [InlineData("""{"alg":"ES256","kid":"#","crit":[]}""", "INVALID PROOF_UNSUPPORTED")]
    [InlineData("""{"alg":"ES256","alg":"ES256","kid":"#"}""", "INVALID PROOF_UNSUPPORTED")]
    [InlineData("[]", "INVALID PROOF_UNSUPPORTED")]
    public async Task The_header_contains_only_the_algorithm_and_the_kid(string header, string expected)
    {
        var document = await DdccSamples.DocumentOfAsync(DdccSamples.Vaccination);
        var encoded = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.Replace("#", Keys.Published.KeyId, StringComparison.Ordinal)));
        Sign(document, encoded);

        Assert.Equal(expected, await StatusAsync(document.ToJsonString()));
    }

    [Fact]
    public async Task The_signature_has_only_one_valid_encoding()
    {
        var document = await DdccSamples.DocumentOfAsync(DdccSamples.Vaccination);
        var jws = Encoding.ASCII.GetString(Convert.FromBase64String(document["signature"]!["data"]!.GetValue<string>()));
        var last = jws[^1];

        // The last letter of 64 bytes in base64url has four bits that nobody reads.
        foreach (var other in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".Where(other => other != last))
        {
            Assert.StartsWith("INVALID ", await WithAsync($"{jws[..^1]}{other}"), StringComparison.Ordinal);
        }

        Assert.Equal("INVALID PROOF_UNSUPPORTED", await WithAsync($"{jws}="));
        Assert.Equal("INVALID PROOF_UNSUPPORTED", await WithAsync($"{jws}.x"));
        Assert.Equal("INVALID PROOF_UNSUPPORTED", await WithAsync(jws.Replace("..", ".e30.", StringComparison.Ordinal)));
        Assert.Equal("INVALID PROOF_UNSUPPORTED", await WithAsync(jws.Replace("..", ".", StringComparison.Ordinal)));
        Assert.StartsWith("INVALID ", await WithAsync(jws[..^4]), StringComparison.Ordinal);
        Assert.Equal("INVALID PROOF_UNSUPPORTED", await WithAsync(new string('x', 10_000)));
        Assert.Equal("SIGNED", await WithAsync(jws));

        Task<string> WithAsync(string text)
        {
            document["signature"]!["data"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
            return StatusAsync(document.ToJsonString());
        }
    }

    [Theory]
    [InlineData("Composition/category/0/coding/0/code", "\"ddcc-xx\"", "UNKNOWN_KIND")]
    [InlineData("Composition/identifier/value", "\"another\"", "CERTIFICATE_ID_MISMATCH")]
    [InlineData("Bundle/link", "[]", "CERTIFICATE_ID_MISMATCH")]
    [InlineData("Composition/resourceType", "\"Basic\"", "FIELD_MISSING")]
    [InlineData("Patient/resourceType", "\"Person\"", "FIELD_MISSING")]
    [InlineData("Immunization/resourceType", "\"Basic\"", "FIELD_MISSING")]
    [InlineData("Bundle/entry", "1", "FIELD_MISSING")]
    [InlineData("Bundle/entry/4", """{"resource":{"resourceType":"Patient"}}""", "FIELD_MISSING")]
    [InlineData("Bundle/timestamp", "\"2024-03-01T09:30:15.679Z\"", "NOT_WHOLLY_SIGNED")]
    [InlineData("Composition/attester", "[]", "NOT_WHOLLY_SIGNED")]
    [InlineData("Immunization/extension", null, null)]
    [InlineData("Composition/event", "[{\"period\":{\"end\":\"soon\"}}]", null)]
    public async Task Signed_content_that_cannot_be_represented_is_refused(string place, string? value, string? expected)
    {
        var document = await DdccSamples.DocumentOfAsync(DdccSamples.Vaccination);
        DdccProfileTests.Put(document, place, value);
        Sign(document);

        Assert.Equal(expected is null ? "SIGNED" : $"INVALID {expected}", await StatusAsync(document.ToJsonString()));
    }

    [Fact]
    public async Task Times_have_a_tolerance_of_one_minute_and_the_validity_of_the_key_is_checked()
    {
        var bytes = (await DdccSamples.WriteAsync(DdccSamples.ClaimsOf(DdccSamples.Vaccination), Keys)).Bytes;
        Assert.Equal("SIGNED", await StatusAsync(bytes, now: DdccSamples.Now.AddSeconds(-60)));
        Assert.Equal("INVALID SIGNED_IN_FUTURE", await StatusAsync(bytes, now: DdccSamples.Now.AddSeconds(-61)));
        Assert.Equal("INVALID KEY_NOT_VALID", await StatusAsync(bytes, new TrialKeys { NotBefore = DdccSamples.Now.AddSeconds(1) }));

        var never = await DdccSamples.DocumentOfAsync(DdccSamples.Vaccination);
        never["timestamp"] = "soon";
        never["signature"]!["when"] = "soon";
        Sign(never);
        Assert.Equal("INVALID DATE_UNREADABLE", await StatusAsync(never.ToJsonString()));
    }

    [Fact]
    public async Task A_former_key_is_recognized_as_former_and_an_unknown_key_is_not_trusted()
    {
        var bytes = (await DdccSamples.WriteAsync(DdccSamples.ClaimsOf(DdccSamples.Vaccination), Keys)).Bytes;
        Assert.True(Assert.IsType<Judgement.Signed>(await JudgeAsync(bytes, new TrialKeys { IsFormer = true })).Key.IsFormer);
        Assert.Equal("INVALID ISSUER_UNKNOWN", await StatusAsync(bytes, new TrialKeys(isRsa: true)));
    }

    [Fact]
    public async Task A_document_beyond_the_limits_is_refused()
    {
        var document = await DdccSamples.DocumentOfAsync(DdccSamples.Vaccination);
        DdccProfileTests.Put(document, "Patient/name/0/text", $"\"{new string('x', VerificationLimits.CredentialBytes)}\"");

        Assert.Equal("INVALID MALFORMED", await StatusAsync(document.ToJsonString()));
    }

    /// <summary>Signs a document anew, whatever stands in it.</summary>
    private static void Sign(JsonObject document, string? header = null)
    {
        var encoded = header ?? DetachedJws.HeaderOf(SignatureAlgorithm.ES256, Keys.Published.KeyId);
        var content = SignedContent.Of(JsonSerializer.SerializeToElement(document));
        var signature = Keys.Sign(SHA256.HashData(DetachedJws.SigningInputOf(encoded, content)));
        document["signature"]!["data"] = DetachedJws.Write(encoded, signature);
    }

    private static IEnumerable<JsonObject> Alterations(JsonObject right)
    {
        foreach (var path in Paths(right))
        {
            yield return Altered(
                right,
                path,
                static node => node is JsonValue value && value.TryGetValue<string>(out var text) ? text + "x" : JsonValue.Create(7));
            yield return Altered(right, path, static _ => null);
            yield return Altered(right, path, static _ => null, isRemoved: true);
            yield return Altered(right, path, static node => new JsonArray(node!.DeepClone()));
            yield return Beside(right, path);
        }
    }

    private static JsonObject Altered(JsonObject right, object[] path, Func<JsonNode?, JsonNode?> change, bool isRemoved = false)
    {
        var document = right.DeepClone().AsObject();
        var parent = At(document, path[..^1]);
        if (parent is JsonArray items)
        {
            var index = (int)path[^1];
            if (isRemoved)
            {
                items.RemoveAt(index);
            }
            else
            {
                items[index] = change(items[index]);
            }
        }
        else if (isRemoved)
        {
            parent.AsObject().Remove((string)path[^1]);
        }
        else
        {
            parent[(string)path[^1]] = change(parent[(string)path[^1]]);
        }

        return document;
    }

    /// <summary>With the same value once more, under another name or as another item.</summary>
    private static JsonObject Beside(JsonObject right, object[] path)
    {
        var document = right.DeepClone().AsObject();
        var parent = At(document, path[..^1]);
        if (parent is JsonArray items)
        {
            items.Add(items[(int)path[^1]]!.DeepClone());
        }
        else
        {
            parent[$"{path[^1]}X"] = parent[(string)path[^1]]!.DeepClone();
        }

        return document;
    }

    private static JsonNode At(JsonNode root, object[] path) =>
        path.Aggregate(root, (node, step) => step is int index ? node[index]! : node[(string)step]!);

    /// <summary>The places of all members and items, those that hold others included.</summary>
    private static IEnumerable<object[]> Paths(JsonNode? node) => node switch
    {
        JsonObject members =>
            members.SelectMany(member => Paths(member.Value).Select(rest => (object[])[member.Key, .. rest]).Prepend([member.Key])),
        JsonArray items =>
            items.Index().SelectMany(item => Paths(item.Item).Select(rest => (object[])[item.Index, .. rest]).Prepend([item.Index])),
        _ => [],
    };

    private static Task<Judgement> JudgeAsync(ReadOnlyMemory<byte> payload, TrialKeys? keys = null, DateTimeOffset? now = null)
    {
        return DdccSamples.Format(now: now).JudgeAsync(payload, keys ?? Keys, Token);
    }

    private static Task<string> StatusAsync(string document) => StatusAsync(Encoding.UTF8.GetBytes(document));

    private static async Task<string> StatusAsync(ReadOnlyMemory<byte> payload, TrialKeys? keys = null, DateTimeOffset? now = null)
    {
        return await JudgeAsync(payload, keys, now) is Judgement.Untrusted untrusted
            ? $"INVALID {string.Join(' ', untrusted.Faults.Select(fault => fault.Code))}"
            : "SIGNED";
    }

    private static string SummaryOf(Judgement.Signed signed) =>
        string.Join(' ', signed.Summary.Values.Select(value => $"{value.Key}={value.Value}"));
}
