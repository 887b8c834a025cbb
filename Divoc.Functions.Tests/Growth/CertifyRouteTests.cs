using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Triggers.Divoc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Growth;

/// <summary>The routes that certify events of any type: their answers and limits are those of DIVOC's routes.</summary>
public sealed class CertifyRouteTests(GrownBench bench) : IClassFixture<GrownBench>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_of_a_new_type_is_accepted_and_queued_in_its_first_shape()
    {
        var answer = await bench.CertifyAsync("convalescence", Convalescences.Event("ACCEPTED"));
        var certificate = Assert.Single(answer.Json["certificates"]!.AsArray())!;
        var sent = bench.Sent(GrownBench.IdOf(answer));

        Assert.Equal(
            ("QUEUED", "ACCEPTED"), (certificate["status"]!.GetValue<string>(), certificate["preEnrollmentCode"]!.GetValue<string>()));
        Assert.Equal(("convalescence", 1, "v1"), (sent.Event.Type, sent.Event.Version, sent.Event.Shape));
        Assert.Equal(new CertificateKey("convalescence", "recovered", $"onset:{Convalescences.Day(-30)}\nCOVID-19"), sent.Key);
        Assert.True(JsonNode.DeepEquals(Convalescences.Event("ACCEPTED"), JsonObject.Create(sent.Event.Data)));
    }

    [Fact]
    public async Task Every_error_is_reported_with_its_place_and_code()
    {
        var wrong = Convalescences.Event("WRONG");
        wrong["convalescence"]!["validFrom"] = Convalescences.Day(-40);
        wrong["convalescence"]!["validUntil"] = Convalescences.Day(400);
        wrong["recipient"]!["dob"] = "21.4.1987";
        wrong["facility"]!.AsObject().Remove("name");
        var broken = Convalescences.Event("../BROKEN");
        broken.Remove("convalescence");
        var answer = await bench.CertifyAsync(
            "convalescence", new JsonArray(wrong, broken, Convalescences.Event("TWICE"), Convalescences.Event("TWICE")));

        Assert.Equal((422, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Equal(
            [
                "/0/recipient/dob FORMAT",
                "/0/convalescence/validFrom DATE_ORDER",
                "/0/convalescence/validUntil CONVALESCENCE_PERIOD",
                "/0/facility/name REQUIRED",
                "/1/convalescence REQUIRED",
                "/1/preEnrollmentCode PRE_ENROLLMENT_CODE",
                "/3 DUPLICATE",
            ],
            ErrorsOf(answer));
    }

    [Fact]
    public async Task A_rule_that_the_settings_relax_gives_a_warning()
    {
        await using var eased = new GrownBench(
            services => services.Configure<IntakeOptions>(options => options.Rules["convalescencePeriod"] = "Warn"));
        var early = Convalescences.Event("EASED");
        early["convalescence"]!["validUntil"] = Convalescences.Day(400);
        var answer = await eased.CertifyAsync("convalescence", early);

        Assert.Equal(200, answer.Status);
        Assert.Equal(["/0/convalescence/validUntil CONVALESCENCE_PERIOD"], ErrorsOf(answer, "warnings"));
        Assert.Equal(400, (await bench.CertifyAsync("convalescence", early)).Status);
    }

    [Theory]
    [InlineData("[{", 400)]
    [InlineData("{}", 400)]
    [InlineData("[]", 400)]
    [InlineData("", 422)]
    public async Task A_body_that_is_not_an_array_of_events_is_refused(string body, int status)
    {
        var answer = await bench.CertifyAsync("convalescence", body);

        Assert.Equal((status, "application/problem+json"), (answer.Status, answer.ContentType));
    }

    [Fact]
    public async Task A_body_has_at_most_five_mebibytes()
    {
        var body = new JsonArray(Convalescences.Event("LARGE")).ToJsonString();

        Assert.Equal(200, (await bench.CertifyAsync("convalescence", body.PadRight(IntakeLimits.BodyBytes))).Status);
        Assert.Equal(413, (await bench.CertifyAsync("convalescence", body.PadRight(IntakeLimits.BodyBytes + 1))).Status);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Convalescence")]
    [InlineData("convalescence ")]
    [InlineData("")]
    public async Task The_answer_to_an_unknown_type_lists_the_existing_types(string type)
    {
        var answer = await bench.CertifyAsync(type, Convalescences.Event("UNKNOWN"));

        Assert.Equal((404, "UNKNOWN_TYPE"), answer.Outcome);
        Assert.EndsWith("These types exist: convalescence, recovery, test, vaccination.", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("convalescence", "?shape=v2", "v1.")]
    [InlineData("convalescence", "?shape=", "v1.")]
    [InlineData("vaccination", "?shape=V3", "v1, v3.")]
    [InlineData("vaccination", "?shape=v1&shape=v3", "v1, v3.")]
    public async Task The_answer_to_an_unknown_shape_lists_the_shapes_of_the_type(string type, string query, string known)
    {
        var answer = await bench.CertifyAsync(type, Convalescences.Event("UNKNOWN"), query);

        Assert.Equal((400, "UNKNOWN_SHAPE"), answer.Outcome);
        Assert.Contains($"Send one of these as shape: {known}", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_idempotency_key_identifies_one_body_on_one_route()
    {
        var body = new JsonArray(Convalescences.Event("KEYED")).ToJsonString();
        var first = await bench.CertifyAsync("convalescence", body, "", ("Idempotency-Key", "one"));
        var again = await bench.CertifyAsync("convalescence", body, "", ("Idempotency-Key", "one"));
        var other = await bench.CertifyAsync("convalescence", body + " ", "", ("Idempotency-Key", "one"));
        var elsewhere = await bench.CertifyAsync(
            "vaccination", new JsonArray(PartnerSystem.Event("certify-v1.json", "KEYED")).ToJsonString(), "", ("Idempotency-Key", "one"));

        Assert.Equal(200, first.Status);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal((422, "IDEMPOTENCY_KEY_REUSED"), other.Outcome);
        Assert.Equal(200, elsewhere.Status);
    }

    /// <summary>Both have one path; DIVOC's have one each.</summary>
    [Fact]
    public async Task An_idempotency_key_of_a_certify_call_does_not_block_an_update()
    {
        var body = new JsonArray(Convalescences.Event("BOTH")).ToJsonString();
        var id = GrownBench.IdOf(await bench.CertifyAsync("convalescence", body, "", ("Idempotency-Key", "both")));
        await bench.DeliverAsync();
        var corrected = Convalescences.Event("BOTH");
        corrected["recipient"]!["name"] = "Corrected Name";
        var correction = new JsonArray(corrected).ToJsonString();
        var updated = await PlainRequest.Post(correction, ("Idempotency-Key", "both"))
            .AnswerAsync(call => bench.Events.UpdateAsync(call, "convalescence", Token));
        var again = await PlainRequest.Post(correction, ("Idempotency-Key", "both"))
            .AnswerAsync(call => bench.Events.UpdateAsync(call, "convalescence", Token));

        Assert.Equal(id, updated.Json["certificates"]![0]!["replaces"]?.GetValue<string>());
        Assert.Equal(updated.Body, again.Body);
    }

    [Fact]
    public async Task An_event_that_is_already_certified_is_answered_with_the_existing_certificate()
    {
        var id = await bench.IssueAsync("convalescence", Convalescences.Event("TWICE"));
        var second = await bench.CertifyAsync("convalescence", Convalescences.Event("TWICE"));
        var other = await bench.CertifyAsync("convalescence", Convalescences.Event("TWICE", disease: "Measles"));

        Assert.Equal(("DUPLICATE", id), (second.Json["certificates"]![0]!["status"]!.GetValue<string>(), GrownBench.IdOf(second)));
        Assert.Equal("QUEUED", other.Json["certificates"]![0]!["status"]!.GetValue<string>());
    }

    /// <summary>Both routes are one intake: the same event comes out of both, and each knows what the other accepted.</summary>
    [Theory]
    [InlineData("vaccination", "", "certify-v1.json", "v1")]
    [InlineData("vaccination", "?shape=v1", "certify-v1.json", "v1")]
    [InlineData("vaccination", "?shape=v3", "certify-v3.json", "v3")]
    [InlineData("test", "", "certify-test.json", "v1")]
    public async Task The_program_s_own_types_are_certified_as_on_DIVOC_s_routes(string type, string query, string sample, string shape)
    {
        var divoc = bench.Bench.Create<CertifyFunctions>();
        Func<HttpRequest, Task<PlainAnswer>> post = request => request.AnswerAsync(call => (type, shape) switch
        {
            ("test", _) => divoc.CertifyTestAsync(call, Token),
            (_, "v3") => divoc.CertifyVaccinationV3Async(call, Token),
            _ => divoc.CertifyVaccinationAsync(call, Token),
        });
        var code = $"SAME-{type}-{query.Replace('?', '-')}";
        var generic = await bench.CertifyAsync(type, PartnerSystem.Event(sample, code), query);
        var other = await post(PlainRequest.Post(new JsonArray(PartnerSystem.Event(sample, code + "-D")).ToJsonString()));
        var (first, second) = (bench.Sent(GrownBench.IdOf(generic)).Event, bench.Sent(GrownBench.IdOf(other)).Event);

        Assert.Equal((type, 1, shape), (first.Type, first.Version, first.Shape));
        Assert.Equal(
            JsonSerializer.Serialize(second).Replace($"{code}-D", code, StringComparison.Ordinal),
            JsonSerializer.Serialize(first));
        await bench.DeliverAsync();
        var duplicate = await post(PlainRequest.Post(new JsonArray(PartnerSystem.Event(sample, code)).ToJsonString()));
        Assert.Equal(
            ("DUPLICATE", GrownBench.IdOf(generic)),
            (duplicate.Json["certificates"]![0]!["status"]!.GetValue<string>(), GrownBench.IdOf(duplicate)));
    }

    [Fact]
    public async Task A_certificate_that_is_too_large_for_its_QR_code_fails_permanently_with_its_reason()
    {
        await using var own = new GrownBench();
        var large = Convalescences.Event("NO-CODE");
        large["facility"]!["name"] = new string('\u4e2d', IntakeLimits.TextCharacters);
        var id = GrownBench.IdOf(await own.CertifyAsync("convalescence", large));
        var delivery = await own.Bench.DeliverAsync(own.Sent(id));

        Assert.Equal("QR_TOO_LARGE", delivery.SetAsideFor);
        Assert.Equal(404, (await own.FetchAsync(id)).Status);
    }

    /// <summary>DIVOC has no route for it.</summary>
    [Fact]
    public async Task A_test_certificate_can_be_corrected_too()
    {
        var id = await bench.IssueAsync("test", PartnerSystem.Event("certify-test.json", "CORRECTED"));
        var corrected = PartnerSystem.Event("certify-test.json", "CORRECTED");
        corrected["testDetails"]!["result"] = "Inconclusive";
        var request = PlainRequest.Post(new JsonArray(corrected).ToJsonString());
        var updated = await request.AnswerAsync(call => bench.Events.UpdateAsync(call, "test", Token));
        await bench.DeliverAsync();

        Assert.Equal(id, updated.Json["certificates"]![0]!["replaces"]!.GetValue<string>());
        Assert.Equal(200, (await bench.FetchAsync(GrownBench.IdOf(updated))).Status);
    }

    private static IEnumerable<string> ErrorsOf(PlainAnswer answer, string member = "errors")
    {
        return answer.Json[member]!.AsArray()
            .Select(error => $"{error!["pointer"]!.GetValue<string>()} {error["code"]!.GetValue<string>()}");
    }
}
