using System.Net;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Access;
using Divoc.Functions.Domain;
using Divoc.Functions.Events;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Events;

/// <summary>What becomes of the message of a webhook, over real calls to a receiver of the test.</summary>
public sealed class WebhookMessageHandlerTests : IDisposable
{
    private readonly SettableClock clock = new() { UtcNow = new DateTimeOffset(2024, 6, 1, 12, 0, 0, TimeSpan.Zero) };
    private readonly ServiceProvider services =
        new ServiceCollection().AddMetrics().AddSingleton<CertificateMetrics>().BuildServiceProvider();
    private readonly PartnersOptions partners = new();
    private readonly PartnerTurns turns;
    private readonly WebhookOptions options = new() { AllowedNetworks = "127.0.0.1", Timeout = TimeSpan.FromMinutes(5) };

    public WebhookMessageHandlerTests() => turns = new PartnerTurns(clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => services.Dispose();

    [Fact]
    public void The_attempts_are_spread_over_24_hours()
    {
        Assert.Equal(24, WebhookMessageHandler.Waits.Sum(wait => wait.TotalHours), 0.05);
        Assert.Equal(WebhookMessageHandler.Waits.Order(), WebhookMessageHandler.Waits);
    }

    [Fact]
    public async Task A_delivered_message_is_completed()
    {
        await using var receiver = await WebhookReceiver.StartAsync(200);

        Assert.True((await HandleAsync(receiver)).IsUntouched);
        Assert.Equal("a.1", JsonDocument.Parse(Assert.Single(receiver.Calls).Body).RootElement.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 60)]
    [InlineData(6, 3_600)]
    [InlineData(10, 28_800)]
    public async Task A_failed_call_is_retried_after_growing_delays(int attempt, int seconds)
    {
        await using var receiver = await WebhookReceiver.StartAsync(500);
        var delivery = await HandleAsync(receiver, attempt);

        Assert.InRange(delivery.RetriedAfter!.Value.TotalSeconds, seconds, seconds * 1.1);
    }

    [Fact]
    public async Task After_the_last_attempt_the_message_is_dead_lettered()
    {
        await using var receiver = await WebhookReceiver.StartAsync(404);
        var delivery = await HandleAsync(receiver, WebhookMessageHandler.Waits.Count + 1);

        Assert.Equal(("WEBHOOK_FAILED", null), (delivery.SetAsideFor, delivery.RetriedAfter));
    }

    [Fact]
    public async Task A_message_that_the_partner_answers_with_410_is_dead_lettered()
    {
        await using var receiver = await WebhookReceiver.StartAsync(410);

        Assert.Equal("WEBHOOK_GONE", (await HandleAsync(receiver)).SetAsideFor);
    }

    [Theory]
    [InlineData("600", 600, 600)]
    [InlineData("86400", 3_600, 3_600)]
    [InlineData("1", 10, 11)]
    [InlineData("-5", 10, 11)]
    public async Task A_pause_that_the_partner_asks_for_is_respected_up_to_an_hour(string retryAfter, int least, int most)
    {
        await using var receiver = await WebhookReceiver.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        });

