using Divoc.Functions.Tests.Hosting;
using Microsoft.Playwright;

namespace Divoc.Functions.Tests.Portal;

/// <summary>
/// A browser that keeps pages which were left, and shows them again to whoever goes back. Playwright starts browsers without that.
/// </summary>
internal sealed class KeptPages : IAsyncDisposable
{
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private KeptPages(IPlaywright playwright, IBrowser browser) => (this.playwright, this.browser) = (playwright, browser);

    public static async Task<KeptPages> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = PortalBrowser.Executable,
            Args = ["--no-sandbox"],
            IgnoreDefaultArgs = ["--disable-back-forward-cache"],
        });
        return new KeptPages(playwright, browser);
    }

    public Task<IBrowserContext> NewContextAsync() => browser.NewContextAsync();

    /// <summary>
    /// Opens another document (without a picture for its tab, which is a failed call) and goes back, and makes sure that the page is the
    /// one that was left and not a new one.
    /// </summary>
    /// <returns>What the page showed in the moment in which it came back.</returns>
    public static async Task<string> LeaveAndComeBackAsync(IPage page)
    {
        const string look =
            "() => addEventListener('pageshow', () => { window.seenAtReturn = document.body.innerHTML; }, { capture: true })";
        await page.EvaluateAsync(look);
        await page.GotoAsync(new Uri(new Uri(page.Url), "/health/live").ToString());
        await page.EvaluateAsync("() => { setTimeout(() => history.back()); }");
        await Eventually.HoldsAsync(async () => await SeenAsync(page) is not null);
        return (await SeenAsync(page))!;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    /// <summary>Null as long as the page is not back.</summary>
    private static async Task<string?> SeenAsync(IPage page)
    {
        try
        {
            return await page.EvaluateAsync<string?>("() => window.seenAtReturn ?? null");
        }
        catch (PlaywrightException)
        {
            // The document goes away under the question.
            return null;
        }
    }
}
