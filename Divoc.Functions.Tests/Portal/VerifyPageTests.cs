using System.Text;
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
    public async Task A_file_of_a_certificate_is_valid(string part, string type)
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify");

        await OpenAsync(visit.Page, part, type, await issued.PartAsync(part));

        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Valid");
        await Assertions.Expect(visit.Page.Locator(".person")).ToContainTextAsync(issued.Name);
        await Assertions.Expect(visit.Page.Locator(Verdict)).ToBeFocusedAsync();
        Assert.Empty(await visit.AccessibilityFaultsAsync());
    }

    [Fact]
    public async Task An_altered_certificate_is_not_genuine_and_says_nothing_of_anybody()
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify");
        var credential = Encoding.UTF8.GetString(await issued.PartAsync("credential.json")).Replace(issued.Name, "Somebody Else", StringComparison.Ordinal);

        await PasteAsync(visit.Page, credential);

        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Not genuine");
        await Assertions.Expect(visit.Page.Locator(".verdict")).Not.ToContainTextAsync("Somebody Else");
        Assert.Empty(await visit.AccessibilityFaultsAsync());
    }

    /// <summary>The name of a person can hold what browsers read as markup.</summary>
    [Fact]
    public async Task A_name_cannot_become_markup()
    {
        const string name = "<img src=x onerror=alert(1)>";
        var id = await issued.IssueAsync(name);
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify");

        await PasteAsync(visit.Page, Encoding.UTF8.GetString(await issued.PartAsync("credential.json", id)));

        await Assertions.Expect(visit.Page.Locator(".person")).ToContainTextAsync(name);
        Assert.Equal(0, await visit.Page.Locator(".verdict img").CountAsync());
    }

    [Fact]
    public async Task What_is_no_certificate_is_said_to_be_none()
    {
        await using var visit = await browser.VisitAsync(issued.Host.BaseAddress, "/verify");
        visit.AllowsFailedCalls = true;

        await PasteAsync(visit.Page, "hello");

        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Not readable");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Check another certificate" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Verify a certificate" })).ToBeVisibleAsync();
    }

    /// <summary>The camera sees six empty frames, then the code come nearer.</summary>
    [Theory]
    [InlineData("qr.png")]
    [InlineData("eu.png")]
    public async Task The_camera_reads_a_code(string part)
    {
        using var folder = new TemporaryFolder();
        var film = Path.Combine(folder.Path, "film.mjpeg");
        await File.WriteAllBytesAsync(film, CameraFilm.Of(await issued.PartAsync(part)), TestContext.Current.CancellationToken);
        await using var own = await browser.LaunchAsync("--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={film}");
        await using var visit = await PortalVisit.OpenAsync(await own.NewContextAsync(new() { Permissions = ["camera"] }), issued.Host.BaseAddress, "/verify");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Scan with the camera" }).ClickAsync();

        await Assertions.Expect(visit.Page.Locator(Verdict)).ToHaveTextAsync("Valid");
    }

    [Fact]
    public async Task A_camera_that_may_not_be_used_is_explained()
    {
        await using var own = await browser.LaunchAsync("--use-fake-device-for-media-stream", "--deny-permission-prompts");
        await using var visit = await PortalVisit.OpenAsync(await own.NewContextAsync(), issued.Host.BaseAddress, "/verify");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Scan with the camera" }).ClickAsync();

        await visit.Page.GetByText("The camera can’t be used").WaitForAsync();
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
        public string Name => "Ishara Wendakoon";

        /// <summary>The service.</summary>
        internal TestHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Host = await TestHost.StartAsync(null, "--Divoc:Issuer:Country", "LK", "--Divoc:Dcc:IssuerName", "Ministry of Health");
            id = await IssueAsync(Name);
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();

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
