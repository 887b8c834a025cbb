using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Playwright;

namespace Divoc.Functions.Tests.Portal;

/// <summary>The page that checks certificates, where the network is slow, silent or wrong, and where people are quick.</summary>
public sealed partial class VerifyFaultTests(PortalBrowser browser, VerifyPageTests.Issued issued) : IClassFixture<VerifyPageTests.Issued>
{
    private const string Verdict = ".verdict h2";
    private const string Another = "Check another certificate";
    private const string VerifyCall = "**/divoc/api/v1/verify";

    // Until a worker has the page and what is published, and the page goes through it.
    private const string IsKept =
        "async () => { await navigator.serviceWorker.ready; while (!navigator.serviceWorker.controller || !(await "
        + "caches.match('/revocations'))) await new Promise(done => setTimeout(done, 50)); }";

    private static readonly BrowserNewContextOptions WithoutWorker = new() { ServiceWorkers = ServiceWorkerPolicy.Block };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// The first check takes long; somebody presents another certificate meanwhile. The answer of the first comes when the second verdict
    /// stands there.
    /// </summary>
    [Fact]
    public async Task A_late_response_is_never_shown_for_the_next_certificate()
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify", WithoutWorker);
        visit.AllowsFailedCalls = true;
        var credential = Encoding.UTF8.GetString(await issued.PartAsync("credential.json"));
        var held = await HoldFirstAsync(visit.Page, VerifyCall);

