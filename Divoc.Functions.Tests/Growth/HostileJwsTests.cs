using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Tests.Growth.Jws;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Triggers;

namespace Divoc.Functions.Tests.Growth;

/// <summary>
/// Whatever is presented as a credential of the new format is judged or refused, and nothing but what was issued is valid.
/// </summary>
public sealed class HostileJwsTests(GrownBench bench) : IClassFixture<GrownBench>
{
    private readonly VerificationFunctions functions = bench.Bench.Create<VerificationFunctions>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Strangers =>
    [
        "",
        "..",
        "a.b.c",
        "jws:/",
        "jws:/5",
        "jws:/9999",
        "jws:/12x4",
        "jws:/0000",
        "eyJ0eXAiOiJqd3MifQ.e30",
        "eyJ0eXAiOiJqd3MifQ.e30.!!",
        "eyJ0eXAiOiJqd3MifQ==.e30.AA",
        new string('.', 10_000),
        $"{new string('A', 100_000)}.e30.AA",
    ];

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task A_payload_that_is_not_a_credential_is_refused(string payload)
    {
        Assert.Equal("NOT_A_CERTIFICATE", await VerifyAsync(Encoding.UTF8.GetBytes(payload)));
    }

    [Fact]
    public async Task A_payload_that_is_larger_than_any_credential_is_refused()
    {
        var header = """{"alg":"ES256","typ":"jws","kid":"k"}"""u8;
        var large = CompactJws.Join(CompactJws.SigningInputOf(header, new byte[VerificationLimits.CredentialBytes]), new byte[64]);

        Assert.Equal("CERTIFICATE_TOO_LARGE", await VerifyAsync(large));
    }

    /// <summary>What is not of this format is taken for a health card, which is a compact JWS too, and refused as one.</summary>
    [Theory]
    [InlineData("""{"alg":"none","typ":"jws","kid":"{kid}"}""", "PROOF_UNSUPPORTED")]
    [InlineData("""{"alg":"HS256","typ":"jws","kid":"{kid}"}""", "PROOF_UNSUPPORTED")]
    [InlineData("""{"alg":"ES256","typ":"jws"}""", "PROOF_UNSUPPORTED")]
    [InlineData("""{"alg":"ES256","typ":"jws","kid":"{kid}","crit":["exp"]}""", "PROOF_UNSUPPORTED")]
    [InlineData("""{"alg":"ES256","typ":"jws","kid":"nobody"}""", "ISSUER_UNKNOWN")]
    [InlineData("""{"alg":"ES256","typ":"jws","kid":"{kid}","x":1}""", "SIGNATURE_WRONG")]
    [InlineData("""{"alg":"ES256","typ":"jws","typ":"jws","kid":"{kid}"}""", "PROOF_UNSUPPORTED")]
    [InlineData("""{"alg":"ES256","typ":"other","kid":"{kid}"}""", "PROOF_UNSUPPORTED")]
    public async Task A_credential_with_a_different_header_is_invalid(string header, string code)
    {
        var (issued, kid) = await IssuedAsync("HEADER");
        var forged = CompactJws.Join(
            CompactJws.SigningInputOf(Encoding.UTF8.GetBytes(header.Replace("{kid}", kid, StringComparison.Ordinal)), issued.Payload.Span),
            issued.Signature.Span);

        Assert.Equal(code, await VerifyAsync(forged));
    }

    [Theory]
    [InlineData("[]", "MALFORMED")]
    [InlineData("""{"jti":"a","jti":"b"}""", "MALFORMED")]
    [InlineData("{}", "FIELD_MISSING")]
    [InlineData("""{"jti":"a","iss":"b","iat":1e400,"type":"convalescence","version":1,"shape":"v1","claims":{}}""", "FIELD_MISSING")]
    [InlineData(
        """{"jti":"a","iss":"b","iat":99999999999999,"type":"convalescence","version":1,"shape":"v1","claims":{}}""", "FIELD_MISSING")]
    [InlineData("""{"jti":"\ud800","iss":"b","iat":1,"type":"convalescence","version":1,"shape":"v1","claims":{}}""", "FIELD_MISSING")]
    [InlineData("""{"jti":"a","iss":"b","iat":1,"type":"convalescence","version":1,"shape":"v1","claims":{}}""", "SIGNATURE_WRONG")]
    public async Task A_credential_with_a_different_payload_is_invalid(string payload, string code)
    {
        var (issued, _) = await IssuedAsync("PAYLOAD");

        Assert.Equal(
            code,
            await VerifyAsync(CompactJws.Join(
                CompactJws.SigningInputOf(Encoding.UTF8.GetBytes(issued.Header.GetRawText()), Encoding.UTF8.GetBytes(payload)),
                issued.Signature.Span)));
    }

