using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Messaging;
using Divoc.Functions.Tests.Messaging.Broker;

namespace Divoc.Functions.Tests.Events;

/// <summary>Partners and a topic are told of what happens to certificates, over HTTP and queues as they are.</summary>
[Trait("Kind", "Slow")]
public sealed partial class WebhooksTests
{
    private const string Certify = "/divoc/api/v1/certify";
    private const string Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Reason = """{"reason":"WRONG_PERSON","text":"a word of people"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_partner_is_notified_of_its_own_certificates_and_can_verify_the_sender()
    {
        await using var ofNorth = await WebhookReceiver.StartAsync(200);
        await using var ofSouth = await WebhookReceiver.StartAsync(200);
        await using var host = await StartAsync(ofNorth, ofSouth);
        using var north = PartnerKeys.Client(host.BaseAddress, PartnerKeys.North);
        using var south = PartnerKeys.Client(host.BaseAddress, PartnerKeys.South);

        var id = await new PartnerSystem(north).IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "PE-NORTH"));
        var ofOther = await new PartnerSystem(south).IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "PE-SOUTH"));
        using var revoked = await new PartnerSystem(north).PostAsync($"/certificates/{id}/revoke", JsonNode.Parse(Reason)!);
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);

        await Eventually.HoldsAsync(() => EventsOf(ofNorth).Select(TypeOf).Distinct().Count() == 2 && EventsOf(ofSouth).Count > 0);
        Assert.Equal(["divoc.certificate.issued.v1", "divoc.certificate.revoked.v1"], EventsOf(ofNorth).Select(TypeOf).Distinct().Order());
        Assert.All(
            EventsOf(ofNorth),
            told => Assert.Equal((id, "north"), (told["subject"]!.GetValue<string>(), told["data"]!["partner"]!.GetValue<string>())));
        Assert.All(EventsOf(ofSouth), told => Assert.Equal(ofOther, told["subject"]!.GetValue<string>()));
        Assert.All(
            ofNorth.Calls,
            call => Assert.DoesNotContain("people", System.Text.Encoding.UTF8.GetString(call.Body), StringComparison.Ordinal));
        await JudgeByDocumentationAsync(ofNorth.Calls.First());
    }

    [Fact]
    public async Task A_webhook_that_fails_is_listed_with_the_failures_and_replayed()
    {
        await using var ofNorth = await WebhookReceiver.StartAsync(410);
        await using var ofSouth = await WebhookReceiver.StartAsync(200);
        await using var host = await StartAsync(ofNorth, ofSouth);
        using var north = PartnerKeys.Client(host.BaseAddress, PartnerKeys.North);

        var id = await new PartnerSystem(north).IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "PE-NORTH"));
        using var admin = PartnerKeys.Client(host.BaseAddress, AdminKeyOf(host));
        var failure = await Eventually.FindAsync(async () =>
        {
            var failures = (await admin.GetFromJsonAsync<JsonObject>("/operations/failures", Token))!["failures"]!.AsArray();
            return failures.FirstOrDefault(one => one!["queue"]!.GetValue<string>() == QueueNames.CertificateWebhooks)?.AsObject();
        });

        Assert.Equal(
            ("WEBHOOK_GONE", "The webhook of north answered 410 at attempt 1.", id),
            (failure["reason"]!.GetValue<string>(), failure["detail"]!.GetValue<string>(), failure["certificateId"]!.GetValue<string>()));
        var calls = ofNorth.Calls.Count;
        using var replayed = await new PartnerSystem(admin)
            .PostAsync("/operations/failures/replay", new JsonObject { ["reason"] = "WEBHOOK_GONE" });
        Assert.Equal(HttpStatusCode.OK, replayed.StatusCode);
        await Eventually.HoldsAsync(() => ofNorth.Calls.Count > calls);
    }

    /// <summary>A partner that never answers holds its own calls only: the other one gets all of its events while those are held.</summary>
    [Fact]
    public async Task A_slow_partner_does_not_delay_others()
    {
        var go = new TaskCompletionSource();
        await using var slow = await WebhookReceiver.StartAsync(
            context => Task.WhenAny(go.Task, Task.Delay(Timeout.Infinite, context.RequestAborted)));
        await using var quick = await WebhookReceiver.StartAsync(200);
        await using var host = await StartAsync(slow, quick);
        var queue = host.Services.Queue(QueueNames.CertificateWebhooks);
        await queue.SendAsync([.. Enumerable.Range(0, 60).Select(number => Message("north", number))], Token);
        await Eventually.HoldsAsync(() => slow.Calls.Count >= 4);
        await queue.SendAsync([.. Enumerable.Range(0, 30).Select(number => Message("south", number))], Token);

        await Eventually.HoldsAsync(() => quick.Calls.Count >= 30);
        Assert.InRange(slow.MostHeld, 1, 4);
        go.SetResult();
        await Eventually.HoldsAsync(() => slow.Calls.Select(call => call.Headers["webhook-id"]).Distinct().Count() == 60);
        Assert.InRange(slow.MostHeld, 1, 4);
    }

    [Fact]
    public async Task The_topic_gets_every_event()
    {
        await using var broker = new ServiceBusDouble();
        await using var host = await TestHost.StartAsync(
            null,
            [
                "--Divoc:Auth:RequireKeys", "true", .. PartnerKeys.Arguments, "--ServiceBus", broker.ConnectionString,
                "--Divoc:Events:Topic", ServiceBusDouble.TopicName,
            ]);
        using var north = PartnerKeys.Client(host.BaseAddress, PartnerKeys.North);

        var id = await new PartnerSystem(north).IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "PE-NORTH"));
        await using var subscription = new ServiceBusNamespace(new ServiceBusQueueOptions { ConnectionString = broker.ConnectionString });
        var told = await Eventually.FindAsync(async () =>
            await subscription[ServiceBusDouble.TopicName].ReceiveAsync(1, TimeSpan.FromSeconds(1), Token) is [var first, ..]
                ? first
                : null);

        Assert.Equal(
            ("application/cloudevents+json", "divoc.certificate.issued.v1", id),
            (told.Message.ContentType, told.Message.Subject, told.Message.CorrelationId));
        Assert.Equal($"{id}.1", told.Message.MessageId);
        Assert.Equal("north", told.Message.Properties["partner"]);
        Assert.Equal($"{id}.1", JsonDocument.Parse(told.Message.Body).RootElement.GetProperty("id").GetString());
    }

    private static QueueMessage Message(string partner, int number) => new()
    {
        MessageId = RandomId.New(),
        Subject = WebhookMessage.MessageSubject,
        Body = new WebhookMessage
        {
            Partner = partner,
            Event = JsonDocument.Parse($$$"""{"id":"{{{partner}}}.{{{number}}}","type":"t","data":{}}""").RootElement,
        }
            .ToBytes(),
    };

    private static Task<TestHost> StartAsync(WebhookReceiver ofNorth, WebhookReceiver ofSouth) => TestHost.StartAsync(
        null,
        [
            "--Divoc:Auth:RequireKeys", "true", .. PartnerKeys.Arguments, "--Divoc:Webhooks:AllowedNetworks", "127.0.0.0/8",
            "--Divoc:Webhooks:Timeout", "00:00:30",
            "--Divoc:Partners:north:Webhook:Url", ofNorth.Url, "--Divoc:Partners:north:Webhook:Secret", Secret,
            "--Divoc:Partners:south:Webhook:Url", ofSouth.Url, "--Divoc:Partners:south:Webhook:Secret", Secret,
        ]);

    private static string AdminKeyOf(TestHost host) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(host.DataDirectory, "keys.json")))!["adminKey"]!.GetValue<string>();

    private static IReadOnlyList<JsonNode> EventsOf(WebhookReceiver receiver) =>
        [.. receiver.Calls.Select(call => JsonNode.Parse(call.Body)!)];

    private static string TypeOf(JsonNode told) => told["type"]!.GetValue<string>();

    /// <summary>Runs the function of docs/events.md over the call, and over one whose body was changed.</summary>
    private static async Task JudgeByDocumentationAsync(ReceivedCall call)
    {
        var document = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "events.md"), Token);
        var headers = JsonSerializer.Serialize(
            call.Headers.Where(header => header.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase))
                .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value));
        var time = call.Headers["webhook-timestamp"];
        var late = (long.Parse(time, CultureInfo.InvariantCulture) + 301).ToString(CultureInfo.InvariantCulture);
        var program = $"""
            {PythonBlock().Match(document).Groups[1].Value}
            headers, body, secret = {headers}, base64.b64decode("{Convert.ToBase64String(call.Body)}"), "{Secret}"
            print(is_genuine(secret, headers, body, lambda: {time}), is_genuine(secret, headers, body + b" ", lambda: {time}), is_genuine(secret, headers, body, lambda: {late}))
            """;

        Assert.Equal("True False False", (await Tools.RunAsync("python3", "-c", program)).Trim());
    }

    [GeneratedRegex("```python\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex PythonBlock();
}
