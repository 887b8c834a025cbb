using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Portal;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(PortalBrowser))]

namespace Divoc.Functions.Tests.Portal;

/// <summary>
/// One real browser for all tests of the pages: the Chromium that is installed on the machine, started when the first test asks for it.
/// Each test has a profile of its own.
/// </summary>
public sealed class PortalBrowser : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly SemaphoreSlim gate = new(1, 1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Where it lies.</summary>
    public static string Executable { get; } = FindExecutable();

    /// <summary>Opens a page of a service in a profile of its own, and watches what it does.</summary>
    /// <param name="service">The service's address.</param>
    /// <param name="path">The page's path.</param>
    /// <param name="look">Language, size, colours; null for a desktop in English.</param>
    public async Task<PortalVisit> VisitAsync(Uri service, string path, BrowserNewContextOptions? look = null)
    {
        var context = await (await BrowserAsync()).NewContextAsync(look ?? new BrowserNewContextOptions());
        return await PortalVisit.OpenAsync(context, service, path);
    }

    /// <summary>Starts a browser of its own for a test that needs other arguments, such as a camera.</summary>
    public async Task<IBrowser> LaunchAsync(params string[] arguments)
    {
        await BrowserAsync();
        return await LaunchAsync(playwright!, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        gate.Dispose();
    }

    private static Task<IBrowser> LaunchAsync(IPlaywright playwright, IEnumerable<string> arguments)
    {
        // Containers run as root, where Chromium has no sandbox. The pages under test are our own.
        return playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = ["--no-sandbox", .. arguments] });
    }

    private async Task<IBrowser> BrowserAsync()
    {
        await gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            playwright ??= await Playwright.CreateAsync();
            Assertions.SetDefaultExpectTimeout((float)Eventually.Limit.TotalMilliseconds);
            return browser ??= await LaunchAsync(playwright, []);
        }
        finally
        {
            gate.Release();
        }
    }

    private static string FindExecutable()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No Chromium is installed: run ./test.sh, which installs it.");
    }
}