    /// <summary>What a key of ours signs without the registry knowing of it was stolen or made by mistake.</summary>
    [Theory]
    [InlineData("id", "NOT_ISSUED")]
    [InlineData("name", "NOT_AS_ISSUED")]
    [InlineData("type", "UNKNOWN_KIND")]
    [InlineData("claims", "FIELD_TYPE")]
    [InlineData("iat", "SIGNED_IN_FUTURE")]
    public async Task A_credential_signed_with_the_service_key_but_not_registered_as_such_is_invalid(string change, string code)
    {
        var (issued, _) = await IssuedAsync("SIGNED");
        var payload = JsonNode.Parse(issued.Payload.Span)!;
        switch (change)
        {
            case "id":
                payload["jti"] = Divoc.Functions.Domain.CertificateId.New();
                break;
            case "name":
                payload["claims"]!["recipient"]!["name"] = "Somebody Else";
                break;
            case "type":
                payload["type"] = "nonsense";
                break;
            case "claims":
                payload["claims"] = new JsonObject();
                break;
            default:
                payload["iat"] = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds();
                break;
        }

        Assert.Equal(code, await VerifyAsync(await SignAsync(issued, payload.ToJsonString())));
    }

    [Fact]
    public async Task Each_changed_byte_makes_it_invalid()
    {
        var (issued, kid) = await IssuedAsync("BYTES");
        var credential = CompactJws.Join(issued.SigningInput.Span, issued.Signature.Span);
        Assert.Equal("VALID", await VerifyAsync(credential));
        for (var index = 0; index < credential.Length - 1; index += 7)
        {
            var changed = credential.ToArray();
            changed[index] = changed[index] == (byte)'A' ? (byte)'B' : (byte)'A';
            Assert.NotEqual("VALID", await VerifyAsync(changed));
        }

        Assert.NotEmpty(kid);
    }

    /// <summary>Each format judges what is its own: the prefix of one before the digits of another is neither.</summary>
    [Fact]
    public async Task A_QR_text_of_one_format_with_a_credential_of_another_is_not_a_certificate()
    {
        var (issued, _) = await IssuedAsync("MIXED");
        var credential = CompactJws.Join(issued.SigningInput.Span, issued.Signature.Span);
        var segments = NumericText.SegmentsOf("jws-view:/", credential);

        Assert.Equal("NOT_A_CERTIFICATE", await VerifyAsync([.. segments[0].Data.Span, .. segments[1].Data.Span]));
    }

    private async Task<(CompactJws Issued, string Kid)> IssuedAsync(string code)
    {
        var id = await bench.IssueAsync("convalescence", Convalescences.Event($"{code}-{Guid.NewGuid():N}"));
        var jws = CompactJws.Read((await bench.FetchAsync(id)).Body)!;
        return (jws, CompactJws.TextOf(jws.Header, "kid")!);
    }

    private Task<byte[]> SignAsync(CompactJws issued, string payload)
    {
        var input = CompactJws.SigningInputOf(Encoding.UTF8.GetBytes(issued.Header.GetRawText()), Encoding.UTF8.GetBytes(payload));
        return bench.Bench.Get<Divoc.Functions.Keys.ISigningKeys>().SignAsync(
            new(CompactJwsFormat.Purpose, CompactJwsFormat.Algorithm),
            Divoc.Functions.Keys.SigningLane.Interactive,
            async (key, ending) =>
            {
                var signature = await key.SignAsync(SHA256.HashData(input), ending);
                return CompactJws.Join(input, signature);
            },
            Token);
    }

    /// <summary>The code of what it is worth: of the first reason, else the status; of a refusal its own.</summary>
    private async Task<string> VerifyAsync(byte[] payload)
    {
        var answer = await PlainRequest.Post(payload).AnswerAsync(request => functions.VerifyAsync(request, Token));
        return answer.Status == 200
            ? answer.Json["reasons"]?.AsArray().FirstOrDefault()?["code"]!.GetValue<string>() ?? answer.Text("status")!
            : answer.Text("code")!;
    }
}
