using Divoc.Functions.Triggers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>Which pages of other origins may read which answers.</summary>
public sealed class CrossOriginTests
{
    private const string Portal = "https://portal.example.org";
    private const string Elsewhere = "https://elsewhere.example";

    [Theory]
    [InlineData("/.well-known/did.json")]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/shc/.well-known/jwks.json")]
    [InlineData("/revocations")]
    [InlineData("/divoc/api/v1/verify")]
    [InlineData("/divoc/api/v1/certificate/revoked")]
    public async Task Every_page_may_read_public_resources(string path)
    {
        foreach (var origin in new[] { Elsewhere, Portal, "null", "" })
        {
            var answer = await PreflightAsync(path, origin, Portal);

            Assert.Equal((204, "*"), (answer.Status, answer.Headers.AccessControlAllowOrigin.ToString()));
            Assert.Equal("GET, HEAD, POST", answer.Headers.AccessControlAllowMethods);
            Assert.Contains("Content-Type", answer.Headers.AccessControlAllowHeaders.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("x-functions-key", answer.Headers.AccessControlAllowHeaders.ToString(), StringComparison.Ordinal);
            Assert.Contains("ETag", answer.Headers.AccessControlExposeHeaders.ToString(), StringComparison.Ordinal);
            Assert.Empty(answer.Vary);
        }
    }

    [Fact]
    public async Task Only_the_configured_portal_may_read_other_resources()
    {
        var answer = await PreflightAsync("/divoc/api/v1/certify", Portal, Elsewhere, Portal);

        Assert.Equal((204, Portal, "Origin"), (answer.Status, answer.Headers.AccessControlAllowOrigin.ToString(), answer.Vary));
        Assert.Contains("DELETE", answer.Headers.AccessControlAllowMethods.ToString(), StringComparison.Ordinal);
        Assert.Contains("x-functions-key", answer.Headers.AccessControlAllowHeaders.ToString(), StringComparison.Ordinal);
        Assert.Contains("Idempotency-Key", answer.Headers.AccessControlAllowHeaders.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Elsewhere)]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("https://portal.example.org:8443")]
    [InlineData("http://portal.example.org")]
    [InlineData("https://portal.example.org.elsewhere.example")]
    [InlineData("https://sub.portal.example.org")]
    public async Task No_other_page_may_read_other_resources(string origin)
    {
        var answer = await PreflightAsync("/certificates/zzzz", origin, Portal);

        Assert.Equal((204, "Origin"), (answer.Status, answer.Vary));
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Without_the_setting_responses_do_not_vary_by_origin()
    {
        Assert.Empty((await PreflightAsync("/certificates/zzzz", Elsewhere)).Vary);
    }

    [Fact]
    public void Existing_Vary_values_are_kept()
    {
        var request = PlainRequest.Get("", ("Origin", Portal));
        request.Path = "/certificates/zzzz";
        var headers = request.HttpContext.Response.Headers;
        headers.Vary = "Accept";

        Of(Portal).Set(request, headers);

        Assert.Equal("Accept,Origin", headers.Vary.ToString());
    }

    [Theory]
    [InlineData("https://portal.example.org")]
    [InlineData("https://portal.example.org:8443, http://localhost:5173")]
    [InlineData("http://127.0.0.1:5173")]
    [InlineData("")]
    public void Origins_are_accepted_in_the_notation_of_browsers(string origins)
    {
        Assert.Empty(ProblemsOf(("Origins", origins)));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("portal.example.org")]
    [InlineData("https://portal.example.org/")]
    [InlineData("https://portal.example.org/path")]
    [InlineData("https://Portal.example.org")]
    [InlineData("https://portal.example.org:443")]
    [InlineData("https://user@portal.example.org")]
    [InlineData("https://*.example.org")]
    [InlineData("http://portal.example.org")]
    [InlineData("https://pörtal.example.org")]
    public void An_invalid_origin_is_refused_at_start(string origin)
    {
        Assert.Contains($"'{origin}'", Assert.Single(ProblemsOf(("Origins:0", Portal), ("Origins:1", origin))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_setting_name_is_refused()
    {
        Assert.Equal(["Divoc:Cors:Origin is not a setting."], ProblemsOf(("Origin", Portal)));
    }

    private static CrossOrigin Of(params string[] origins) => new(Options.Create(new CorsOptions { Origins = origins }));

    private static async Task<PlainAnswer> PreflightAsync(string path, string origin, params string[] origins)
    {
        var request = PlainRequest.Of("OPTIONS", "", ("Origin", origin), ("Access-Control-Request-Method", "POST"));
        request.Path = path;
        Of(origins).Set(request, request.HttpContext.Response.Headers);
        return await request.AnswerAsync(asked => Task.FromResult(new PreflightFunctions(Of(origins)).Answer(asked)));
    }

    private static IEnumerable<string> ProblemsOf(params IEnumerable<(string Name, string Value)> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting => KeyValuePair.Create($"{CorsOptions.SectionName}:{setting.Name}", (string?)setting.Value)))
            .Build();
        var options = new CorsOptions();
        options.Read(configuration.GetSection(CorsOptions.SectionName));
        return new CorsOptionsValidator().Validate(null, options).Failures ?? [];
    }
}
