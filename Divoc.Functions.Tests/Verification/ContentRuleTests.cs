using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Verification;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Verification;

/// <summary>The rule by which credentials of other issuers are judged, step by step.</summary>
public sealed class ContentRuleTests : IDisposable
{
    private static readonly RSA Key = RSA.Create(2048);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string, string?, string> Steps => new()
    {
        // Step 1, the form.
        { "v1", "dose", "\"\"", "INVALID unknown DOSE_NUMBER" },
        { "v1", "totalDoses", null, "INVALID unknown FIELD_MISSING" },
        { "v1", "vaccine", "[\"Covishield\"]", "INVALID unknown FIELD_TYPE" },
        { "v1", "manufacturer", null, "VALID valid" },

        // Step 3, the nodes.
        { "v1", "id", null, "INDETERMINATE valid NUMBER_NOT_BOUND" },
        { "v1", "certificateId", "\"4712\"", "INVALID valid CERTIFICATE_ID_MISMATCH" },
        { "v1", "certificateId", null, "INVALID valid CERTIFICATE_ID_MISMATCH" },
        { "v1 without number", "id", "\"https://authority.example/vaccine/\"", "VALID valid NO_CERTIFICATE_ID" },

        // Step 4, closed members.
        { "positive test", "result", "\"positive\"", "INVALID valid RESULT_UNKNOWN" },
        { "v2", "icd11Code", "\"B-1\"", "INVALID valid CODE_FORM" },
        { "v2", "icd11Code", "\"XM9QW8\\n\"", "INVALID valid CODE_FORM" },
        { "v2", "icd11Code", "\"XM9QW\"", "INVALID valid CODE_FORM" },
        { "v2", "icd11Code", "\"\"", "VALID valid" },

        // Step 5, dates.
        { "v1", "effectiveUntil", "\"2024-04-28\"", "INVALID valid DATE_ORDER" },
        { "v1", "effectiveUntil", null, "INDETERMINATE valid END_NOT_BOUND" },
        { "v1 without start", "effectiveUntil", null, "VALID valid" },
        { "v1", "date", "\"2024-05-02\"", "INDETERMINATE valid DATES_NOT_BOUND" },
        { "v1", "date", "\"2024-04-30\"", "VALID valid" },
        { "v1 that begins two weeks later", "effectiveStart", "\"2024-05-14T10:00:00Z\"", "INDETERMINATE valid DATES_NOT_BOUND" },
        { "v1 without start and end", "date", "\"2024-04-30\"", "INDETERMINATE valid END_NOT_BOUND" },
        { "positive test", "resultTimestamp", "\"2024-05-01T07:59:59Z\"", "INVALID valid DATE_ORDER" },

        { "positive test", "resultTimestamp", "\"2024-05-02\"", "INDETERMINATE valid DATES_NOT_BOUND" },
        { "positive test", "resultTimestamp", "\"2024-05-01\"", "VALID valid" },

        // Step 6, doses.
        { "v1", "dose", "3", "INDETERMINATE valid DOSES_NOT_BOUND" },
        { "v1", "dose", "2", "VALID valid" },
        { "v1 without doses", "batch", "\"B-2\"", "VALID valid DOSE_NOT_STATED" },

        // Step 7, words.
        { "positive test", "batch", "\"Negative\"", "INDETERMINATE valid RESULT_NOT_BOUND" },
        { "positive test", "sampleOrigin", "\"covid19\"", "VALID valid" },
        { "positive test", "disease", "\"RAT\"", "INDETERMINATE valid WORDS_NOT_BOUND" },
        { "v1", "batch", "\"Covaxin\"", "INDETERMINATE valid WORDS_NOT_BOUND" },
        { "v1", "batch", "\"COVISHIELD\"", "VALID valid" },
        { "v1", "vaccine", "\"Sinopharm\"", "VALID valid" },
        { "v2", "icd11Code", "\"XM5DF6\"", "INDETERMINATE valid VACCINE_CODES_DISAGREE" },
        { "v2", "vaccine", "\"Covaxin\"", "INDETERMINATE valid VACCINE_CODES_DISAGREE" },
        { "v2", "icd11Code", "\"XM1NL1\"", "INDETERMINATE valid VACCINE_CODES_DISAGREE" },
        { "v2", "icd11Code", "\"XM0000\"", "VALID valid" },
        { "v2", "prophylaxis", "\"Something else\"", "VALID valid" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Each_step_has_its_verdict(string genuine, string member, string? value, string expected)
    {
        var credential = Certificates.All[genuine].DeepClone().AsObject();
        credential = value is null
            ? Certificates.Without(credential, member)
            : Certificates.With(credential, member, JsonNode.Parse(value)!);

        Assert.Equal(expected, await JudgeAsync(credential));
    }

    /// <summary>What can still be exchanged is named, and nothing is where nothing can be.</summary>
    [Fact]
    public async Task The_verdict_on_a_valid_certificate_names_the_members_that_can_still_be_exchanged()
    {
        var verdict = await VerifyAsync(Certificates.All["v1"]);
        var reason = Assert.Single(verdict.Reasons, reason => reason.Code == "FIELDS_NOT_BOUND");

        Assert.Equal(
            ["/evidence/0/batch", "/evidence/0/vaccine", "/evidence/0/manufacturer", "/evidence/0/dose", "/evidence/0/totalDoses"],
            reason.Pointers);
        Assert.Equal("FIELDS_NOT_BOUND_DOSES", reason.Sentence);
        var few = await VerifyAsync(
            Certificates.With(Certificates.All["v1 without maker, batch and addresses of the web"].DeepClone().AsObject(), "dose", 2));
        Assert.DoesNotContain(few.Reasons, reason => reason.Code == "FIELDS_NOT_BOUND");
    }

    [Theory]
    [InlineData("LargestSeries", "2", "v1", "dose", "3", "VALID valid")]
    [InlineData("LargestSeries", "3", "v1", "dose", "3", "INDETERMINATE valid DOSES_NOT_BOUND")]
    [InlineData("Omits", "effectiveUntil", "v1", "effectiveUntil", null, "VALID valid")]
    [InlineData("Omits", "effectiveUntil", "v1 without start", "effectiveUntil", "\"2024-07-14\"", "INDETERMINATE valid END_NOT_BOUND")]
    [InlineData("EndIsNotEnforced", "true", "v1", "effectiveUntil", null, "VALID valid")]
    [InlineData("EndIsNotEnforced", "true", "v1 without start", "effectiveUntil", "\"2024-07-14\"", "INDETERMINATE valid END_NOT_BOUND")]
    [InlineData("EndIsNotEnforced", "true", "v1 without start", "effectiveUntil", "\"2024-04-30\"", "VALID valid END_NOT_ENFORCED")]
    [InlineData("Results", "Detected,Not detected", "positive test", "result", "\"Detected\"", "VALID valid")]
    [InlineData("Results", "Detected,Not detected", "positive test", "batch", "\"Not detected\"", "INDETERMINATE valid RESULT_NOT_BOUND")]
    [InlineData("EndIsNotEnforced", "true", "v1", "effectiveUntil", "\"2024-05-02\"", "VALID valid END_NOT_ENFORCED")]
    [InlineData("EndIsNotEnforced", "false", "v1", "effectiveUntil", "\"2024-05-02\"", "EXPIRED valid EXPIRED")]
    public async Task The_profile_of_an_issuer_allows_exactly_its_named_deviations(
        string setting, string value, string genuine, string member, string? altered, string expected)
    {
        var credential = Certificates.All[genuine].DeepClone().AsObject();
        credential = altered is null
            ? Certificates.Without(credential, member)
            : Certificates.With(credential, member, JsonNode.Parse(altered)!);

        Assert.Equal(
            expected,
            await JudgeAsync(
                credential, ("Divoc:TrustedIssuers:authority:Keys", KeyFile()), ($"Divoc:TrustedIssuers:authority:{setting}", value)));
    }

    [Theory]
    [InlineData("partial", "VALID valid FIELDS_NOT_BOUND NOT_LISTED")]
    [InlineData("complete", "INVALID valid NOT_ISSUED")]
    public async Task A_former_key_counts_as_an_own_key_and_the_verdict_depends_on_the_completeness_of_the_registry(
        string registry, string expected)
    {
        await using var bench = Bench(("Divoc:FormerKeys:old:Keys", KeyFile()), ("Divoc:FormerKeys:old:Registry", registry));
        var verdict = await bench.VerifyAsync(OtherIssuer.Sign(Certificates.All["v1"], Key));

        Assert.Equal(expected, Told(verdict, []));
    }

    [Fact]
    public async Task A_key_configured_in_two_places_counts_as_an_own_key()
    {
        await using var bench = Bench(
            ("Divoc:TrustedIssuers", KeyFile()), ("Divoc:TrustedIssuers:x:Keys", KeyFile()), ("Divoc:FormerKeys:old:Keys", KeyFile()));

        Assert.Equal("INVALID valid NOT_ISSUED", Told(await bench.VerifyAsync(OtherIssuer.Sign(Certificates.All["v1"], Key)), []));
    }

    [Fact]
    public async Task A_signature_of_a_former_key_after_the_end_of_its_period_is_invalid()
    {
        await using var bench = Bench(
            ("Divoc:FormerKeys:old:Keys", KeyFile()),
            ("Divoc:FormerKeys:old:Registry", "partial"),
            ("Divoc:FormerKeys:old:NotAfter", "2024-05-01T00:00:00Z"));

        Assert.Equal("INVALID unknown KEY_NOT_VALID", Told(await bench.VerifyAsync(OtherIssuer.Sign(Certificates.All["v1"], Key)), []));
    }

    public static TheoryData<string, string, string> BadSettings => new()
    {
        { "Divoc:TrustedIssuers:india:Omits", "dose", "Divoc:TrustedIssuers:india:Omits names 'dose'; it may name effectiveUntil." },
        { "Divoc:TrustedIssuers:india:LargestSeries", "two", "Divoc:TrustedIssuers:india:LargestSeries must be a whole number" },
        { "Divoc:TrustedIssuers:india:LargestSeries", "0", "Divoc:TrustedIssuers:india:LargestSeries must be at least 1." },
        { "Divoc:TrustedIssuers:india:EndIsNotEnforced", "maybe", "Divoc:TrustedIssuers:india:EndIsNotEnforced must be true or false." },
        { "Divoc:TrustedIssuers:india:Registry", "partial", "Divoc:TrustedIssuers:india:Registry is not a setting" },
        { "Divoc:FormerKeys:old:Registry", "some", "Divoc:FormerKeys:old:Registry must be complete" },
        { "Divoc:FormerKeys:old:NotBefore", "2024", "Divoc:FormerKeys:old:NotBefore must be a date-time" },
        { "Divoc:FormerKeys:old:Results", "Detected", "Divoc:FormerKeys:old:Keys must name a file or a folder" },
    };

    [Theory]
    [MemberData(nameof(BadSettings))]
    public async Task An_invalid_profile_is_refused_at_start(string setting, string value, string problem)
    {
        (string, string)[] settings = [("Divoc:TrustedIssuers:india:Keys", KeyFile()), (setting, value)];
        var refusal = await Assert.ThrowsAnyAsync<Exception>(
            () => TestHost.StartAsync(null, [.. settings.SelectMany(pair => new[] { $"--{pair.Item1}", pair.Item2 })]));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    private string KeyFile()
    {
        var path = folder.PathOf("did%3Aexample%3Aauthority.pem");
        File.WriteAllText(path, Key.ExportSubjectPublicKeyInfoPem());
        return path;
    }

    private async Task<string> JudgeAsync(JsonObject unsigned, params (string, string)[] settings) =>
        Told(await VerifyAsync(unsigned, settings), ["FIELDS_NOT_BOUND", "REVOCATION_NOT_CHECKED"]);

    private async Task<Verdict> VerifyAsync(JsonObject unsigned, params (string, string)[] settings)
    {
        await using var bench = Bench(settings.Length > 0 ? settings : [("Divoc:TrustedIssuers", KeyFile())]);
        return await bench.VerifyAsync(OtherIssuer.Sign(unsigned, Key));
    }

    private static string Told(Verdict verdict, string[] passedOver)
    {
        string[] words =
        [
            verdict.Status.ToString().ToUpperInvariant(),
            verdict.Signature.ToString().ToLowerInvariant(),
            .. verdict.Reasons.Select(reason => reason.Code).Except(passedOver),
        ];
        return string.Join(' ', words);
    }

    private static VerificationBench Bench(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value)))
            .Build();
        return new VerificationBench("", services => services.Configure<TrustedIssuerOptions>(options => options.Read(configuration)));
    }
}
