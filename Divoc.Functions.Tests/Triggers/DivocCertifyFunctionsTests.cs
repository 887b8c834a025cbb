using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Triggers;
using Divoc.Functions.Triggers.Divoc;
using Microsoft.AspNetCore.Http;

namespace Divoc.Functions.Tests.Triggers;

public sealed class DivocCertifyFunctionsTests(PlainBench bench) : IClassFixture<PlainBench>
{
    private readonly CertifyFunctions functions = bench.Bench.Create<CertifyFunctions>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("certify-v1.json", CertificateShape.VaccinationV1)]
    [InlineData("certify-v3.json", CertificateShape.VaccinationV3)]
    [InlineData("certify-test.json", CertificateShape.Test)]
    [InlineData("certify-recovery.json", CertificateShape.Recovery)]
    public async Task Events_of_each_shape_are_accepted_and_queued(string sample, CertificateShape shape)
    {
        Function function = shape switch
        {
            CertificateShape.VaccinationV1 => functions.CertifyVaccinationAsync,
            CertificateShape.VaccinationV3 => functions.CertifyVaccinationV3Async,
            CertificateShape.Test => functions.CertifyTestAsync,
            _ => functions.CertifyRecoveryAsync,
        };
        var answer = await PlainRequest.Post(BodyOf(sample, $"PE-{shape}")).AnswerAsync(request => function(request, Token));
        var certificate = Assert.Single(answer.Json["certificates"]!.AsArray())!;
        var id = certificate["certificateId"]!.ToString();

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            ("QUEUED", $"http://localhost:7071/certificates/{id}"), (certificate["status"]!.ToString(), certificate["url"]!.ToString()));
        Assert.Equal($"http://localhost:7071/divoc/api/v1/certify/requests/{answer.Text("requestId")}", answer.Text("statusUrl"));
        var accepted = CertificationEventJson.Parse(bench.Queue.Sent.Single(message => message.MessageId == id).Body)!.Event;
        Assert.Equal((shape.TypeOf().Name, 1, shape.RequestOf().Name), (accepted.Type, accepted.Version, accepted.Shape));
    }

    [Fact]
    public async Task An_already_certified_event_is_answered_with_the_existing_certificate()
    {
        var first = await PlainRequest.Post(BodyOf("certify-v1.json", "PE-TWICE"))
            .AnswerAsync(request => functions.CertifyVaccinationAsync(request, Token));
        var id = first.Json["certificates"]![0]!["certificateId"]!.ToString();
        await bench.Bench.DeliverAsync(CertificationEventJson.Parse(bench.Queue.Sent.Single(message => message.MessageId == id).Body)!);
        var second = await PlainRequest.Post(BodyOf("certify-v1.json", "PE-TWICE"))
            .AnswerAsync(request => functions.CertifyVaccinationAsync(request, Token));

        Assert.Equal(
            ("DUPLICATE", id),
            (second.Json["certificates"]![0]!["status"]!.ToString(), second.Json["certificates"]![0]!["certificateId"]!.ToString()));
    }

    [Fact]
    public async Task A_certificate_requested_too_early_is_reported_as_queued_until_it_is_issued()
    {
        var (certificates, records) = (bench.Bench.Create<CertificateFunctions>(), bench.Bench.Create<FetchFunctions>());
        var accepted = await PlainRequest.Post(BodyOf("certify-v1.json", "PE-EARLY"))
            .AnswerAsync(request => functions.CertifyVaccinationAsync(request, Token));
        var id = accepted.Json["certificates"]![0]!["certificateId"]!.ToString();
        PlainAnswer[] early =
        [
            await PlainRequest.Get().AnswerAsync(request => certificates.FetchAsync(request, id.ToUpperInvariant(), Token)),
            await PlainRequest.Get().AnswerAsync(request => certificates.FetchPdfAsync(request, id, Token)),
            await PlainRequest.Get().AnswerAsync(request => certificates.ShowHistoryAsync(request, id, Token)),
            await PlainRequest.Get().AnswerAsync(request => records.FetchRecordAsync(request, id, Token)),
            await PlainRequest.Post("""{"reason":"WRONG_PERSON"}""")
                .AnswerAsync(request => bench.Bench.Create<ChangeFunctions>().RevokeAsync(request, id, Token)),
        ];
        await bench.Bench.DeliverAsync(CertificationEventJson.Parse(bench.Queue.Sent.Single(message => message.MessageId == id).Body)!);

        Assert.All(early, answer => Assert.Equal(((404, "QUEUED"), "1"), (answer.Outcome, answer.RetryAfter)));
        Assert.Equal(200, (await PlainRequest.Get().AnswerAsync(request => certificates.FetchAsync(request, id, Token))).Status);
        Assert.False(await bench.Bench.Get<QueuedEvents>().HasAsync(id, Caller.Service, Token));
    }

    [Fact]
    public async Task An_update_names_the_certificate_to_replace_and_is_refused_if_none_exists()
    {
        var sample = PartnerSystem.Event("certify-v1.json", "PE-UPDATE");
        var first = await PlainRequest.Post(new JsonArray(sample).ToJsonString())
            .AnswerAsync(request => functions.CertifyVaccinationAsync(request, Token));
        var id = first.Json["certificates"]![0]!["certificateId"]!.ToString();
        await bench.Bench.DeliverAsync(CertificationEventJson.Parse(bench.Queue.Sent.Single(message => message.MessageId == id).Body)!);
        sample["recipient"]!["name"] = "Corrected Name";
        var update = await PlainRequest.Post(new JsonArray(sample.DeepClone()).ToJsonString())
            .AnswerAsync(request => functions.UpdateAsync(request, Token));
        var nothing = await PlainRequest.Post(BodyOf("certify-v1.json", "NOBODY"))
            .AnswerAsync(request => functions.UpdateAsync(request, Token));
        var nothingV3 = await PlainRequest.Post(BodyOf("certify-v3.json", "NOBODY"))
            .AnswerAsync(request => functions.UpdateV3Async(request, Token));

        Assert.Equal(id, update.Json["certificates"]![0]!["replaces"]!.ToString());
        var nothingRecovered = await PlainRequest.Post(BodyOf("certify-recovery.json", "NOBODY"))
            .AnswerAsync(request => functions.UpdateRecoveryAsync(request, Token));

        Assert.Equal((412, 412, 412), (nothing.Status, nothingV3.Status, nothingRecovered.Status));
        Assert.Equal("/0/recovery/firstPositiveTestDate", nothingRecovered.Json["errors"]![0]!["pointer"]!.ToString());
        Assert.Equal("/0/vaccination/dose", nothing.Json["errors"]![0]!["pointer"]!.ToString());
    }

    /// <summary>Recoveries are certified and corrected by the same path.</summary>
    [Fact]
    public async Task The_same_Idempotency_Key_can_certify_a_recovery_and_correct_it()
    {
        var sample = PartnerSystem.Event("certify-recovery.json", "PE-RECOVERED");
        var first = await PlainRequest.Post(new JsonArray(sample).ToJsonString(), ("Idempotency-Key", "both"))
            .AnswerAsync(request => functions.CertifyRecoveryAsync(request, Token));
        var id = first.Json["certificates"]![0]!["certificateId"]!.ToString();
        await bench.Bench.DeliverAsync(CertificationEventJson.Parse(bench.Queue.Sent.Single(message => message.MessageId == id).Body)!);
        sample["recipient"]!["name"] = "Corrected Name";
        var update = await PlainRequest.Post(new JsonArray(sample.DeepClone()).ToJsonString(), ("Idempotency-Key", "both"))
            .AnswerAsync(request => functions.UpdateRecoveryAsync(request, Token));

        Assert.Equal((200, id), (update.Status, update.Json["certificates"]![0]!["replaces"]!.ToString()));
    }

    [Theory]
    [InlineData("[{", 400)]
    [InlineData("[]", 400)]
    [InlineData("{}", 400)]
    [InlineData("[{}]", 422)]
    public async Task Errors_in_a_request_are_reported_with_their_place(string body, int status)
    {
        var answer = await PlainRequest.Post(body).AnswerAsync(request => functions.CertifyVaccinationAsync(request, Token));

        Assert.Equal((status, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.NotEmpty(answer.Json["errors"]!.AsArray());
        Assert.Contains("nothing was accepted", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 413)]
    public async Task A_body_has_at_most_5_MiB(int more, int status)
    {
        var body = BodyOf("certify-v1.json", "PE-LARGE").PadRight(IntakeLimits.BodyBytes + more);

        Assert.Equal(
            status, (await PlainRequest.Post(body).AnswerAsync(request => functions.CertifyVaccinationAsync(request, Token))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("with,\u00e9")]
    public async Task An_Idempotency_Key_must_be_visible_ASCII(string key)
    {
        var answer = await PlainRequest.Post(BodyOf("certify-v1.json", "PE-KEY"), ("Idempotency-Key", key))
            .AnswerAsync(request => functions.CertifyVaccinationAsync(request, Token));

        Assert.Equal((400, "IDEMPOTENCY_KEY_MALFORMED"), answer.Outcome);
    }

    [Fact]
    public async Task An_Idempotency_Key_is_valid_for_one_body_only()
    {
        var body = BodyOf("certify-v1.json", "PE-KEYED");
        var first = await PlainRequest.Post(body, ("Idempotency-Key", "one"))
            .AnswerAsync(request => functions.CertifyVaccinationAsync(request, Token));
        var again = await PlainRequest.Post(body, ("Idempotency-Key", "one"))
            .AnswerAsync(request => functions.CertifyVaccinationAsync(request, Token));
        var other = await PlainRequest.Post(body + " ", ("Idempotency-Key", "one"))
            .AnswerAsync(request => functions.CertifyVaccinationAsync(request, Token));

        Assert.Equal(first.Body, again.Body);
        Assert.Equal((422, "IDEMPOTENCY_KEY_REUSED"), other.Outcome);
    }

    [Theory]
    [InlineData(true, "with the same Idempotency-Key")]
    [InlineData(false, "Next time send an Idempotency-Key")]
    public async Task An_unavailable_queue_is_reported_with_instructions(bool hasKey, string next)
    {
        bench.Queue.Fault = new QueueUnavailableException("out");
        var answer = await PlainRequest.Post(BodyOf("certify-v1.json", "PE-CUT"), hasKey ? [("Idempotency-Key", "cut")] : [])
            .AnswerAsync(request => functions.CertifyVaccinationAsync(request, Token));
        bench.Queue.Fault = null;

        Assert.Equal((503, "ACCEPT_INCOMPLETE"), answer.Outcome);
        Assert.Equal("5", answer.RetryAfter);
        Assert.Contains(next, answer.Text("detail"), StringComparison.Ordinal);
    }

    private static string BodyOf(string sample, string code) => new JsonArray(PartnerSystem.Event(sample, code)).ToJsonString();

    private delegate Task<IResult> Function(HttpRequest request, CancellationToken cancellationToken);
}