        await PasteAsync(visit.Page, credential);
        await held.Asked.Task.WaitAsync(Token);
        await PasteAsync(visit.Page, credential.Replace(VerifyPageTests.Issued.Name, "Somebody Else", StringComparison.Ordinal));
        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Not genuine");
        await ReleaseAsync(visit.Page, held);

        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Not genuine");
        await Assertions.Expect(visit.Page.Locator(".person")).ToHaveCountAsync(0);
    }

    /// <summary>The camera is opened for the next one while a check goes on.</summary>
    [Fact]
    public async Task Opening_the_camera_cancels_a_running_check()
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify", WithoutWorker);
        visit.AllowsFailedCalls = true;
        var held = await HoldFirstAsync(visit.Page, VerifyCall);

        await PasteAsync(visit.Page, Encoding.UTF8.GetString(await issued.PartAsync("credential.json")));
        await held.Asked.Task.WaitAsync(Token);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Scan with the camera" }).ClickAsync();
        await ReleaseAsync(visit.Page, held);

        await Assertions.Expect(visit.Page.Locator(".verdict")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.GetByText("Checking …")).ToHaveCountAsync(0);
    }

    /// <summary>On the start page the sample is revoked while it is verified.</summary>
    [Fact]
    public async Task A_late_verdict_is_not_shown_for_a_sample_that_was_revoked_meanwhile()
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/", WithoutWorker);
        visit.AllowsFailedCalls = true;
        var held = await HoldFirstAsync(visit.Page, VerifyCall);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Issue a sample certificate" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Verify it" }).ClickAsync();
        await held.Asked.Task.WaitAsync(Token);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke it" }).ClickAsync();
        await visit.Page.GetByText("The certificate was revoked.").WaitForAsync();
        await ReleaseAsync(visit.Page, held);

        await Assertions.Expect(visit.Page.Locator(".verdict")).ToHaveCountAsync(0);
    }

    /// <summary>Parts of one person's card never wait for those of the next one.</summary>
    [Fact]
    public async Task Parts_of_two_cards_are_not_combined()
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify", WithoutWorker);
        visit.AllowsFailedCalls = true;
        var told = visit.Page.Locator(".notice");

        await OpenCodeAsync(visit.Page, "shc:/1/2/5676290952432060");
        await Assertions.Expect(told).ToHaveTextAsync("Part 1 of 2 was read. Scan the other parts.");
        await PasteAsync(visit.Page, "hello");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = Another }).ClickAsync();
        await OpenCodeAsync(visit.Page, "shc:/2/2/1234290952432060");
        await Assertions.Expect(told).ToHaveTextAsync("Part 2 of 2 was read. Scan the other parts.");

        // Another card with as many parts begins anew.
        await OpenCodeAsync(visit.Page, "shc:/2/2/5678290952432060");
        await Assertions.Expect(told).ToHaveTextAsync("Part 2 of 2 was read. Scan the other parts.");
        await OpenCodeAsync(visit.Page, "shc:/11/12/5676290952432060");
        await Assertions.Expect(told).ToHaveTextAsync("Part 11 of 12 was read. Scan the other parts.");
    }

    [Fact]
    public async Task A_scanned_part_is_discarded_after_a_minute()
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify", WithoutWorker);
        var told = visit.Page.Locator(".notice");
        await visit.Page.Clock.InstallAsync();

        await OpenCodeAsync(visit.Page, "shc:/1/2/5676290952432060");
        await Assertions.Expect(told).ToHaveTextAsync("Part 1 of 2 was read. Scan the other parts.");
        await visit.Page.Clock.FastForwardAsync(61_000);
        await Assertions.Expect(told).ToHaveCountAsync(0);
        await OpenCodeAsync(visit.Page, "shc:/2/2/1234290952432060");
        await Assertions.Expect(told).ToHaveTextAsync("Part 2 of 2 was read. Scan the other parts.");
    }

    /// <summary>Something in between answers in the place of the service: the device judges.</summary>
    [Theory]
    [InlineData("<html>Log in to the network</html>", "text/html")]
    [InlineData("{}", "application/json")]
    [InlineData("""{"status":"VALID","signature":"valid","reasons":[{}],"checkedAt":"2026-01-01T00:00:00Z"}""", "application/json")]
    public async Task A_response_that_is_not_a_verdict_is_not_shown_as_one(string body, string type)
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify", WithoutWorker);
        await visit.Page.RouteAsync(VerifyCall, route => route.FulfillAsync(new() { Body = body, ContentType = type }));

        await PasteAsync(visit.Page, Encoding.UTF8.GetString(await issued.PartAsync("credential.json")));

        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Valid");
        await Assertions.Expect(visit.Page.Locator(".verdict")).ToContainTextAsync("Checked on this device");
    }

    /// <summary>A file that only the service can read is not waited for without end.</summary>
    [Fact]
    public async Task An_unresponsive_service_is_reported_as_such()
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify", WithoutWorker);
        visit.AllowsFailedCalls = true;
        await visit.Page.Clock.InstallAsync();
        var held = await HoldFirstAsync(visit.Page, VerifyCall);

        await OpenAsync(visit.Page, "certificate.json", "application/json", await issued.PartAsync("credential.json"));
        await held.Asked.Task.WaitAsync(Token);
        await visit.Page.Clock.FastForwardAsync(31_000);

        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Not checked");
        await Assertions.Expect(visit.Page.Locator(".verdict")).ToContainTextAsync("The service does not answer.");
    }

    [Fact]
    public async Task If_the_code_reader_does_not_load_the_service_reads_the_picture()
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify", WithoutWorker);
        visit.AllowsFailedCalls = true;
        await visit.Page.RouteAsync("**/portal/scan-*.js", route => route.AbortAsync());

        await OpenAsync(visit.Page, "qr.png", "image/png", await issued.PartAsync("qr.png"));
        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Valid");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = Another }).ClickAsync();
        await visit.Page.GetByLabel("Check on this device only").CheckAsync();
        await OpenAsync(visit.Page, "qr.png", "image/png", await issued.PartAsync("qr.png"));
        await Assertions.Expect(visit.Page.Locator(".notice")).ToHaveTextAsync("This page could not be loaded completely.");
    }

    [Fact]
    public async Task A_page_with_a_missing_file_can_be_reloaded()
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify", WithoutWorker);
        visit.AllowsFailedCalls = true;
        await visit.Page.RouteAsync("**/portal/Operations-*.js", route => route.FulfillAsync(new() { Status = 404, Body = "" }));

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Operations" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This page could not be loaded completely.");
        Assert.Empty(await visit.AccessibilityFaultsAsync());

        await visit.Page.UnrouteAllAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Reload" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("This page could not be loaded completely.")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.GetByText("Loading …")).ToHaveCountAsync(0);
        await visit.Page.Locator("h1").WaitForAsync();
    }

    /// <summary>At a first visit, without a worker: settings and colour never come, or are those of somebody else.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("<html>Log in to the network</html>")]
    public async Task The_page_opens_even_without_settings(string? answer)
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify", WithoutWorker);
        visit.AllowsFailedCalls = true;
        await visit.Page.RouteAsync(
            "**/portal/settings.json",
            route => answer is null ? Task.CompletedTask : route.FulfillAsync(new() { Body = answer, ContentType = "application/json" }));
        await visit.Page.RouteAsync("**/portal/brand.css", route => answer is null ? Task.CompletedTask : route.AbortAsync());

        await visit.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });

        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Verify a certificate");
    }

    /// <summary>Errors and pages of somebody else neither disable what is kept nor destroy it.</summary>
    [Theory]
    [InlineData(503, "<h1>503</h1>", "text/html")]
    [InlineData(404, "", "text/plain")]
    [InlineData(429, "{}", "application/problem+json")]
    [InlineData(200, "<html>Log in to the network</html>", "text/html")]
    [InlineData(200, "{}", "application/json")]
    [InlineData(200, "no JSON", "application/jose+json")]
    public async Task A_failing_service_does_not_disable_or_delete_cached_data(int status, string body, string type)
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify");
        visit.AllowsFailedCalls = true;
        await visit.Page.EvaluateAsync(IsKept);
        var asked = 0;
        await visit.Page.Context.RouteAsync(url => IsPublished(url) || url.EndsWith("/verify", StringComparison.Ordinal), route =>
        {
            Interlocked.Increment(ref asked);
            return route.FulfillAsync(new() { Status = status, Body = body, ContentType = type });
        });

        await visit.Page.ReloadAsync();
        await PasteAsync(visit.Page, Encoding.UTF8.GetString(await issued.PartAsync("credential.json")));
        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Valid");
        await Assertions.Expect(visit.Page.Locator(".verdict")).ToContainTextAsync("Checked on this device");

        Assert.True(Volatile.Read(ref asked) >= 4, "The calls did not come by.");
        await visit.Page.Context.UnrouteAllAsync();
        await visit.Page.Context.SetOfflineAsync(true);
        await visit.Page.ReloadAsync();
        await PasteAsync(visit.Page, Encoding.UTF8.GetString(await issued.PartAsync("credential.json")));
        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Valid");
    }

    /// <summary>The network neither answers nor fails.</summary>
    [Fact]
    public async Task An_unresponsive_network_does_not_delay_the_page()
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify");
        visit.AllowsFailedCalls = true;
        await visit.Page.EvaluateAsync(IsKept);
        var asked = 0;
        await visit.Page.Context.RouteAsync("**/*", route =>
        {
            Interlocked.Increment(ref asked);
            return Task.CompletedTask;
        });

        await visit.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
        await visit.Page.GetByLabel("Check on this device only").CheckAsync();
        await PasteAsync(visit.Page, Encoding.UTF8.GetString(await issued.PartAsync("credential.json")));

        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Valid");
        Assert.True(Volatile.Read(ref asked) >= 3, "The calls did not come by.");
    }

    /// <summary>
    /// Whoever checks with a connection, day after day, has the lists of today when there is none. A list of before never replaces a later
    /// one.
    /// </summary>
    [Fact]
    public async Task Cached_lists_are_updated_from_the_published_lists()
    {
        await using var host = await VerifyPageTests.Issued.StartAsync();
        var ids = new[]
        {
            await PortalIssuer.IssueAsync(host, "Ana"),
            await PortalIssuer.IssueAsync(host, "Ben"),
            await PortalIssuer.IssueAsync(host, "Cora"),
        };
        await using var visit = await browser.VisitAsync(host.BaseAddress, "/verify");
        visit.AllowsFailedCalls = true;
        await visit.Page.EvaluateAsync(IsKept);
        var first = await host.Client.GetStringAsync("/revocations", Token);

        // When the page opens.
        await RevokeAsync(host, ids[0], 1);
        await visit.Page.ReloadAsync();
        await KeptAsync(visit.Page, 1);

        // When there is a connection again.
        await RevokeAsync(host, ids[1], 2);
        await visit.Page.EvaluateAsync("() => dispatchEvent(new Event('online'))");
        await KeptAsync(visit.Page, 2);

        // While it is open.
        await visit.Page.Clock.InstallAsync();
        await visit.Page.ReloadAsync();
        await visit.Page.Locator("h1").WaitForAsync();
        await visit.Page.EvaluateAsync(IsKept);
        await RevokeAsync(host, ids[2], 3);
        await visit.Page.Clock.FastForwardAsync(66 * 60_000);
        await KeptAsync(visit.Page, 3);

        await visit.Page.Context.RouteAsync(
            "**/revocations", route => route.FulfillAsync(new() { Body = first, ContentType = "application/jose+json" }));
        Assert.Equal(3, RevokedIn(await visit.Page.EvaluateAsync<string>("async () => (await fetch('/revocations')).text()")));
        await KeptAsync(visit.Page, 3);
    }

    /// <summary>
    /// While the program is updated, one instance has the new files and another one still answers with the page before: a browser keeps
    /// neither.
    /// </summary>
    [Fact]
    public async Task A_page_of_another_version_is_not_cached()
    {
        await using var own = await browser.LaunchAsync();
        var context = await own.NewContextAsync();
        var asked = 0;
        var page = await issued.Host.Client.GetStringAsync("/verify", Token);
        await context.RouteAsync(url => new Uri(url).AbsolutePath == "/verify", route =>
        {
            if (route.Request.IsNavigationRequest)
            {
                return route.ContinueAsync();
            }

            Interlocked.Increment(ref asked);
            return route.FulfillAsync(
                new() { Body = page.Replace("/portal/index-", "/portal/another-", StringComparison.Ordinal), ContentType = "text/html" });
        });
        await using var visit = await PortalVisit.OpenAsync(context, issued.Host.BaseAddress, "/verify");
        visit.AllowsFailedCalls = true;

        await Eventually.HoldsAsync(() => Volatile.Read(ref asked) >= 2);
        await visit.Page.EvaluateAsync(
            "async () => { while (await navigator.serviceWorker.getRegistration()) await new Promise(done => setTimeout(done, 50)); }");
        Assert.Equal(
            0, await visit.Page.EvaluateAsync<int>("async () => (await caches.keys()).filter(name => name.startsWith('portal-')).length"));
    }

    [Fact]
    public async Task The_service_worker_lists_its_files_with_their_hashes()
    {
        var worker = await issued.Host.Client.GetStringAsync("/sw.js", Token);
        var files = JsonNode.Parse(Files().Match(worker).Groups["files"].Value)!.AsObject();

        Assert.Contains("/verify", files.Select(file => file.Key));
        foreach (var (path, hash) in files)
        {
            Assert.Equal(
                hash!.GetValue<string>(),
                Convert.ToHexStringLower(SHA256.HashData(await issued.Host.Client.GetByteArrayAsync(path, Token))));
        }
    }

    private static bool IsPublished(string url)
    {
        var path = new Uri(url).AbsolutePath;
        return path is "/trust" or "/revocations" or "/portal/settings.json" or "/.well-known/jwks.json";
    }

    private static async Task RevokeAsync(TestHost host, string id, int then)
    {
        using var revoked = await host.Client.PostAsJsonAsync($"/certificates/{id}/revoke", new { reason = "WRONG_PERSON" }, Token);
        revoked.EnsureSuccessStatusCode();
        await Eventually.HoldsAsync(async () => RevokedIn(await host.Client.GetStringAsync("/revocations", Token)) == then);
    }

    /// <summary>Waits until the browser keeps a list with so many revoked certificates.</summary>
    private static Task KeptAsync(IPage page, int revoked)
    {
        return Eventually.HoldsAsync(async () =>
            RevokedIn(await page.EvaluateAsync<string>(
                "async () => (await (await (await caches.open('published')).match('/revocations')).text())"))
                == revoked);
    }

    private static int RevokedIn(string list)
    {
        var payload = System.Buffers.Text.Base64Url.DecodeFromChars(JsonNode.Parse(list)!["payload"]!.GetValue<string>());
        return JsonNode.Parse(payload)!["revoked"]!.AsArray().Count;
    }

    private sealed record Held(TaskCompletionSource Asked, TaskCompletionSource Released, TaskCompletionSource Answered);

    /// <summary>Holds the answer to the first call back until it is released; all others pass.</summary>
    private static async Task<Held> HoldFirstAsync(IPage page, string pattern)
    {
        var held = new Held(new(), new(), new());
        await page.RouteAsync(pattern, async route =>
        {
            if (!held.Asked.TrySetResult())
            {
                await route.ContinueAsync();
                return;
            }

            await held.Released.Task;
            try
            {
                await route.ContinueAsync();
            }
            catch (PlaywrightException)
            {
                // The page has given the call up, as it should.
            }

            held.Answered.SetResult();
        });
        return held;
    }

    private static async Task ReleaseAsync(IPage page, Held held)
    {
        held.Released.SetResult();
        await held.Answered.Task.WaitAsync(Token);
        // The answer is on its way; nothing tells that it did nothing.
        await page.WaitForTimeoutAsync(1500);
    }

    private static Task OpenCodeAsync(IPage page, string text)
    {
        return OpenAsync(
            page,
            "code.png",
            "image/png",
            QrPng.Write(QrEncoder.Encode(new QrContent([QrSegment.Bytes(Encoding.ASCII.GetBytes(text))])), 8));
    }

    private static Task OpenAsync(IPage page, string name, string type, byte[] bytes)
    {
        return page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = type, Buffer = bytes });
    }

    private static async Task PasteAsync(IPage page, string text)
    {
        if (!await page.GetByLabel("Text of the certificate").IsVisibleAsync())
        {
            await page.GetByText("Paste text").ClickAsync();
        }

        await page.GetByLabel("Text of the certificate").FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check", Exact = true }).ClickAsync();
    }

    [GeneratedRegex(@"const files ?= ?(?<files>\{[^}]*\})")]
    private static partial Regex Files();
}
