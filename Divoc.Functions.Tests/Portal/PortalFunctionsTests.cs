using System.Net;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Portal;
using Divoc.Functions.Tests.Hosting;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Divoc.Functions.Tests.Portal;

/// <summary>What the program serves to browsers, and to nobody else.</summary>
public sealed class PortalFunctionsTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/verify", "text/html")]
    [InlineData("/console", "text/html")]
    [InlineData("/operations", "text/html")]
    [InlineData("/sw.js", "text/javascript")]
    [InlineData("/portal/settings.json", "application/json")]
    [InlineData("/portal/brand.css", "text/css")]
    [InlineData("/portal/icon.svg", "image/svg+xml")]
    [InlineData("/portal/manifest.webmanifest", "application/manifest+json")]
    public async Task A_page_and_its_files_are_served_and_not_resent_to_a_browser_that_has_them(string path, string type)
    {
        await using var host = await TestHost.StartAsync();

        using var first = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
        using var ask = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var again = await host.Client.SendAsync(ask, TestContext.Current.CancellationToken);

        Assert.Equal(
            (HttpStatusCode.OK, type, "no-cache"),
            (first.StatusCode, first.Content.Headers.ContentType!.MediaType, first.Headers.CacheControl!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Contains("nosniff", first.Headers.GetValues("X-Content-Type-Options"));
        Assert.Contains("frame-ancestors 'none'; require-trusted-types-for 'script'", PortalFunctions.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "unsafe-inline",
            string.Join(' ', type == "image/svg+xml" ? [] : first.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/start")]
    [InlineData("/index.html")]
    [InlineData("/nothing")]
    [InlineData("/portal/index.html")]
    [InlineData("/portal/sw.js")]
    [InlineData("/portal/")]
    [InlineData("/portal/../verify.json")]
    [InlineData("/portal/%2e%2e/appsettings.json")]
    public async Task Other_files_are_not_served(string path)
    {
        await using var host = await TestHost.StartAsync();

        using var answer = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(
            (HttpStatusCode.NotFound, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    /// <summary>Names with a hash are kept for good; each coding has a tag of its own.</summary>
    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_file_with_a_hash_in_its_name_is_served_compressed_and_cacheable(string coding)
    {
        await using var host = await TestHost.StartAsync();
        var script = NameOf("index-", ".js");
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"/portal/{script}") { Headers = { { "Accept-Encoding", coding } } };

        using var packed = await host.Client.SendAsync(ask, TestContext.Current.CancellationToken);
        using var plain = await host.Client.GetAsync($"/portal/{script}", TestContext.Current.CancellationToken);

        Assert.Equal("public, max-age=31536000, immutable", packed.Headers.CacheControl!.ToString());
        Assert.Equal([coding], packed.Content.Headers.ContentEncoding);
        Assert.NotEqual(plain.Headers.ETag, packed.Headers.ETag);
        Assert.Equal(["Accept-Encoding"], packed.Headers.Vary);
    }

    [Fact]
    public async Task Disabled_pages_are_not_found()
    {
        await using var host = await TestHost.StartAsync(null, "--Divoc:Portal:Pages", "verify");
        await using var none = await TestHost.StartAsync(null, "--Divoc:Portal:Pages", "none");

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound], await StatusesAsync(host, "/verify", "/", "/console"));
        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.NotFound],
            await StatusesAsync(none, "/verify", "/sw.js", "/portal/icon.svg"));
    }

    /// <summary>A worker whose address is answered with 404 stays, and so does the page that it kept.</summary>
    [Theory]
    [InlineData("none", true)]
    [InlineData("start, console", true)]
    [InlineData("verify", false)]
    public async Task If_the_verify_page_is_disabled_its_service_worker_is_told_to_unregister(string pages, bool goes)
    {
        await using var host = await TestHost.StartAsync(null, "--Divoc:Portal:Pages", pages);

        using var answer = await host.Client.GetAsync("/sw.js", TestContext.Current.CancellationToken);
        var worker = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            (HttpStatusCode.OK, "text/javascript", "no-cache"),
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.ToString()));
        Assert.Equal(
            (goes, !goes),
            (
                worker.Contains("registration.unregister()", StringComparison.Ordinal),
                worker.Contains("respondWith", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Pages", "verify, admin", "'admin', which is not a page")]
    [InlineData("Color", "#87CEEB", "contrast")]
    [InlineData("Color", "teal", "#0F4C6B")]
    [InlineData("Logo", "/nowhere/logo.png", "existing file")]
    [InlineData("Logo", "/nowhere/logo.gif", ".png or .svg")]
    [InlineData("Name", " ", "empty")]
    public async Task An_invalid_setting_prevents_the_start(string name, string value, string said)
    {
        var refused = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => TestHost.StartAsync(null, $"--Divoc:Portal:{name}", value));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Colours by WCAG's own examples.</summary>
    [Theory]
    [InlineData("#000000", 21)]
    [InlineData("#FFFFFF", 1)]
    [InlineData("#767676", 4.54)]
    public void The_contrast_is_computed_according_to_WCAG(string color, double expected) =>
        Assert.Equal(expected, Contrast.ToWhite(color), 2);

    /// <summary>
    /// The Functions host puts the routes into one list by the names of the functions and takes the first that fits a path; ASP.NET Core
    /// takes the most specific one. Both must find the same function.
    /// </summary>
    [Fact]
    public void In_the_route_order_of_the_Functions_host_no_route_hides_another()
    {
        var functions = FunctionCatalog.Of(typeof(PortalFunctions).Assembly.GetTypes()).HttpFunctions
            .Where(function => function.Methods.Contains("GET"))
            .OrderBy(function => function.Function.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();

        var hidden = from later in functions
                     from earlier in functions.TakeWhile(one => one != later)
                     where Fits(earlier.Route, ExampleOf(later.Route))
                     select $"{earlier.Function.Name} ({earlier.Route}) hides {later.Function.Name} ({later.Route})";

        Assert.True(functions.Count > 40);
        Assert.Empty(hidden);
    }

    [Theory]
    [InlineData("{page?}", "revocations", true)]
    [InlineData("{page?}", "health/live", false)]
    [InlineData("docs/{file}", "docs", false)]
    [InlineData("{*path}", "docs/x", true)]
    public void The_test_matches_routes_as_ASP_NET_Core_routing_does(string route, string path, bool fits) =>
        Assert.Equal(fits, Fits(route, path));

    private static async Task<HttpStatusCode[]> StatusesAsync(TestHost host, params string[] paths)
    {
        List<HttpStatusCode> statuses = [];
        foreach (var path in paths)
        {
            using var answer = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
            statuses.Add(answer.StatusCode);
        }

        return [.. statuses];
    }

    private static string NameOf(string start, string ending)
    {
        var names = typeof(PortalFunctions).Assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith("portal/", StringComparison.Ordinal))
            .Select(name => name["portal/".Length..]);
        return names.First(name => name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal));
    }

    /// <summary>A path with a value for each parameter that no literal equals.</summary>
    private static string ExampleOf(string route) =>
        string.Join('/', route.Split('/').Select(segment => segment.Contains('{', StringComparison.Ordinal) ? "~" : segment));

    private static bool Fits(string route, string path)
    {
        var pattern = RoutePatternFactory.Parse(route);
        var matcher = new Microsoft.AspNetCore.Routing.Template.TemplateMatcher(
            new Microsoft.AspNetCore.Routing.Template.RouteTemplate(pattern), []);
        return matcher.TryMatch($"/{path}", []);
    }
}
