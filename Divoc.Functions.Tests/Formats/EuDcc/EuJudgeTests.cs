using System.Buffers.Text;
using System.Formats.Cbor;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Verification;
using Divoc.Functions.Verification;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>Certificates of other issuers, as verifiers present them: published ones, those of our own making, and mutations.</summary>
public sealed class EuJudgeTests : IAsyncDisposable
{
    private const int Mutations = 50_000;

    private static readonly DateTimeOffset Now = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private VerificationBench? bench;

    public static TheoryData<string> Published => CoseMessageTests.Published;

    public async ValueTask DisposeAsync()
    {
        if (bench is not null)
        {
            await bench.DisposeAsync();
        }

        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Published))]
    public async Task A_published_certificate_gets_the_verdict_that_its_publisher_states(string file)
    {
        var vector = JsonNode.Parse(SharedData.Read("vectors", "dcc", file))!;
        var index = JsonNode.Parse(SharedData.Read("vectors", "index.json"))!
            .AsArray()
            .Single(entry => entry!["files"]![0]!.GetValue<string>() == file && entry["kind"]!.GetValue<string>() == "dcc")!;
        if (index["input"]!.GetValue<string>() != "PREFIX" || index["expect"]!["valid"] is not { } expected)
        {
            Assert.Skip("its publisher leaves it open, or it is about a picture that can't be read");
            return;
        }

        var now = DateTimeOffset.Parse(index["now"]!.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            .ToUniversalTime();
        Trust("signer.cer", Convert.FromBase64String(vector["TESTCTX"]!["CERTIFICATE"]!.GetValue<string>()));
        var text = vector["PREFIX"]!.GetValue<string>();
        var status = await StatusAsync(text, now);

        Assert.True((status == "VALID") == expected.GetValue<bool>(), $"{file}: {status}");
    }

    [Fact]
    public async Task A_certificate_of_a_trusted_signer_is_valid_and_the_verdict_has_the_data_that_verifiers_compare()
    {
        using var signer = Signer();
        Trust(signer);
        var verdict = await VerifyAsync(signer.Text(EuSamples.Vaccination, Now.AddDays(-1), Now.AddDays(100)));

        Assert.Equal((VerificationStatus.Valid, SignatureState.Valid), (verdict.Status, verdict.Signature));
        Assert.Equal(["REVOCATION_NOT_CHECKED"], verdict.Reasons.Select(reason => reason.Code));
        Assert.Equal(
            ("URN:UVCI:01:XX:7W6S3G2H1K4M5N6P7Q8R9S0T1V#T", "vaccination", "Ministry of Trials"),
            (verdict.CertificateId, verdict.Kind, verdict.Issuer));
        Assert.Equal(
            (Convert.ToBase64String(signer.Kid), "2026-03-31T12:00:00.000Z", "2026-07-10T11:59:59.000Z"),
            (verdict.VerificationMethod, verdict.Issued, verdict.ValidUntil));
        Assert.Equal(
            "name=Þórður Nguyễn-Gößinger dateOfBirth=1987-04-21 vaccine=Comirnaty date=2026-03-04 dose=2 totalDoses=2 country=LK",
            SummaryOf(verdict));
        var test = await VerifyAsync(signer.Text(EuSamples.Test, Now.AddDays(-1), Now.AddDays(100)));
        Assert.Equal(
            "name=Anna Beispiel dateOfBirth=1990 testType=NAAT disease=COVID-19 result=Negative sampleCollected=2026-03-04T10:30:00+05:30 "
            + "facility=Test centre 1 country=XX",
            SummaryOf(test));
    }

    [Fact]
    public async Task A_signer_without_a_certificate_in_the_list_is_not_trusted()
    {
        using var signer = Signer();
        using var other = Signer();
        Trust(other);

        Assert.Equal("INVALID ISSUER_UNKNOWN", await StatusAsync(signer.Text(EuSamples.Test, Now, Now.AddDays(1))));
        Assert.Equal("VALID REVOCATION_NOT_CHECKED", await StatusAsync(other.Text(EuSamples.Test, Now, Now.AddDays(1))));
    }

    [Fact]
    public async Task Times_have_a_tolerance_of_one_minute()
    {
        using var signer = Signer();
        Trust(signer);

        Assert.Equal("VALID REVOCATION_NOT_CHECKED", await StatusAsync(signer.Text(EuSamples.Test, Now.AddSeconds(60), Now.AddDays(1))));
        Assert.Equal("INVALID SIGNED_IN_FUTURE", await StatusAsync(signer.Text(EuSamples.Test, Now.AddSeconds(61), Now.AddDays(1))));
        Assert.Equal("VALID REVOCATION_NOT_CHECKED", await StatusAsync(signer.Text(EuSamples.Test, Now.AddDays(-1), Now.AddSeconds(-59))));
        Assert.Equal(
            "EXPIRED EXPIRED REVOCATION_NOT_CHECKED", await StatusAsync(signer.Text(EuSamples.Test, Now.AddDays(-1), Now.AddSeconds(-60))));
        Assert.Equal(
            "EXPIRED EXPIRED REVOCATION_NOT_CHECKED", await StatusAsync(signer.Text(EuSamples.Test, Now.AddDays(-9), Now.AddDays(-2))));
    }

    [Fact]
    public async Task The_signer_s_certificate_must_be_valid_now_and_for_the_kind()
    {
        using var over = DocumentSigner.Es256(Now.AddDays(-100), Now.AddDays(-1));
        using var forTests = DocumentSigner.Ps256(Now.AddDays(-100), Now.AddDays(100), DocumentSigner.ForTests);
        Trust(over, forTests);

        Assert.Equal("INVALID KEY_NOT_VALID", await StatusAsync(over.Text(EuSamples.Test, Now.AddDays(-50), Now.AddDays(1))));
        Assert.Equal("VALID REVOCATION_NOT_CHECKED", await StatusAsync(forTests.Text(EuSamples.Test, Now, Now.AddDays(1))));
        Assert.Equal("INVALID SIGNER_NOT_FOR_KIND", await StatusAsync(forTests.Text(EuSamples.Vaccination, Now, Now.AddDays(1))));
    }

    [Fact]
    public async Task A_certificate_without_exactly_one_entry_in_one_group_is_refused()
    {
        using var signer = Signer();
        Trust(signer);

        Assert.Equal("VALID REVOCATION_NOT_CHECKED", await StatusAsync(Text(signer, ("v", 1))));
        Assert.Equal("VALID REVOCATION_NOT_CHECKED", await StatusAsync(Text(signer, ("v", 0), ("t", 1), ("r", 0))));
        Assert.Equal("INVALID FIELD_MISSING", await StatusAsync(Text(signer)));
        Assert.Equal("INVALID FIELD_MISSING", await StatusAsync(Text(signer, ("v", 0))));
        Assert.Equal("INVALID FIELD_UNEXPECTED", await StatusAsync(Text(signer, ("v", 1), ("t", 1))));
        Assert.Equal("INVALID FIELD_UNEXPECTED", await StatusAsync(Text(signer, ("r", 2))));
        Assert.Equal("INVALID MALFORMED", await StatusAsync(HealthCertificateText.Write(signer.Message([0x0A]))));
        Assert.Equal("INVALID FIELD_MISSING", await StatusAsync(HealthCertificateText.Write(signer.Message([0xA0]))));
    }

    [Fact]
    public async Task Headers_that_are_not_understood_are_refused()
    {
        using var signer = Signer();
        Trust(signer);
        var payload = HealthClaims.Write("XX", Now, Now.AddDays(1), EuSamples.Test);

        Assert.Equal("INVALID PROOF_UNSUPPORTED", await StatusAsync(With(writer => WriteHeaders(writer, -257, signer.Kid))));
        Assert.Equal("INVALID PROOF_UNSUPPORTED", await StatusAsync(With(writer => WriteHeaders(writer, -37, signer.Kid))));
        Assert.Equal("INVALID PROOF_UNSUPPORTED", await StatusAsync(With(writer => WriteHeaders(writer, -7, []))));
        Assert.Equal("INVALID PROOF_UNSUPPORTED", await StatusAsync(With(writer => WriteHeaders(writer, -7, new byte[65]))));

        string With(Action<CborWriter> headers)
        {
            var writer = new CborWriter();
            headers(writer);
            var encoded = writer.Encode();
            return HealthCertificateText.Write(
                CoseMessage.Write(encoded, payload, signer.Sign(CoseMessage.SigningInputOf(encoded, payload))));
        }
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("der")]
    [InlineData("gateway")]
    [InlineData("wrapped")]
    [InlineData("germany")]
    [InlineData("sweden")]
    [InlineData("jws")]
    public async Task Signer_certificates_are_read_in_every_form_that_countries_publish(string form)
    {
        using var signer = Signer();
        var base64 = Convert.ToBase64String(signer.Der);
        var list =
            $$"""[{"kid":"wrong","country":"XX","certificateType":"CSCA","rawData":"AAAA"},{"kid":"x","country":"XX","certificateType":"DSC","rawData":"{{base64}}"}]""";
        var sweden = $$$$"""{"dsc_trust_list":{"XX":{"keys":[{"kid":"x","x5c":["{{{{base64}}}}"]}]}}}""";
        var (name, content) = form switch
        {
            "pem" => ("signers.pem", signer.Pem),
            "gateway" => ("list.json", list),
            "wrapped" => ("list.json", $$"""{"certificates":{{list}}}"""),
            "germany" => ("list.json", $"c2lnbmF0dXJl\n{{\"certificates\":{list}}}"),
            "sweden" => ("list.json", sweden),
            "jws" => ("list.json", $"eyJhbGciOiJFUzI1NiJ9.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(sweden))}.AAAA\n"),
            _ => ("signer.der", ""),
        };
        Trust(name, form == "der" ? signer.Der : Encoding.UTF8.GetBytes(content));

        Assert.Equal("VALID REVOCATION_NOT_CHECKED", await StatusAsync(signer.Text(EuSamples.Test, Now, Now.AddDays(1))));
    }

    [Theory]
    [InlineData("""[{"certificateType":"DSC","rawData":"AAAA"}]""", "can't be read")]
    [InlineData("""[{"certificateType":"DSC"}]""", "without a certificate")]
    [InlineData("[]", "lists no document signer certificate")]
    [InlineData("""{"dsc_trust_list":{}}""", "lists no document signer certificate")]
    public void A_list_that_cannot_be_used_is_refused_at_start(string content, string expected)
    {
        Trust("list.json", Encoding.UTF8.GetBytes(content));
        var fault = Assert.Throws<TrustedIssuerException>(() => TrustedIssuerFolder.Read(folder.Path));

        Assert.Contains(expected, Assert.Single(fault.Problems), StringComparison.Ordinal);
    }

    /// <summary>
    /// A mutated text is a text, a message or claims that somebody changed: whatever still verifies is what was signed, and nothing ends in
    /// another exception.
    /// </summary>
    [Fact]
    public async Task No_mutation_that_changes_the_signed_data_is_accepted()
    {
        using var signer = Signer();
        Trust(signer);
        var text = signer.Text(EuSamples.Vaccination, Now.AddDays(-1), Now.AddDays(100));
        var message = HealthCertificateText.Read(Encoding.ASCII.GetBytes(text))!;
        var signed = CoseMessage.Read(message);
        var format = Bench().Issuing.Get<CredentialFormats>().Find("eu-dcc")!;
        var keys = bench!.Issuing.Get<ITrustedKeys>();
        var random = new Random(20260402);
        for (var index = 0; index < Mutations; index++)
        {
            var mutated = index % 2 == 0
                ? Mutation.Of(Encoding.ASCII.GetBytes(text), random)
                : Encoding.ASCII.GetBytes(HealthCertificateText.Write(Mutation.Of(message, random)));
            _ = format.Recognize(mutated);
            if (await format.JudgeAsync(mutated, keys, TestContext.Current.CancellationToken) is Judgement.Signed)
            {
                var accepted = CoseMessage.Read(HealthCertificateText.Read(mutated)!);
                Assert.True(
                    accepted.Protected.Span.SequenceEqual(signed.Protected.Span)
                        && accepted.Payload.Span.SequenceEqual(signed.Payload.Span),
                    Convert.ToHexString(mutated));
            }
        }
    }

    private static DocumentSigner Signer() => DocumentSigner.Es256(Now.AddDays(-100), Now.AddDays(300));

    private static void WriteHeaders(CborWriter writer, int algorithm, byte[] kid)
    {
        writer.WriteStartMap(2);
        writer.WriteInt32(1);
        writer.WriteInt32(algorithm);
        writer.WriteInt32(4);
        writer.WriteByteString(kid);
        writer.WriteEndMap();
    }

    /// <summary>
    /// A certificate with groups of so many entries, in indefinite lengths as some issuers write them, and with members that nobody knows.
    /// </summary>
    private static string Text(DocumentSigner signer, params (string Group, int Entries)[] groups)
    {
        var writer = new CborWriter();
        writer.WriteStartMap(null);
        writer.WriteInt32(6);
        writer.WriteDouble(Now.ToUnixTimeSeconds() - 0.5);
        writer.WriteInt32(4);
        writer.WriteTag(CborTag.UnixTimeSeconds);
        writer.WriteInt64(Now.AddDays(1).ToUnixTimeSeconds());
        writer.WriteInt32(-260);
        writer.WriteStartMap(1);
        writer.WriteInt32(1);
        writer.WriteStartMap(null);
        writer.WriteTextString("nam");
        writer.WriteStartMap(1);
        writer.WriteTextString("fnt");
        writer.WriteTextString("BEISPIEL");
        writer.WriteEndMap();
        writer.WriteTextString("unknown");
        writer.WriteBoolean(true);
        foreach (var (group, entries) in groups)
        {
            writer.WriteTextString(group);
            writer.WriteStartArray(entries);
            for (var entry = 0; entry < entries; entry++)
            {
                writer.WriteStartMap(1);
                writer.WriteTextString("tg");
                writer.WriteTextString("a code of tomorrow");
                writer.WriteEndMap();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndMap();
        writer.WriteEndMap();
        writer.WriteEndMap();
        return HealthCertificateText.Write(signer.Message(writer.Encode()));
    }

    private void Trust(params DocumentSigner[] signers) =>
        Trust("signers.pem", Encoding.ASCII.GetBytes(string.Join('\n', signers.Select(signer => signer.Pem))));

    private void Trust(string file, byte[] content) => File.WriteAllBytes(folder.PathOf(file), content);

    private VerificationBench Bench(DateTimeOffset? now = null)
    {
        bench ??= new VerificationBench(folder.Path);
        bench.Clock.UtcNow = now ?? Now;
        return bench;
    }

    private Task<Verdict> VerifyAsync(string text, DateTimeOffset? now = null) => Bench(now).VerifyAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>The status and the codes of the reasons.</summary>
    private async Task<string> StatusAsync(string text, DateTimeOffset? now = null)
    {
        try
        {
            var verdict = await VerifyAsync(text, now);
            var status = string.Join(
                ' ', verdict.Reasons.Select(reason => reason.Code).Prepend(verdict.Status.ToString().ToUpperInvariant()));
            return now is null ? status : status.Split(' ')[0];
        }
        catch (PayloadException fault)
        {
            return fault.Code;
        }
    }

    private static string SummaryOf(Verdict verdict) =>
        string.Join(' ', verdict.Summary!.Values.Select(value => $"{value.Key}={value.Value}"));
}
