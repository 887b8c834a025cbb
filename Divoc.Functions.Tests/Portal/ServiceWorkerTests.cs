using System.Net;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Portal;

/// <summary>What the service worker keeps in a real browser, and how it goes.</summary>
[Trait("Kind", "Slow")]
public sealed class ServiceWorkerTests(PortalBrowser browser)
{
    private const string Workers = "async () => (await navigator.serviceWorker.getRegistrations()).length";
    private const string Caches = "async () => (await caches.keys()).length";

    /// <summary>Two services, one after the other at the same address, as when an operator changes the setting.</summary>
    [Fact]
    public async Task Disabling_the_verify_page_removes_its_worker_and_caches_from_browsers()
    {
        var first = await TestHost.StartAsync();
        var port = first.BaseAddress.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var chromium = await browser.LaunchAsync();
        await using (chromium)
        {
            var context = await chromium.NewContextAsync();
            var page = await context.NewPageAsync();
            await page.GotoAsync(new Uri(first.BaseAddress, "/verify").ToString());
            await page.EvaluateAsync("async () => { await navigator.serviceWorker.ready; }");
            Assert.Equal((1, 2), (await page.EvaluateAsync<int>(Workers), await page.EvaluateAsync<int>(Caches)));
            await first.DisposeAsync();

            await using var second = await TestHost.StartAsync(null, "--urls", $"http://127.0.0.1:{port}", "--Divoc:Portal:Pages", "start");
            Assert.Equal(first.BaseAddress, second.BaseAddress);
            var gone = await page.GotoAsync(new Uri(second.BaseAddress, "/verify").ToString());
            Assert.Equal((int)HttpStatusCode.NotFound, gone!.Status);
            await page.GotoAsync(second.BaseAddress.ToString());

            await Eventually.HoldsAsync(
                async () => await page.EvaluateAsync<int>(Workers) == 0 && await page.EvaluateAsync<int>(Caches) == 0);
        }
    }
}
