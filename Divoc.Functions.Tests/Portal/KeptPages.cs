using Divoc.Functions.Tests.Hosting;
using Microsoft.Playwright;

namespace Divoc.Functions.Tests.Portal;

/// <summary>
/// A browser that keeps pages which were left, and shows them again to whoever goes back. Playwright starts browsers without that.
/// </summary>
internal sealed class KeptPages : IAsyncDisposable
{
    private const int MostAttempts = 5;

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
    /// one that was left and not a new one. A browser that is short of time does not keep a page: then it is left once more.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="openAsync">Brings a new page to the state in which the first one was left.</param>
    /// <returns>What the page showed in the moment in which it came back.</returns>
    public static async Task<string> LeaveAndComeBackAsync(IPage page, Func<Task> openAsync)
    {
        const string look =
            "() => { window.wasLeft = true; "
            + "addEventListener('pageshow', () => { window.seenAtReturn = document.body.innerHTML; }, { capture: true }); }";
        var address = page.Url;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            await page.EvaluateAsync(look);
            await page.GotoAsync(new Uri(new Uri(address), "/health/live").ToString());
            await page.EvaluateAsync("() => { setTimeout(() => history.back()); }");
            await Eventually.HoldsAsync(async () => await IsBackAsync(page, address));
            if (await page.EvaluateAsync<string?>("() => window.seenAtReturn ?? null") is { } seen)
            {
                return seen;
            }

            await openAsync();
        }

        throw new InvalidOperationException($"The browser kept none of {MostAttempts} pages.");
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    /// <summary>Whether the browser shows the address again, be it the kept page or a new one.</summary>
    private static async Task<bool> IsBackAsync(IPage page, string address)
    {
        try
        {
            return await page.EvaluateAsync<bool>(
                "address => location.href === address && document.readyState === 'complete' "
                + "&& (window.wasLeft === undefined || window.seenAtReturn !== undefined)",
                address);
        }
        catch (PlaywrightException)
        {
            // The document goes away under the question.
            return false;
        }
    }
}
