using Divoc.Functions.Tests.Hosting;
using Microsoft.Playwright;

namespace Divoc.Functions.Tests.Portal;

/// <summary>The page with which visitors begin, in a real browser.</summary>
public sealed class StartPageTests(PortalBrowser browser)
{
    [Fact]
    public async Task The_sample_is_issued_verified_revoked_and_verified_again()
    {
        await using var host = await TestHost.StartAsync();
        await using var visit = await browser.VisitAsync(host.BaseAddress, "/");
        var page = visit.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Issue a sample certificate" }).ClickAsync();
        await page.GetByText("The certificate was issued.").WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "The certificate was issued." }))
            .ToBeFocusedAsync();
        await Assertions.Expect(page.GetByAltText("QR code of the certificate")).ToHaveJSPropertyAsync("complete", true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify it" }).ClickAsync();
        await Assertions.Expect(page.Locator(".verdict h2")).ToHaveTextAsync("Valid");
        Assert.Empty(await visit.AccessibilityFaultsAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke it" }).ClickAsync();
        await page.GetByText("The certificate was revoked.").WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "The certificate was revoked." }))
            .ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify it" }).ClickAsync();
        await Assertions.Expect(page.Locator(".verdict h2")).ToHaveTextAsync("Revoked");
        await Assertions.Expect(page.GetByText("Compare with an identity document")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task If_keys_are_required_the_page_offers_no_sample_and_shows_everything_else()
    {
        await using var host = await TestHost.StartAsync(
            null, "--Divoc:Auth:RequireKeys", "true", "--Divoc:Portal:Name", "Ministry of Health", "--Divoc:Portal:Operator",
            "Agency of <b>Health</b>", "--Divoc:Portal:Contact", "help@health.example");
        await using var visit = await browser.VisitAsync(host.BaseAddress, "/");
        var page = visit.Page;

        await page.GetByText("The service is running.").WaitForAsync();
        await Assertions.Expect(page.GetByText("https://divoc.dev/")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Contentinfo)).ToContainTextAsync("Agency of <b>Health</b>");
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Issue a sample certificate" }).CountAsync());
        Assert.Equal("Start – Ministry of Health", await page.TitleAsync());
        Assert.Empty(await visit.AccessibilityFaultsAsync());
    }

    /// <summary>Skip link, name, pages, language, then the page itself; no key is a trap.</summary>
    [Fact]
    public async Task By_keyboard_the_navigation_bar_comes_first_and_the_skip_link_jumps_past_it()
    {
        await using var host = await TestHost.StartAsync();
        await using var visit = await browser.VisitAsync(host.BaseAddress, "/verify");
        var page = visit.Page;
        List<string> reached = [];
        for (var i = 0; i < 8; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(
                await page.EvaluateAsync<string>("() => document.activeElement.tagName + ' ' + document.activeElement.textContent.trim()"));
        }

        Assert.Equal(["A Skip to the content", "A Certificate service", "A Start", "A Verify", "A Console", "A Operations"], reached[..6]);
        Assert.StartsWith("SELECT", reached[6], StringComparison.Ordinal);
        Assert.StartsWith("BUTTON Scan", reached[7], StringComparison.Ordinal);
    }
}
