using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Playwright;

namespace Divoc.Functions.Tests.Portal;

/// <summary>
/// A page that somebody looks at. What no page may ever do is held at its end: ask another origin, break the content security policy, throw
/// an error, keep something in the browser's stores.
/// </summary>
public sealed class PortalVisit : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> faults = [];

    private PortalVisit(IBrowserContext context, IPage page) => (this.context, Page) = (context, page);

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>What the console says where a call was answered with an error, which some tests want.</summary>
    public bool AllowsFailedCalls { get; set; }

    /// <summary>Opens a page in a context, which it disposes.</summary>
    public static async Task<PortalVisit> OpenAsync(IBrowserContext context, Uri service, string path)
    {
        context.SetDefaultTimeout((float)Eventually.Limit.TotalMilliseconds);
        var visit = new PortalVisit(context, await context.NewPageAsync());
        visit.Watch(service);
        await visit.Page.GotoAsync(new Uri(service, path).ToString());
        await visit.Page.Locator("h1").First.WaitForAsync();
        return visit;
    }

    /// <summary>What axe finds of WCAG 2.2, levels A and AA, and of good practice: one line a rule, none where all is well.</summary>
    public async Task<IReadOnlyList<string>> AccessibilityFaultsAsync()
    {
        var found = await Page.RunAxe(new AxeRunOptions { Iframes = false });
        return [.. found.Violations.Select(rule => $"{rule.Id}: {rule.Help}: {string.Join(" | ", rule.Nodes.Select(node => node.Html))}")];
    }

    /// <summary>Saves a picture of the whole page below <c>artifacts/portal</c>, which is not committed: to look at.</summary>
    public Task PictureAsync(string name)
    {
        return Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(SharedData.RepositoryRoot, "artifacts", "portal", $"{name}.png"),
            FullPage = true,
        });
    }

    /// <summary>What the page has done that it may not.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync()
    {
        const string stores = "() => [localStorage.length, sessionStorage.length, document.cookie.length].join()";
        var kept = Page.IsClosed ? "0,0,0" : await Page.EvaluateAsync<string>(stores);
        return [.. faults, .. kept == "0,0,0" ? (string[])[] : [$"it keeps something: {kept}"]];
    }

    public async ValueTask DisposeAsync()
    {
        // A test that has failed already says why; these would hide it.
        var found = TestContext.Current.TestState?.Result == TestResult.Failed ? [] : await FaultsAsync();
        await context.DisposeAsync();
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    private void Watch(Uri service)
    {
        Page.PageError += (_, error) => faults.Enqueue($"an error: {error}");
        Page.Console += (_, message) =>
        {
            var isFailedCall = message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal);
            // Said by Playwright where a test wants none.
            var isBlockedWorker = message.Text == "Service Worker registration blocked by Playwright";
            if (message.Type is "error" or "warning" && !(AllowsFailedCalls && isFailedCall) && !isBlockedWorker)
            {
                faults.Enqueue($"console: {message.Text} {message.Location}");
            }
        };
        context.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            // The browser's own viewer of PDFs is an extension.
            if (url.Scheme is not ("blob" or "data" or "chrome" or "chrome-extension")
                && url.GetLeftPart(UriPartial.Authority) != service.GetLeftPart(UriPartial.Authority))
            {
                faults.Enqueue($"it asked {request.Url}");
            }
        };
    }
}
