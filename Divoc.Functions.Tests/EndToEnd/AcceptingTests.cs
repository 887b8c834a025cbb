using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>What a partner system is answered: accepted, refused, repeated, fetched.</summary>
[Trait("Kind", "Slow")]
public class AcceptingTests : IAsyncLifetime
{
    private const string Certify = "/divoc/api/v1/certify";

    private TestHost host = null!;

    private PartnerSystem Partner => new(host.Client);

    public async ValueTask InitializeAsync() => host = await StartHostAsync();

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await StoppedAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_accepted_request_is_answered_with_ids_and_the_status_URL()
    {
        var accepted = await Partner.CertifyAsync(Certify, PartnerSystem.Sample("certify-v1.json"));
        var certificate = accepted["certificates"]![0]!;

        Assert.Equal(0, certificate["index"]!.GetValue<int>());
        Assert.Equal("QUEUED", certificate["status"]!.GetValue<string>());
        Assert.Equal(26, certificate["certificateId"]!.GetValue<string>().Length);
        var address = host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        Assert.Equal($"{address}/certificates/{certificate["certificateId"]}", certificate["url"]!.GetValue<string>());
        Assert.StartsWith($"{address}/divoc/api/v1/certify/requests/", accepted["statusUrl"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task URLs_never_come_from_the_Host_header()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Certify);
        request.Content = new StringContent(PartnerSystem.Sample("certify-v1.json").ToJsonString(), Encoding.UTF8, "application/json");
        request.Headers.Host = "localhost:9999";
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(
            "9999", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_request_lists_every_error_of_every_element()
    {
        var first = PartnerSystem.Event("certify-v1.json", "A/B");
        var second = PartnerSystem.Event("certify-v1.json", "C");
        second["recipient"]!.AsObject().Remove("name");
        using var response = await Partner.PostAsync(Certify, new JsonArray(first, second));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(602, problem["code"]!.GetValue<int>());
        Assert.Equal("recipient.name in body is required", problem["message"]!.GetValue<string>());
        Assert.Equal(
            ["/0/preEnrollmentCode", "/1/recipient/name"],
            problem["errors"]!.AsArray().Select(error => error!["pointer"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_with_a_problem()
    {
        using var content = new StringContent(new string(' ', (5 * 1024 * 1024) + 1), Encoding.UTF8, "application/json");
        using var response = await host.Client.PostAsync(Certify, content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(6, true)]
    [InlineData(20, false)]
    public async Task A_caller_that_sends_a_far_too_large_body_before_it_reads_still_gets_the_answer(int mebibytes, bool chunked)
    {
        using var caller = new TcpClient();
        await caller.ConnectAsync(host.BaseAddress.Host, host.BaseAddress.Port, TestContext.Current.CancellationToken);
        var stream = caller.GetStream();
        var body = new byte[mebibytes * 1024 * 1024];
        var head = chunked ? $"Transfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n" : $"Content-Length: {body.Length}\r\n\r\n";
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST {Certify} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{head}"),
            TestContext.Current.CancellationToken);
        await stream.WriteAsync(body, TestContext.Current.CancellationToken);
        await stream.WriteAsync(chunked ? "\r\n0\r\n\r\n"u8.ToArray() : ReadOnlyMemory<byte>.Empty, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("PAYLOAD_TOO_LARGE", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_event_again_returns_the_existing_certificate()
    {
        var id = await Partner.IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "TWICE"));
        var again = await Partner.CertifyAsync(Certify, new JsonArray(PartnerSystem.Event("certify-v1.json", "TWICE")));
        var viaV3 = await Partner.CertifyAsync("/divoc/api/v3/certify", new JsonArray(PartnerSystem.Event("certify-v1.json", "TWICE")));
        var status = await Partner.WaitAsync(again);

        Assert.Equal("DUPLICATE", again["certificates"]![0]!["status"]!.GetValue<string>());
        Assert.Equal(id, again["certificates"]![0]!["certificateId"]!.GetValue<string>());
        Assert.Equal(id, viaV3["certificates"]![0]!["certificateId"]!.GetValue<string>());
        Assert.Equal("DUPLICATE", status["certificates"]![0]!["status"]!.GetValue<string>());
        Assert.EndsWith($"{id}/qr.png", status["certificates"]![0]!["links"]!["qr"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    /// <summary>W13: two equal events at once make one certificate.</summary>
    [Fact]
    public async Task W13_equal_concurrent_events_make_one_certificate()
    {
        var accepted = await Task.WhenAll(Enumerable.Range(0, 12)
            .Select(_ => Partner.CertifyAsync(Certify, new JsonArray(PartnerSystem.Event("certify-v1.json", "RACE")))));
        var ends = new List<JsonNode>();
        foreach (var request in accepted)
        {
            ends.Add((await Partner.WaitAsync(request))["certificates"]![0]!);
        }

        Assert.Single(ends.Select(end => end["certificateId"]!.GetValue<string>()).Distinct());
        Assert.Single(ends, end => end["status"]!.GetValue<string>() == "ISSUED");
    }

    [Fact]
    public async Task The_same_idempotency_key_returns_the_same_answer()
    {
        var body = PartnerSystem.Sample("certify-v1.json");
        var first = await Partner.CertifyAsync(Certify, body, "key-1");
        await Partner.WaitAsync(first);
        var second = await Partner.CertifyAsync(Certify, body, "key-1");
        using var other = await Partner.PostAsync(Certify, PartnerSystem.Sample("certify-v3.json"), "key-1");
        using var elsewhere = await Partner.PostAsync("/divoc/api/v3/certify", PartnerSystem.Sample("certify-v3.json"), "key-1");
        using var malformed = await Partner.PostAsync(Certify, body, new string('k', 129));

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
    }

    [Fact]
    public async Task Concurrent_calls_with_one_idempotency_key_get_the_same_answer()
    {
        var body = new JsonArray([.. Enumerable.Range(0, 20).Select(number => PartnerSystem.Event("certify-v1.json", $"KEY-{number}"))]);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Partner.CertifyAsync(Certify, body.DeepClone(), "key-2")));

        Assert.Single(answers.Select(answer => answer.ToJsonString()).Distinct());
        var status = await Partner.WaitAsync(answers[0]);
        Assert.All(status["certificates"]!.AsArray(), certificate => Assert.Equal("ISSUED", certificate!["status"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_refused_request_does_not_use_up_its_idempotency_key()
    {
        using var refused = await Partner.PostAsync(Certify, new JsonArray(), "key-3");
        using var accepted = await Partner.PostAsync(Certify, PartnerSystem.Sample("certify-v1.json"), "key-3");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
    }

    [Fact]
    public async Task A_certificate_is_returned_in_the_form_that_Accept_requests()
    {
        var id = await Partner.IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "FORMS"));
        (string? Accept, string Expected)[] cases =
        [
            (null, "application/vc+ld+json"),
            ("*/*", "application/vc+ld+json"),
            ("application/json", "application/vc+ld+json"),
            ("application/pdf", "application/pdf"),
            ("image/*", "image/png"),
            ("image/svg+xml", "image/svg+xml"),
            ("text/html, application/pdf;q=0.5, image/png;q=0.9", "image/png"),
        ];
        foreach (var (accept, expected) in cases)
        {
            using var response = await Partner.GetAsync($"/certificates/{id}", accept);
            Assert.Equal(expected, response.Content.Headers.ContentType!.MediaType);
        }

        using var neither = await Partner.GetAsync($"/certificates/{id}", "text/html");
        Assert.Equal(HttpStatusCode.NotAcceptable, neither.StatusCode);
        Assert.Contains(
            "application/pdf", await neither.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_has_the_current_certificate_gets_not_modified()
    {
        var id = await Partner.IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "ETAG"));
        using var first = await Partner.GetAsync($"/certificates/{id}/certificate.pdf");
        using var conditional = new HttpRequestMessage(HttpMethod.Get, $"/certificates/{id}/certificate.pdf");
        conditional.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag));
        using var second = await host.Client.SendAsync(conditional, TestContext.Current.CancellationToken);

        Assert.Equal("no-store", first.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/certificates/0123456789abcdefghjkmnpqrs")]
    [InlineData("/certificates/x/credential.json")]
    [InlineData("/divoc/api/v1/certificates/0123456789abcdefghjkmnpqrs")]
    [InlineData("/divoc/api/v1/certify/requests/0123456789abcdefghjkmnpqrs")]
    [InlineData("/certificate/api/certificatePDF/NOBODY")]
    [InlineData("/certificate/api/certificateQRCode/NOBODY")]
    [InlineData("/certificate/api/test/certificatePDF/NOBODY")]
    public async Task An_unknown_resource_is_answered_with_a_problem_and_a_hint(string path)
    {
        using var response = await Partner.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(
            "statusUrl", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DIVOCs_paths_return_the_latest_certificate_of_a_person()
    {
        var second = PartnerSystem.Event("certify-v1.json", "LATEST");
        second["vaccination"]!["dose"] = 2;
        var id = await Partner.IssueAsync(Certify, second);
        await Partner.IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "LATEST"));
        var testId = await Partner.IssueAsync("/divoc/api/v1/test/certify", PartnerSystem.Event("certify-test.json", "LATEST"));

        Assert.Equal(await Partner.FetchAsync(id, "certificate.pdf"), await BytesAsync("/certificate/api/certificatePDF/LATEST"));
        Assert.Equal(await Partner.FetchAsync(id, "qr.png"), await BytesAsync("/certificate/api/certificateQRCode/LATEST"));
        Assert.Equal(await Partner.FetchAsync(testId, "certificate.pdf"), await BytesAsync("/certificate/api/test/certificatePDF/LATEST"));
        using var head = new HttpRequestMessage(HttpMethod.Head, "/certificate/api/certificatePDF/LATEST");
        using var exists = await host.Client.SendAsync(head, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, exists.StatusCode);
        var record = JsonNode.Parse(await BytesAsync($"/divoc/api/v1/certificates/{id}"))!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(await Partner.FetchAsync(id, "credential.json")), record["certificate"]));
        Assert.Equal("LATEST", record["preEnrollmentCode"]!.GetValue<string>());
    }

    /// <summary>The host under test, with its own store.</summary>
    private protected virtual Task<TestHost> StartHostAsync() => TestHost.StartAsync();

    /// <summary>The host is gone; what it needed may go too.</summary>
    private protected virtual Task StoppedAsync() => Task.CompletedTask;

    private Task<byte[]> BytesAsync(string path) => host.Client.GetByteArrayAsync(path, TestContext.Current.CancellationToken);
}
