using Divoc.Functions.Triggers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>What each answer tells browsers and caches.</summary>
public sealed class AnswerHeadersTests
{
    private readonly AnswerHeaders headers = new(new CrossOrigin(Options.Create(new CorsOptions())));

    [Theory]
    [InlineData("/certificates/zzzz", "same-origin")]
    [InlineData("/certify/vaccination", "same-origin")]
    [InlineData("/revocations", "cross-origin")]
    [InlineData("/Revocations/", "cross-origin")]
    [InlineData("/.well-known/jwks.json", "cross-origin")]
    [InlineData("/divoc/api/v1/verify", "cross-origin")]
    public void Only_public_resources_may_be_embedded_by_other_origins(string path, string policy)
    {
        var answered = Set(path);

        Assert.Equal(policy, answered["Cross-Origin-Resource-Policy"]);
        Assert.Equal("nosniff", answered.XContentTypeOptions);
    }

    [Fact]
    public void A_response_without_cache_headers_is_not_stored()
    {
        Assert.Equal("no-store", Set("/certify/vaccination").CacheControl);
        Assert.Equal(
            "public, max-age=300", Set("/revocations", response => response.Headers.CacheControl = "public, max-age=300").CacheControl);
    }

    [Fact]
    public void An_SVG_cannot_run_scripts_or_load_anything()
    {
        Assert.Equal(
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            Set("/certificates/zzzz/qr.svg", response => response.ContentType = "image/svg+xml").ContentSecurityPolicy);
        Assert.Empty(
            Set("/certificates/zzzz/certificate.pdf", response => response.ContentType = "application/pdf").ContentSecurityPolicy
                .ToString());
    }

    private IHeaderDictionary Set(string path, Action<HttpResponse>? answer = null)
    {
        var context = PlainRequest.Get().HttpContext;
        context.Request.Path = path;
        answer?.Invoke(context.Response);
        headers.Set(context);
        return context.Response.Headers;
    }
}
