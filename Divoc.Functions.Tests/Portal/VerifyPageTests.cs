using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Playwright;

namespace Divoc.Functions.Tests.Portal;

/// <summary>The page that checks certificates, in a real browser.</summary>
public sealed class VerifyPageTests(PortalBrowser browser, VerifyPageTests.Issued issued) : IClassFixture<VerifyPageTests.Issued>
{
    private const string Verdict = ".verdict h2";

    [Theory]
    [InlineData("credential.json", "application/json")]
    [InlineData("qr.png", "image/png")]
    [InlineData("certificate.pdf", "application/pdf")]
    [InlineData("eu.png", "image/png")]
    public async Task A_certificate_file_is_valid(string part, string type)
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify");

        await OpenAsync(visit.Page, part, type, await issued.PartAsync(part));

        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Valid");
        await Assertions.Expect(visit.Page.Locator(".person")).ToContainTextAsync(Issued.Name);
        await Assertions.Expect(visit.Page.Locator(Verdict)).ToBeFocusedAsync();
        Assert.Empty(await visit.AccessibilityFaultsAsync());
    }

    [Fact]
    public async Task An_altered_certificate_is_not_genuine_and_shows_no_personal_data()
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify");
        var credential = Encoding.UTF8.GetString(await issued.PartAsync("credential.json"))
            .Replace(Issued.Name, "Somebody Else", StringComparison.Ordinal);

        await PasteAsync(visit.Page, credential);

        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Not genuine");
        await Assertions.Expect(visit.Page.Locator(".verdict")).Not.ToContainTextAsync("Somebody Else");
        Assert.Empty(await visit.AccessibilityFaultsAsync());
    }

    /// <summary>The name of a person can hold what browsers read as markup.</summary>
    [Fact]
    public async Task A_name_is_never_interpreted_as_markup()
    {
        const string name = "<img src=x onerror=alert(1)>";
        var id = await issued.IssueAsync(name);
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify");

        await PasteAsync(visit.Page, Encoding.UTF8.GetString(await issued.PartAsync("credential.json", id)));

        await Assertions.Expect(visit.Page.Locator(".person")).ToContainTextAsync(name);
        Assert.Equal(0, await visit.Page.Locator(".verdict img").CountAsync());
    }

    [Fact]
    public async Task Input_that_is_not_a_certificate_is_reported_as_such()
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify");
        visit.AllowsFailedCalls = true;

        await PasteAsync(visit.Page, "hello");

        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Not readable");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Check another certificate" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Verify a certificate" })).ToBeVisibleAsync();
    }

    /// <summary>
    /// The camera sees six empty frames, then the code come nearer; again and again. Between two checks the certificate is revoked.
    /// </summary>
    [Theory]
    [InlineData("qr.png")]
    [InlineData("eu.png")]
    public async Task The_camera_reads_a_code_before_and_after_the_certificate_is_revoked(string part)
    {
        var id = await issued.IssueAsync("Cora Camera");
        using var folder = new TemporaryFolder();
        var film = Path.Combine(folder.Path, "film.mjpeg");
        await File.WriteAllBytesAsync(film, CameraFilm.Of(await issued.PartAsync(part, id)), TestContext.Current.CancellationToken);
        await using var own = await browser.LaunchAsync("--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={film}");
        await using var visit = await PortalVisit.OpenAsync(
            await own.NewContextAsync(new() { Permissions = ["camera"] }), issued.Host.BaseAddress, "/verify");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Scan with the camera" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Valid");

        using var revoked = await issued.Host.Client.PostAsJsonAsync($"/certificates/{id}/revoke", new { reason = "WRONG_PERSON" }, Token);
        revoked.EnsureSuccessStatusCode();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Check another certificate" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Scan with the camera" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Revoked");
    }

    [Fact]
    public async Task A_blocked_camera_is_explained()
    {
        await using var own = await browser.LaunchAsync("--use-fake-device-for-media-stream", "--deny-permission-prompts");
        await using var visit = await PortalVisit.OpenAsync(await own.NewContextAsync(), issued.Host.BaseAddress, "/verify");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Scan with the camera" }).ClickAsync();

        await visit.Page.GetByText("The browser does not allow this page to use the camera.").WaitForAsync();
    }

    /// <summary>
    /// The page was loaded once; then the service is gone. Page, keys and revocations are still there, and a new start of the page too.
    /// </summary>
    [Fact]
    public async Task Without_the_service_the_device_judges_from_its_cached_data()
    {
        await using var host = await Issued.StartAsync();
        var (good, bad) = (await PortalIssuer.IssueAsync(host, "Ana Good"), await PortalIssuer.IssueAsync(host, "Ben Bad"));
        var (goodCode, badCode) = (
            await host.Client.GetByteArrayAsync($"/certificates/{good}/qr.png", Token),
            await host.Client.GetByteArrayAsync($"/certificates/{bad}/qr.png", Token));
        using var revoked = await host.Client.PostAsJsonAsync($"/certificates/{bad}/revoke", new { reason = "WRONG_PERSON" }, Token);
        revoked.EnsureSuccessStatusCode();
        await Eventually.HoldsAsync(async () => await RevokedAsync(host) == 1);
        await using var visit = await browser.VisitAsync(host.BaseAddress, "/verify");
        visit.AllowsFailedCalls = true;
        await visit.Page.EvaluateAsync(
            "async () => { await navigator.serviceWorker.ready; while (!navigator.serviceWorker.controller || !(await "
            + "caches.match('/revocations'))) await new Promise(done => setTimeout(done, 50)); }");

        await host.StopAsync();
        await visit.Page.ReloadAsync();

        await OpenAsync(visit.Page, "qr.png", "image/png", goodCode);
        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Valid");
        await Assertions.Expect(visit.Page.Locator(".verdict")).ToContainTextAsync("Checked on this device");
        await Assertions.Expect(visit.Page.Locator(".person")).ToContainTextAsync("Ana Good");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Check another certificate" }).ClickAsync();
        await OpenAsync(visit.Page, "qr.png", "image/png", badCode);
        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Revoked");

        // Three days later what it knows is too old to say anything.
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Check another certificate" }).ClickAsync();
        await visit.Page.Clock.SetFixedTimeAsync(DateTime.UtcNow.AddDays(3));
        await OpenAsync(visit.Page, "qr.png", "image/png", goodCode);
        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Not checked");
        await Assertions.Expect(visit.Page.Locator(".person")).ToHaveCountAsync(0);
    }

    /// <summary>Where that is asked for, nothing of the certificate is sent, though there is a connection.</summary>
    [Fact]
    public async Task In_the_mode_On_this_device_only_nothing_is_sent()
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify");
        List<string> sent = [];
        visit.Page.Request += (_, request) => sent.Add($"{request.Method} {new Uri(request.Url).AbsolutePath}");
        await visit.Page.GetByLabel("Check on this device only").CheckAsync();

        await OpenAsync(visit.Page, "qr.png", "image/png", await issued.PartAsync("qr.png"));

        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Valid");
        Assert.All(sent, request => Assert.StartsWith("GET /", request, StringComparison.Ordinal));
        Assert.DoesNotContain(
            sent,
            request => request.Contains("verify", StringComparison.OrdinalIgnoreCase)
                && !request.Contains("/portal/", StringComparison.Ordinal));
    }

    /// <summary>Each language renders, with its direction, and nothing is wider than a small phone.</summary>
    [Theory]
    [InlineData("en", "ltr")]
    [InlineData("ar", "rtl")]
    [InlineData("es", "ltr")]
    [InlineData("fr", "ltr")]
    [InlineData("hi", "ltr")]
    [InlineData("id", "ltr")]
    [InlineData("pt", "ltr")]
    [InlineData("si", "ltr")]
    [InlineData("ta", "ltr")]
    public async Task Each_language_renders(string language, string direction)
    {
        await using var visit = await browser.VisitAsync(
            issued.Host.BaseAddress, "/verify", new() { Locale = language, ViewportSize = new() { Width = 320, Height = 700 } });
        await OpenAsync(visit.Page, "qr.png", "image/png", await issued.PartAsync("qr.png"));
        await visit.Page.Locator(".person").WaitForAsync();

        Assert.Equal(
            $"{language} {direction} 320",
            await visit.Page.EvaluateAsync<string>(
                "() => [document.documentElement.lang, document.documentElement.dir, document.documentElement.scrollWidth].join(' ')"));
        Assert.Empty(await visit.AccessibilityFaultsAsync());
        await visit.PictureAsync($"verdict-{language}");

        await visit.Page.GotoAsync(issued.Host.BaseAddress.ToString());
        await visit.Page.Locator("h1").WaitForAsync();
        Assert.Equal(
            $"{language} {direction} 320",
            await visit.Page.EvaluateAsync<string>(
                "() => [document.documentElement.lang, document.documentElement.dir, document.documentElement.scrollWidth].join(' ')"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>How many certificates the published list calls revoked.</summary>
    private static async Task<int> RevokedAsync(TestHost host)
    {
        var list = JsonNode.Parse(await host.Client.GetStringAsync("/revocations", Token))!;
        var payload = System.Buffers.Text.Base64Url.DecodeFromChars(list["payload"]!.GetValue<string>());
        return JsonNode.Parse(payload)!["revoked"]!.AsArray().Count;
    }

    private static Task OpenAsync(IPage page, string name, string type, byte[] bytes)
    {
        return page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = type, Buffer = bytes });
    }

    private static async Task PasteAsync(IPage page, string text)
    {
        await page.GetByText("Paste text").ClickAsync();
        await page.GetByLabel("Text of the certificate").FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check", Exact = true }).ClickAsync();
    }

    /// <summary>A service with a certificate.</summary>
    public sealed class Issued : IAsyncLifetime
    {
        private string id = "";

        /// <summary>Whose it is.</summary>
        public const string Name = "Ishara Wendakoon";

        /// <summary>The service.</summary>
        internal TestHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Host = await StartAsync();
            id = await IssueAsync(Name);
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();

        /// <summary>Starts a service.</summary>
        internal static Task<TestHost> StartAsync() =>
            TestHost.StartAsync(null, "--Divoc:Issuer:Country", "LK", "--Divoc:Dcc:IssuerName", "Ministry of Health");

        /// <summary>Issues a certificate for somebody.</summary>
        public Task<string> IssueAsync(string name) => PortalIssuer.IssueAsync(Host, name);

        /// <summary>A part of the certificate.</summary>
        public Task<byte[]> PartAsync(string part) => PartAsync(part, id);

        /// <summary>A part of a certificate.</summary>
        public Task<byte[]> PartAsync(string part, string certificateId)
        {
            return Host.Client.GetByteArrayAsync($"/certificates/{certificateId}/{part}", TestContext.Current.CancellationToken);
        }
    }
}
