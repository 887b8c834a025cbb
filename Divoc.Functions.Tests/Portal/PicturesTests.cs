using Microsoft.Playwright;

namespace Divoc.Functions.Tests.Portal;

/// <summary>
/// Pictures of each page below <c>artifacts/portal</c>, to look at: desktop and phone, light and dark, Latin and right to left. None is
/// wider than its window.
/// </summary>
public sealed class PicturesTests(PortalBrowser browser, VerifyPageTests.Issued issued) : IClassFixture<VerifyPageTests.Issued>
{
    public static TheoryData<string, string, int, ColorScheme> Looks => new MatrixTheoryData<string, string, int, ColorScheme>(
        ["/", "/verify", "/console", "/operations"], ["en", "ar"], [1100, 390], [ColorScheme.Light, ColorScheme.Dark]);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_page_fits_its_window_and_is_accessible(string path, string language, int width, ColorScheme scheme)
    {
        await using var visit = await browser.VisitAsync(
            issued.Host.BaseAddress, path,
            new() { Locale = language, ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        await visit.PictureAsync($"{(path == "/" ? "start" : path[1..])}-{language}-{width}-{scheme}".ToLowerInvariant());

        Assert.Equal(width, await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(await visit.AccessibilityFaultsAsync());
    }
}
