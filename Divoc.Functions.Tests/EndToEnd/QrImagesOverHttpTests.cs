using System.Net;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Rendering;
using SkiaSharp;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>The forms of the QR code that are made when they are asked for.</summary>
[Trait("Kind", "Slow")]
public sealed class QrImagesOverHttpTests : IAsyncLifetime
{
    private TestHost host = null!;
    private string id = "";

    private PartnerSystem Partner => new(host.Client);

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync();
        id = await Partner.IssueAsync("/divoc/api/v1/certify", PartnerSystem.Event("certify-v1.json", "QR-FORMS"));
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("/qr.svg", null)]
    [InlineData("", "image/svg+xml")]
    [InlineData("", "image/png;q=0.5, image/svg+xml")]
    public async Task The_QR_code_is_served_as_SVG_by_its_path_and_by_Accept(string path, string? accept)
    {
        using var first = await Partner.GetAsync($"/certificates/{id}{path}", accept);
        using var second = await Partner.GetAsync($"/certificates/{id}{path}", accept);

        Assert.Equal("image/svg+xml", first.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("<svg ", await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.False(first.Headers.ETag!.IsWeak);
    }

    [Theory]
    [InlineData("/qr.png?px=500")]
    [InlineData("/qr.png?px=4000")]
    public async Task The_QR_code_is_served_as_PNG_with_the_largest_whole_module_size_that_fits(string path)
    {
        var size = int.Parse(path.Split('=')[1], System.Globalization.CultureInfo.InvariantCulture);
        var credential = await Partner.FetchAsync(id, "credential.json");
        using var response = await Partner.GetAsync($"/certificates/{id}{path}");
        var png = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var image = SKBitmap.Decode(png);
        using var stored = SKBitmap.Decode(await Partner.FetchAsync(id, "qr.png"));

        var modules = stored.Width / QrPng.PixelsPerModule;
        Assert.Equal(size / modules * modules, image.Width);
        Assert.Equal(credential, QrPayload.Decode(Scanner.ScanBytes(png)));
    }

    [Fact]
    public async Task W22_the_stored_image_stays_unchanged_and_each_form_has_its_own_ETag()
    {
        using var stored = await Partner.GetAsync($"/certificates/{id}/qr.png");
        using var sized = await Partner.GetAsync($"/certificates/{id}/qr.png?px=500");
        using var negotiated = await Partner.GetAsync($"/certificates/{id}?px=500", "image/png");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/certificates/{id}/qr.png?px=500");
        request.Headers.IfNoneMatch.Add(sized.Headers.ETag!);
        using var again = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.NotEqual(stored.Headers.ETag, sized.Headers.ETag);
        Assert.Equal(sized.Headers.ETag, negotiated.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("4001")]
    [InlineData("-200")]
    [InlineData("large")]
    [InlineData("")]
    public async Task An_invalid_size_is_refused(string size)
    {
        using var response = await Partner.GetAsync($"/certificates/{id}/qr.png?px={size}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            "SIZE",
            JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_unknown_certificate_has_no_image()
    {
        using var response = await Partner.GetAsync("/certificates/AAAAAAAAAAAAAAAAAAAAAA/qr.svg?px=1");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
