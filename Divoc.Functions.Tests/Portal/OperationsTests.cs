using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Messaging;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Divoc.Functions.Tests.Portal;

/// <summary>The page for operators, in a real browser.</summary>
[Trait("Kind", "Slow")]
public sealed class OperationsTests(PortalBrowser browser) : IDisposable
{
    private const string Path = "/operations";
    private const string Key = "key-of-the-operator-on-duty";

    private readonly BreakablePages pages = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => pages.Dispose();

    [Fact]
    public async Task The_page_shows_queue_lengths_and_charts_issued_certificates()
    {
        await using var host = await StartAsync();
        var id = await PortalIssuer.IssueAsync(host, "Ana Lind");
        pages.HoldBack();
        var waiting = await new PartnerSystem(host.Client)
            .CertifyAsync("/divoc/api/v1/certify", new JsonArray(PartnerSystem.Event("certify-v1.json", "WAITS")));
        await using var visit = await browser.VisitAsync(host.BaseAddress, Path);
        var page = visit.Page;

        await Expect(page.Locator("[data-queue=certification-events]")).ToContainTextAsync("Waiting1");
        await Expect(page.Locator("[data-queue=certification-events-bulk]")).ToContainTextAsync("Waiting0");
        await Expect(
            page.GetByRole(AriaRole.Img, new() { Name = "Chart: Issued in each minute of the last hour. 1 in all, at most 1 in a minute" }))
            .ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Chart: Failed in each minute of the last hour. 0 in all, none." }))
            .ToBeVisibleAsync();
        Assert.Equal((1, 0), (await page.Locator("svg.issued rect").CountAsync(), await page.Locator("svg.failed rect").CountAsync()));

        await page.GetByText("The numbers of the chart as a table").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "In all 2 1 0 0" })).ToBeVisibleAsync();
        await Expect(page.GetByText("PS256")).ToBeVisibleAsync();
        await Expect(page.GetByText("Nobody has ordered anything yet.")).ToBeVisibleAsync();
        Assert.DoesNotContain(id, await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(await visit.AccessibilityFaultsAsync());

        pages.LetGo();
        await new PartnerSystem(host.Client).WaitAsync(waiting);
        await page.GetByRole(AriaRole.Button, new() { Name = "Update now" }).ClickAsync();
        await Expect(page.Locator("[data-series=issued]")).ToContainTextAsync("Issued 2");
    }

    [Fact]
    public async Task A_failed_event_is_shown_replayed_and_then_issued()
    {
        await using var host = await StartAsync();
        var (accepted, id) = await FailAsync(host, "REPLAYED", 1);
        await using var visit = await browser.VisitAsync(host.BaseAddress, Path);
        var page = visit.Page;

        await Expect(page.Locator(".failure")).ToContainTextAsync("The page can't be written.");
        await Expect(page.Locator(".reason")).ToContainTextAsync("NO_PAGE");
        await Expect(page.Locator("svg.failed rect")).ToHaveCountAsync(1);
        Assert.Empty(await visit.AccessibilityFaultsAsync());
        pages.IsBroken = false;
        await page.GetByRole(AriaRole.Button, new() { Name = $"Replay {id}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Replay 1 event?" })).ToContainTextAsync("tried from the beginning");
        Assert.Equal(["Cancel", "Replay 1 event"], await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button).AllInnerTextsAsync());
        Assert.Empty(await visit.AccessibilityFaultsAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay 1 event" }).ClickAsync();

        await Expect(page.GetByText("1 event was sent again.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Failures" })).ToBeFocusedAsync();
        await Expect(page.GetByText("Nothing failed.")).ToBeVisibleAsync();
        await Expect(page.Locator(".order")).ToContainTextAsync("Replay of failed events by local: 1 sent again");
        await visit.PictureAsync("operations-replayed");
        var status = await new PartnerSystem(host.Client).WaitAsync(accepted);
        Assert.Equal("ISSUED", status["certificates"]![0]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task All_events_with_one_reason_are_replayed_after_a_confirmation_that_gives_the_number()
    {
        await using var host = await StartAsync();
        var (accepted, _) = await FailAsync(host, "REASON", 2);
        await using var visit = await browser.VisitAsync(host.BaseAddress, Path);
        var page = visit.Page;

        pages.IsBroken = false;
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay these: NO_PAGE" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Replay 2 messages with the reason NO_PAGE?" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay 2 messages" }).ClickAsync();
        await Expect(page.GetByText("2 events were sent again.")).ToBeVisibleAsync();
        var status = await new PartnerSystem(host.Client).WaitAsync(accepted);
        Assert.All(status["certificates"]!.AsArray(), one => Assert.Equal("ISSUED", one!["status"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Discarding_requires_a_confirmation_and_a_reason()
    {
        await using var host = await StartAsync();
        var (accepted, _) = await FailAsync(host, "DISCARDED", 2);
        await using var visit = await browser.VisitAsync(host.BaseAddress, Path);
        var page = visit.Page;
        var discard = page.GetByRole(AriaRole.Button, new() { Name = "Discard the chosen" });
        var confirm = page.GetByRole(AriaRole.Button, new() { Name = "Discard 2 events" });

        await Expect(discard).ToBeDisabledAsync();
        await page.GetByLabel("Choose all on this page").CheckAsync();
        await Expect(page.GetByText("2 events chosen")).ToBeVisibleAsync();
        await discard.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Discard 2 events?" })).ToContainTextAsync("does not come back");
        await confirm.ClickAsync();
        await Expect(page.GetByLabel("Why?")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByLabel("Why?")).ToBeFocusedAsync();
        Assert.Empty(await visit.AccessibilityFaultsAsync());
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(discard).ToBeFocusedAsync();
        Assert.Equal(2, (await ListAsync(host)).Count);

        await discard.ClickAsync();
        await page.GetByLabel("Why?").FillAsync("The clinic withdrew them <b>both</b>");
        await confirm.ClickAsync();
        await Expect(page.GetByText("2 events were discarded.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Nothing failed.")).ToBeVisibleAsync();
        Assert.Empty(await ListAsync(host));
        var status = await new PartnerSystem(host.Client).WaitAsync(accepted);
        Assert.All(status["certificates"]!.AsArray(), one => Assert.Equal("DISCARDED", one!["reason"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_configured_operators_the_page_asks_for_a_key_reports_a_wrong_one_and_removes_the_right_one(
        bool asksAllForKeys)
    {
        await using var host = await StartGuardedAsync(asksAllForKeys);
        await using var visit = await VisitWithFailedCallsAsync(host);
        var page = visit.Page;
        var field = page.GetByLabel("Your own operator's key");

        await Expect(page.GetByText("Never enter a key of Azure here")).ToBeVisibleAsync();
        await Expect(field).ToHaveAttributeAsync("type", "password");
        Assert.Empty(await visit.AccessibilityFaultsAsync());
        await field.FillAsync("of-nobody");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "The service does not know this key" })).ToBeVisibleAsync();
        await Expect(field).ToBeFocusedAsync();
        await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(field).ToHaveValueAsync("");
        Assert.Empty(await visit.AccessibilityFaultsAsync());
        await visit.PictureAsync("operations-key");

        await OpenAsync(page);
        await Expect(page.Locator("[data-queue=certification-events]")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Lock", Exact = true }).ClickAsync();
        await Expect(page.GetByText("The page is locked.")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-queue]")).ToHaveCountAsync(0);
        await Expect(field).ToHaveValueAsync("");

        await OpenAsync(page);
        await Expect(page.Locator("[data-queue=certification-events]")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(field).ToHaveValueAsync("");
        await Expect(page.Locator("[data-queue]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_key_unknown_to_the_service_is_tried_only_once()
    {
        await using var host = await StartGuardedAsync(asksAllForKeys: false);
        await using var visit = await browser.VisitAsync(host.BaseAddress, "/verify");
        visit.AllowsFailedCalls = true;
        var page = visit.Page;
        List<IRequest> asked = [];
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).AbsolutePath.StartsWith("/operations/", StringComparison.Ordinal))
            {
                asked.Add(request);
            }
        };

        await page.GetByRole(AriaRole.Link, new() { Name = "Operations" }).ClickAsync();
        await page.GetByLabel("Your own operator's key").FillAsync("of-nobody");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("The service does not know this key")).ToBeVisibleAsync();
        Assert.Equal(["/operations/overview", "/operations/overview"], asked.Select(request => new Uri(request.Url).PathAndQuery));
        Assert.Equal([null, "of-nobody"], asked.Select(request => request.Headers.GetValueOrDefault("x-functions-key")));
    }

    [Fact]
    public async Task An_unused_page_locks_after_fifteen_minutes()
    {
        await using var host = await StartGuardedAsync(asksAllForKeys: true);
        await using var visit = await browser.VisitAsync(host.BaseAddress, Path);
        var page = visit.Page;
        await page.Clock.InstallAsync();
        await page.ReloadAsync();
        await OpenAsync(page);
        var queue = page.Locator("[data-queue=certification-events]");
        await Expect(queue).ToBeVisibleAsync();

        // Any use begins the time anew; what the page does by itself is none.
        await page.Clock.FastForwardAsync("14:00");
        await page.Keyboard.PressAsync("Tab");
        await page.Clock.FastForwardAsync("14:00");
        await Expect(queue).ToBeVisibleAsync();
        await page.Clock.FastForwardAsync("01:30");
        await Expect(page.GetByText("Nobody used the page for 15 minutes")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-queue]")).ToHaveCountAsync(0);
        await Expect(page.GetByLabel("Your own operator's key")).ToHaveValueAsync("");
        Assert.Empty(await visit.AccessibilityFaultsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Returning_to_the_page_shows_neither_the_key_nor_earlier_data(bool asksForKey)
    {
        await using var host = asksForKey ? await StartGuardedAsync(asksAllForKeys: true) : await StartAsync();
        await using var kept = await KeptPages.StartAsync();
        await using var visit = await PortalVisit.OpenAsync(await kept.NewContextAsync(), host.BaseAddress, Path);
        visit.AllowsFailedCalls = true;
        var page = visit.Page;
        async Task ShowQueuesAsync()
        {
            if (asksForKey)
            {
                await OpenAsync(page);
            }

            await Expect(page.Locator("[data-queue=certification-events]")).ToBeVisibleAsync();
        }

        await ShowQueuesAsync();
        Assert.DoesNotContain("Queues", await KeptPages.LeaveAndComeBackAsync(page, ShowQueuesAsync), StringComparison.Ordinal);
        if (!asksForKey)
        {
            await Expect(page.Locator("[data-queue=certification-events]")).ToBeVisibleAsync();
            return;
        }

        await Expect(page.GetByText("Somebody left the page, so it is locked.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Your own operator's key")).ToHaveValueAsync("");
        await Expect(page.Locator("[data-queue]")).ToHaveCountAsync(0);
        Assert.Empty(await visit.AccessibilityFaultsAsync());
    }

    [Fact]
    public async Task The_page_refreshes_every_ten_seconds_until_it_is_paused()
    {
        await using var host = await StartAsync();
        await using var visit = await browser.VisitAsync(host.BaseAddress, Path);
        var page = visit.Page;
        var looks = 0;
        page.Response += (_, response) => looks += response.Url.EndsWith("/operations/overview", StringComparison.Ordinal) ? 1 : 0;
        await page.Clock.InstallAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("[data-queue=certification-events]")).ToBeVisibleAsync();
        var before = looks;
        await page.RunAndWaitForResponseAsync(
            () => page.Clock.FastForwardAsync("00:11"),
            response => response.Url.EndsWith("/operations/overview", StringComparison.Ordinal));
        await Eventually.HoldsAsync(() => looks > before);

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByText("Paused: nothing is updated")).ToBeVisibleAsync();
        before = looks;
        await page.Clock.FastForwardAsync("05:00");
        await page.EvaluateAsync("() => fetch('/health/live')");
        Assert.Equal(before, looks);
        await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync(),
            response => response.Url.EndsWith("/operations/overview", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unavailable_part_is_reported_and_not_shown_as_zero()
    {
        var queue = new InMemoryMessageQueue(TimeProvider.System);
        await using var host = await StartAsync(services => services.AddMessageQueue(queue));
        queue.Fault = new QueueUnavailableException("It is out.");
        await using var visit = await VisitWithFailedCallsAsync(host);
        var page = visit.Page;

        await Expect(page.GetByText("what lies in the queues, and what waits to be announced")).ToBeVisibleAsync();
        await Expect(page.GetByText("Not known: its store or queue is out of reach.").First).ToBeVisibleAsync();
        await Expect(page.GetByText("The service can't be asked").First).ToBeVisibleAsync();
        await Expect(page.Locator("[data-queue]")).ToHaveCountAsync(0);
        await Expect(page.GetByText("Nothing failed.")).ToHaveCountAsync(0);
        await Expect(page.GetByText("PS256")).ToBeVisibleAsync();
        Assert.Empty(await visit.AccessibilityFaultsAsync());

        queue.Fault = null;
        await Expect(page.Locator("[data-queue=certification-events]")).ToBeVisibleAsync();
        await Expect(page.GetByText("Nothing failed.")).ToBeVisibleAsync();
        await Expect(page.GetByText("can't be asked")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1100, ColorScheme.Light, "desktop")]
    [InlineData(1100, ColorScheme.Dark, "desktop-dark")]
    [InlineData(412, ColorScheme.Light, "phone")]
    [InlineData(320, ColorScheme.Dark, "narrow-dark")]
    public async Task The_page_fits_every_screen_and_is_readable_on_it(int width, ColorScheme scheme, string name)
    {
        await using var host = await StartAsync();
        await PortalIssuer.IssueAsync(host, "Ana Lind");
        await FailAsync(host, "LOOKS", 3);
        await using var visit = await browser.VisitAsync(
            host.BaseAddress, Path, new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme });
        var page = visit.Page;
        await Expect(page.Locator(".failure")).ToHaveCountAsync(3);
        await Expect(page.Locator("svg.issued rect")).ToHaveCountAsync(1);
        await visit.PictureAsync($"operations-{name}");
        Assert.Equal(width < 640 ? "Failures" : "Queues", await page.Locator("section h2").First.InnerTextAsync());

        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(await visit.AccessibilityFaultsAsync());
        const string small = "() => [...document.querySelectorAll('main button, main summary, "
            + "main label.tick')].map(one => one.getBoundingClientRect().height).filter(height => height < 44).length";
        Assert.Equal(0, await page.EvaluateAsync<int>(small));
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    /// <summary>By way of another page, so that calls which fail at once are no fault of the visit.</summary>
    private async Task<PortalVisit> VisitWithFailedCallsAsync(TestHost host)
    {
        var visit = await browser.VisitAsync(host.BaseAddress, "/verify");
        visit.AllowsFailedCalls = true;
        await visit.Page.GotoAsync(new Uri(host.BaseAddress, Path).ToString());
        return visit;
    }

    private static async Task OpenAsync(IPage page)
    {
        await page.GetByLabel("Your own operator's key").FillAsync(Key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
    }

    private Task<TestHost> StartAsync(Action<IServiceCollection>? configure = null) => TestHost.StartAsync(builder =>
    {
        builder.Services.AddSingleton<IPdfWriter>(pages);
        configure?.Invoke(builder.Services);
    });

    private static Task<TestHost> StartGuardedAsync(bool asksAllForKeys)
    {
        return TestHost.StartAsync(
            null,
            "--Divoc:Operators:duty:KeySha256",
            PartnerKeys.HashOf(Key),
            "--Divoc:Auth:RequireKeys",
            asksAllForKeys ? "true" : "false");
    }

    /// <summary>
    /// Has events fail for good, and waits until their messages are set aside, a moment after the failures are told. Returns the answer
    /// that accepted them, and the first one's certificate id.
    /// </summary>
    private async Task<(JsonObject Accepted, string Id)> FailAsync(TestHost host, string code, int count)
    {
        pages.IsBroken = true;
        var events = Enumerable.Range(1, count)
            .Select(JsonNode (number) => PartnerSystem.Event("certify-v1.json", $"{code}-{number}"))
            .ToArray();
        var accepted = await new PartnerSystem(host.Client).CertifyAsync("/divoc/api/v1/certify", new JsonArray(events));
        await Eventually.HoldsAsync(async () => (await ListAsync(host)).Count == count);
        return (accepted, accepted["certificates"]![0]!["certificateId"]!.GetValue<string>());
    }

    private static async Task<JsonArray> ListAsync(TestHost host)
    {
        return (await host.Client.GetFromJsonAsync<JsonObject>("/operations/failures", Token))!["failures"]!.AsArray();
    }
}