        Assert.InRange((await HandleAsync(receiver)).RetriedAfter!.Value.TotalSeconds, least, most);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"form":1,"partner":"clinic","event":"text"}""")]
    [InlineData("""{"form":1,"partner":"clinic","event":{"type":"no id"}}""")]
    public async Task An_invalid_message_is_dead_lettered(string body)
    {
        await using var receiver = await WebhookReceiver.StartAsync(200);

        Assert.Equal("NOT_A_WEBHOOK", (await HandleAsync(receiver, body: body)).SetAsideFor);
        Assert.Empty(receiver.Calls);
    }

    [Fact]
    public async Task A_message_from_a_newer_version_of_the_program_waits()
    {
        await using var receiver = await WebhookReceiver.StartAsync(200);

        Assert.NotNull((await HandleAsync(receiver, body: """{"form":2}""")).WaitedForOutage);
    }

    [Fact]
    public async Task A_message_for_a_partner_without_a_webhook_is_dropped()
    {
        await using var receiver = await WebhookReceiver.StartAsync(200);

        Assert.True((await HandleAsync(receiver, body: Message("laboratory"))).IsUntouched);
        Assert.Empty(receiver.Calls);
    }

    [Fact]
    public async Task A_partner_gets_a_few_calls_at_a_time_and_other_messages_wait_without_counting_an_attempt()
    {
        var go = new TaskCompletionSource();
        await using var receiver = await WebhookReceiver.StartAsync(_ => go.Task);
        var running = Enumerable.Range(0, PartnerTurns.MostAtOnce).Select(_ => HandleAsync(receiver)).ToList();
        await Eventually.HoldsAsync(() => receiver.Calls.Count == PartnerTurns.MostAtOnce);

        var waiting = await HandleAsync(receiver, attempt: 3);
        Assert.Equal((null, null), (waiting.RetriedAfter, waiting.SetAsideFor));
        Assert.InRange(waiting.PostponedFor!.Value, TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(1));
        go.SetResult();
        Assert.All(await Task.WhenAll(running), delivery => Assert.True(delivery.IsUntouched));
        Assert.True((await HandleAsync(receiver)).IsUntouched);
    }

    [Fact]
    public async Task After_a_timeout_messages_wait_and_a_message_that_waited_for_a_day_is_dead_lettered()
    {
        await using var receiver = await WebhookReceiver.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        options.Timeout = TimeSpan.FromSeconds(1);

        Assert.NotNull((await HandleAsync(receiver)).RetriedAfter);
        Assert.InRange((await HandleAsync(receiver)).PostponedFor!.Value, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
        Assert.Equal("WEBHOOK_FAILED", (await HandleAsync(receiver, outages: WebhookMessageHandler.MostPostponed)).SetAsideFor);
        clock.UtcNow += TimeSpan.FromSeconds(10);
        Assert.NotNull((await HandleAsync(receiver, outages: WebhookMessageHandler.MostPostponed)).RetriedAfter);
        Assert.InRange((await HandleAsync(receiver)).PostponedFor!.Value, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(21));
        Assert.Equal(2, receiver.Calls.Count);
    }

    [Theory]
    [InlineData("divoc.certificate.issued.v1", "SUCCESSFUL")]
    [InlineData("divoc.certificate.failed.v1", "UNSUCCESSFUL")]
    [InlineData("divoc.certificate.duplicate.v1", "UNSUCCESSFUL")]
    public async Task The_DIVOC_3_format_has_its_own_body_and_token(string type, string status)
    {
        await using var receiver = await WebhookReceiver.StartAsync(200);
        var body =
            """{"form":1,"partner":"clinic","event":{"id":"a.1","type":"TYPE","data":{"certificateId":"a","requestId":"r","certificateType":"vaccination"}}}"""
                .Replace("TYPE", type, StringComparison.Ordinal);

        Assert.True((await HandleAsync(receiver, body: body, format: "Divoc3", token: "Bearer abc")).IsUntouched);
        var call = Assert.Single(receiver.Calls);
        Assert.Equal(
            $$"""{"transactionId":"r","certificateId":"a","status":"{{status}}","payload":"{}","entityType":"vaccination"}""",
            Encoding.UTF8.GetString(call.Body));
        Assert.Equal(("Bearer abc", "application/json; charset=utf-8"), (call.Headers["authorization"], call.Headers["content-type"]));
        Assert.StartsWith("v1,", call.Headers["webhook-signature"], StringComparison.Ordinal);
    }

    private static string Message(string partner) =>
        Encoding.UTF8.GetString(
            new WebhookMessage { Partner = partner, Event = JsonDocument.Parse("""{"id":"a.1","type":"t","data":{}}""").RootElement }
                .ToBytes());

    private async Task<FakeDelivery> HandleAsync(
        WebhookReceiver receiver, int attempt = 1, int outages = 0, string? body = null, string format = "CloudEvents", string token = "")
    {
        partners.Partners["clinic"] = new PartnerOptions
        {
            Webhook = new PartnerWebhookOptions
            {
                Url = receiver.Url,
                Secret = $"whsec_{Convert.ToBase64String(new byte[32])}",
                Format = format,
                Token = token,
            },
        };
        using var client = new WebhookClient(options, Dns.GetHostAddressesAsync, clock);
        var handler = new WebhookMessageHandler(
            new PartnerWebhooks(Options.Create(partners)), client, turns, services.GetRequiredService<CertificateMetrics>(), clock,
            NullLogger<WebhookMessageHandler>.Instance);
        var delivery = new FakeDelivery(attempt, outages);
        await handler.HandleAsync(Encoding.UTF8.GetBytes(body ?? Message("clinic")), delivery, Token);
        return delivery;
    }
}
