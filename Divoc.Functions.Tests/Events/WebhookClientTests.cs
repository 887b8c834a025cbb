using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.Access;
using Divoc.Functions.Events;
using Divoc.Functions.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace Divoc.Functions.Tests.Events;

/// <summary>Calls over real connections, to where a name leads by a table.</summary>
public sealed class WebhookClientTests
{
    private static readonly byte[] FirstKey = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];
    private static readonly byte[] SecondKey = [.. Enumerable.Range(100, 24).Select(number => (byte)number)];
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"a.1"}""");

    private readonly SettableClock clock = new() { UtcNow = new DateTimeOffset(2024, 6, 1, 12, 0, 0, TimeSpan.Zero) };
    private readonly WebhookOptions options = new() { AllowedNetworks = "127.0.0.1", Timeout = TimeSpan.FromMinutes(5) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_signed_as_Standard_Webhooks_requires()
    {
        await using var receiver = await WebhookReceiver.StartAsync(204);

        var answer = await SendAsync(receiver.Url, SecretOf(FirstKey));

        var call = Assert.Single(receiver.Calls);
        Assert.Equal(WebhookResult.Delivered, answer.Result);
        Assert.Equal(Body, call.Body);
        Assert.Equal("application/cloudevents+json; charset=utf-8", call.Headers["content-type"]);
        Assert.Equal("a.1", call.Headers["webhook-id"]);
        Assert.Equal(clock.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), call.Headers["webhook-timestamp"]);
        Assert.Equal(SignatureOf(FirstKey), call.Headers["webhook-signature"]);
        Assert.False(call.Headers.ContainsKey("authorization"));
    }

    /// <summary>The example of the specification, whose secret and signature are public.</summary>
    [Fact]
    public void The_signature_matches_that_of_the_Standard_Webhooks_libraries()
    {
        var secret = WebhookSecret.Read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!;

        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            secret.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("""{"test": 2432232314}""")));
    }

    [Fact]
    public async Task During_a_rotation_both_secrets_sign()
    {
        await using var receiver = await WebhookReceiver.StartAsync(200);

        await SendAsync(receiver.Url, SecretOf(SecondKey), SecretOf(FirstKey));

        Assert.Equal($"{SignatureOf(SecondKey)} {SignatureOf(FirstKey)}", Assert.Single(receiver.Calls).Headers["webhook-signature"]);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("8.8.8.8,10.0.0.1")]
    public async Task A_name_that_resolves_to_an_address_that_is_not_public_is_not_called(string addresses)
    {
        using var client = new WebhookClient(
            new WebhookOptions(), (_, _) => Task.FromResult(addresses.Split(',').Select(IPAddress.Parse).ToArray()), clock);

        var answer = await client.SendAsync(
            Webhook("https://partner.example/hook", SecretOf(FirstKey)), "a.1", EventNotice.ContentType, Body, Token);

        Assert.Equal((WebhookResult.Forbidden, "leads to an address that is not allowed"), (answer.Result, answer.Words));
    }

    [Theory]
    [InlineData("https://127.0.0.1:1/")]
    [InlineData("https://[::1]:1/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://0x7f000001:1/")]
    [InlineData("https://2130706433:1/")]
    public async Task A_URL_with_an_address_that_is_not_public_is_not_called(string url)
    {
        using var client = new WebhookClient(new WebhookOptions(), Dns.GetHostAddressesAsync, clock);

        Assert.Equal(
            WebhookResult.Forbidden,
            (await client.SendAsync(Webhook(url, SecretOf(FirstKey)), "a.1", EventNotice.ContentType, Body, Token)).Result);
    }

    /// <summary>What is looked up is what is connected to: whatever the name says a moment later is not asked for.</summary>
    [Fact]
    public async Task A_call_connects_to_the_address_that_was_checked_even_if_the_name_resolves_differently_later()
    {
        await using var allowed = await WebhookReceiver.StartAsync(200);
        await using var other = await WebhookReceiver.StartAsync(_ => Task.CompletedTask, "127.0.0.2", allowed.Port);
        var looks = 0;
        using var client = new WebhookClient(
            options, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(looks++ == 0 ? "127.0.0.1" : "127.0.0.2")]), clock);
        using var later = new WebhookClient(
            options, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(looks++ == 0 ? "127.0.0.1" : "127.0.0.2")]), clock);
        var webhook = Webhook($"http://partner.example:{allowed.Port}/hook", SecretOf(FirstKey));

        Assert.Equal(WebhookResult.Delivered, (await client.SendAsync(webhook, "a.1", EventNotice.ContentType, Body, Token)).Result);
        Assert.Equal(WebhookResult.Forbidden, (await later.SendAsync(webhook, "a.1", EventNotice.ContentType, Body, Token)).Result);
        Assert.Equal((2, 1, 0), (looks, allowed.Calls.Count, other.Calls.Count));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var target = await WebhookReceiver.StartAsync(200);
        await using var receiver = await WebhookReceiver.StartAsync(context =>
        {
            context.Response.Redirect(target.Url, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });

        var answer = await SendAsync(receiver.Url, SecretOf(FirstKey));

        Assert.Equal((WebhookResult.Refused, "answered 307"), (answer.Result, answer.Words));
        Assert.Empty(target.Calls);
    }

    [Fact]
    public async Task HTTP_is_permitted_only_for_allowed_networks()
    {
        using var client = new WebhookClient(
            new WebhookOptions(), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8")]), clock);

        Assert.Equal(
            WebhookResult.Forbidden,
            (await client.SendAsync(
                Webhook("http://partner.example/", SecretOf(FirstKey)), "a.1", EventNotice.ContentType, Body, Token)).Result);
    }

    [Fact]
    public async Task A_call_to_a_partner_that_does_not_answer_ends_with_a_timeout()
    {
        await using var receiver = await WebhookReceiver.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        options.Timeout = TimeSpan.FromSeconds(1);

        Assert.Equal(WebhookResult.Timeout, (await SendAsync(receiver.Url, SecretOf(FirstKey))).Result);
    }

    [Fact]
    public async Task An_endless_answer_of_a_partner_is_cut_off_after_a_limit()
    {
        var isLeft = new TaskCompletionSource();
        await using var receiver = await WebhookReceiver.StartAsync(async context =>
        {
            context.RequestAborted.Register(isLeft.SetResult);
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[1000], context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        });

        Assert.Equal(WebhookResult.Delivered, (await SendAsync(receiver.Url, SecretOf(FirstKey))).Result);
        await isLeft.Task.WaitAsync(Eventually.Limit, Token);
    }

    [Theory]
    [InlineData(200, WebhookResult.Delivered)]
    [InlineData(204, WebhookResult.Delivered)]
    [InlineData(302, WebhookResult.Refused)]
    [InlineData(400, WebhookResult.Refused)]
    [InlineData(404, WebhookResult.Refused)]
    [InlineData(410, WebhookResult.Gone)]
    [InlineData(500, WebhookResult.Refused)]
    public async Task The_status_code_decides_the_result(int status, WebhookResult result)
    {
        await using var receiver = await WebhookReceiver.StartAsync(status);

        Assert.Equal((result, $"answered {status}"), Named(await SendAsync(receiver.Url, SecretOf(FirstKey))));
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "Sat, 01 Jun 2024 12:30:00 GMT", 1800)]
    [InlineData(503, null, null)]
    [InlineData(500, "120", null)]
    public async Task A_partner_can_ask_for_a_pause(int status, string? header, int? seconds)
    {
        await using var receiver = await WebhookReceiver.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = header;
            return Task.CompletedTask;
        });

        Assert.Equal(
            seconds is { } asked ? TimeSpan.FromSeconds(asked) : null, (await SendAsync(receiver.Url, SecretOf(FirstKey))).RetryAfter);
    }

    [Fact]
    public async Task A_port_on_which_nothing_listens_is_unreachable()
    {
        var receiver = await WebhookReceiver.StartAsync(200);
        var url = receiver.Url;
        await receiver.DisposeAsync();

        Assert.Equal((WebhookResult.Unreachable, "could not be reached"), Named(await SendAsync(url, SecretOf(FirstKey))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_AAAA")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("whsec_not base64 but long enough to be a secret of some length")]
    public void An_invalid_secret_is_refused(string text)
    {
        Assert.Null(WebhookSecret.Read(text));
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool isSecret)
    {
        Assert.Equal(isSecret, WebhookSecret.Read($"whsec_{Convert.ToBase64String(new byte[bytes])}") is not null);
    }

    private static (WebhookResult Result, string Words) Named(WebhookAnswer answer) => (answer.Result, answer.Words);

    private static WebhookSecret SecretOf(byte[] key) => WebhookSecret.Read($"whsec_{Convert.ToBase64String(key)}")!;

    private static PartnerWebhook Webhook(string url, params WebhookSecret[] secrets) =>
        new(new Uri(url), secrets, WebhookFormat.CloudEvents, null);

    private async Task<WebhookAnswer> SendAsync(string url, params WebhookSecret[] secrets)
    {
        using var client = new WebhookClient(options, Dns.GetHostAddressesAsync, clock);
        return await client.SendAsync(Webhook(url, secrets), "a.1", EventNotice.ContentType, Body, Token);
    }

    private string SignatureOf(byte[] key)
    {
        var signed = Encoding.UTF8.GetBytes($"a.1.{clock.UtcNow.ToUnixTimeSeconds()}.").Concat(Body).ToArray();
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }
}
