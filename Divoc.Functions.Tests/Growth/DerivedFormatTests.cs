using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Ledger;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Growth.Jws;
using Divoc.Functions.Tests.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Growth;

/// <summary>
/// A format whose credentials are made from the stored claims at each fetch, for vaccinations that DIVOC's format issued.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class DerivedFormatTests(GrownHost grown) : IClassFixture<GrownHost>
{
    private const string View = "?format=jws-view";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PartnerSystem Partner => grown.Partner;

    [Fact]
    public async Task It_is_made_on_each_fetch_and_never_stored_and_it_verifies()
    {
        var id = await IssueAsync("VIEWED");
        var before = await ArtifactsAsync(id);
        using var fetched = await Partner.GetAsync($"/certificates/{id}{View}");
        var credential = await fetched.Content.ReadAsByteArrayAsync(Token);
        var verdict = await grown.VerifyAsync(credential);
        var listed = (await grown.Host.Services.GetRequiredService<CertificateFinder>()
            .FindAsync(id, Divoc.Functions.Domain.Caller.Service, Token))!;

        Assert.Equal((HttpStatusCode.OK, JwsForm.MediaType), (fetched.StatusCode, fetched.Content.Headers.ContentType!.MediaType));
        Assert.Equal("jws-view", CompactJws.PeekHeader(credential, "typ"));
        Assert.Equal(("VALID", id, "vaccination"), (Text(verdict, "status"), Text(verdict, "certificateId"), Text(verdict, "kind")));
        Assert.Equal("Ishara Wendakoon", Text(verdict["summary"]!, "name"));
        Assert.Equal(["certificate.pdf", "claims.json", "credential.json", "qr.png"], before);
        Assert.Equal(before, await ArtifactsAsync(id));
        Assert.Null(listed.Hashes.Of("view.jws"));
    }

    [Fact]
    public async Task Its_QR_code_is_served_as_PNG_of_any_size_and_as_SVG_and_its_text_verifies()
    {
        var id = await IssueAsync("VIEW-CODE");
        using var png = await Partner.GetAsync($"/certificates/{id}{View}", "image/png");
        using var sized = await Partner.GetAsync($"/certificates/{id}{View}&px=1200", "image/png");
        using var svg = await Partner.GetAsync($"/certificates/{id}{View}", "image/svg+xml");
        var scanned = Scanner.ScanText(await png.Content.ReadAsByteArrayAsync(Token));

        Assert.StartsWith("jws-view:/", scanned, StringComparison.Ordinal);
        Assert.StartsWith("jws-view:/", Scanner.ScanText(await sized.Content.ReadAsByteArrayAsync(Token)), StringComparison.Ordinal);
        Assert.Equal("VALID", await grown.VerdictAsync(Encoding.ASCII.GetBytes(scanned)));
        Assert.StartsWith("<svg ", await svg.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_HEAD_request_returns_the_media_type_but_no_length_and_no_ETag()
    {
        var id = await IssueAsync("VIEW-HEAD");
        using var request = new HttpRequestMessage(HttpMethod.Head, $"/certificates/{id}{View}");
        using var answer = await grown.Host.Client.SendAsync(request, Token);

        Assert.Equal((HttpStatusCode.OK, JwsForm.MediaType), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.False(answer.Content.Headers.NonValidated.Contains("Content-Length"));
        Assert.Null(answer.Headers.ETag);
    }

    [Fact]
    public async Task A_changed_credential_does_not_verify()
    {
        var id = await IssueAsync("VIEW-FORGED");
        var jws = CompactJws.Read(await grown.Host.Client.GetByteArrayAsync($"/certificates/{id}{View}", Token))!;
        var payload = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(jws.Payload.Span).Replace("Ishara", "Isharo", StringComparison.Ordinal));
        var forged = CompactJws.Join(
            CompactJws.SigningInputOf(Encoding.UTF8.GetBytes(jws.Header.GetRawText()), payload), jws.Signature.Span);

        Assert.Equal("INVALID SIGNATURE_WRONG", await grown.VerdictAsync(forged));
    }

    /// <summary>
    /// What the registry tells of the certificate counts for every form of it that somebody holds; nothing is signed anew for one that does
    /// not hold.
    /// </summary>
    [Fact]
    public async Task It_follows_the_state_of_its_certificate()
    {
        var id = await IssueAsync("VIEW-STATES");
        var credential = await grown.Host.Client.GetByteArrayAsync($"/certificates/{id}{View}", Token);
        await AssertStateAsync("suspend", "SUSPENDED SUSPENDED", "410 SUSPENDED");
        await AssertStateAsync("reinstate", "VALID", "200");
        await AssertStateAsync("erase", "VALID ERASED", "410 ERASED");
        await AssertStateAsync("revoke", "REVOKED REVOKED ERASED", "410 ERASED");

        async Task AssertStateAsync(string change, string verdict, string fetched)
        {
            using var changed = await grown.ChangeAsync(id, change);
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
            Assert.Equal(verdict, await grown.VerdictAsync(credential));
            using var answer = await Partner.GetAsync($"/certificates/{id}{View}");
            Assert.Equal(fetched, answer.StatusCode == HttpStatusCode.OK ? "200" : $"{(int)answer.StatusCode} {await CodeAsync(answer)}");
        }
    }

    [Fact]
    public async Task It_is_superseded_with_its_certificate()
    {
        var old = await IssueAsync("VIEW-UPDATED");
        var credential = await grown.Host.Client.GetByteArrayAsync($"/certificates/{old}{View}", Token);
        var corrected = Event("VIEW-UPDATED");
        corrected["vaccination"]!["batch"] = "CORRECTED";
        using var content = new StringContent(new JsonArray(corrected).ToJsonString());
        using var updated = await grown.Host.Client.PutAsync("/certify/vaccination", content, Token);
        var id = Text(
            (await Partner.WaitAsync(JsonNode.Parse(await updated.Content.ReadAsStringAsync(Token))!.AsObject()))["certificates"]![0]!,
            "certificateId");
        using var gone = await Partner.GetAsync($"/certificates/{old}{View}");
        var verdict = await grown.VerifyAsync(credential);

        Assert.Equal((HttpStatusCode.Gone, "SUPERSEDED"), (gone.StatusCode, await CodeAsync(gone)));
        Assert.Contains(id, Assert.Single(gone.Headers.GetValues("Link")), StringComparison.Ordinal);
        Assert.Equal(("SUPERSEDED", id), (Text(verdict, "status"), Text(verdict, "replacedBy")));
        Assert.Equal("VALID", await grown.VerdictAsync(await grown.Host.Client.GetByteArrayAsync($"/certificates/{id}{View}", Token)));
    }

    [Fact]
    public async Task The_answer_to_an_unavailable_format_lists_the_available_formats()
    {
        var vaccination = await IssueAsync("FORMATS");
        var convalescence = await grown.IssueAsync(Convalescences.Event("FORMATS"));

        Assert.Equal(
            "404 NO_SUCH_FORMAT: divoc, eu-dcc, smart-health-card, ddcc, jws-view",
            await RefusalAsync($"/certificates/{vaccination}?format=nonsense"));
        Assert.Equal(
            "404 NO_SUCH_FORMAT: divoc, eu-dcc, smart-health-card, ddcc, jws-view",
            await RefusalAsync($"/certificates/{vaccination}?format=jws"));
        Assert.Equal(
            "404 NO_SUCH_FORMAT: divoc, eu-dcc, smart-health-card, ddcc, jws-view",
            await RefusalAsync($"/certificates/{vaccination}?format="));
        Assert.Equal("404 NO_SUCH_FORMAT: jws", await RefusalAsync($"/certificates/{convalescence}?format=divoc"));
        Assert.Equal("404 NO_SUCH_FORMAT: jws", await RefusalAsync($"/certificates/{convalescence}?format=jws-view"));
        Assert.Equal("404 NO_SUCH_FORMAT: jws", await RefusalAsync($"/divoc/api/v1/certificates/{convalescence}"));
    }

    /// <summary>Not every certificate comes in every format: what the caller likes next best is answered then.</summary>
    [Theory]
    [InlineData("application/jose", "application/jose", "application/jose")]
    [InlineData("application/jose, application/pdf;q=0.5", "application/jose", "application/jose")]
    [InlineData("application/json, application/pdf;q=0.5", "application/vc+ld+json", "application/pdf")]
    [InlineData("application/json", "application/vc+ld+json", null)]
    [InlineData("application/json, */*;q=0.1", "application/vc+ld+json", "application/jose")]
    [InlineData("*/*", "application/vc+ld+json", "application/jose")]
    [InlineData("image/*", "image/png", "image/png")]
    public async Task Accept_is_matched_with_the_formats_of_the_certificate(string accept, string vaccinations, string? recoveries)
    {
        var vaccination = await IssueAsync($"ACCEPT-{accept.GetHashCode(StringComparison.Ordinal):X}");
        var convalescence = await grown.IssueAsync(Convalescences.Event($"ACCEPT-{accept.GetHashCode(StringComparison.Ordinal):X}"));
        using var first = await Partner.GetAsync($"/certificates/{vaccination}", accept);
        using var second = await Partner.GetAsync($"/certificates/{convalescence}", accept);

        Assert.Equal(vaccinations, first.Content.Headers.ContentType!.MediaType);
        Assert.Equal(recoveries, second.StatusCode == HttpStatusCode.NotAcceptable ? null : second.Content.Headers.ContentType!.MediaType);
    }

    private Task<string> IssueAsync(string code) => Partner.IssueAsync("/divoc/api/v1/certify", Event(code));

    private static JsonObject Event(string code)
    {
        var happened = PartnerSystem.Event("certify-v1.json", code);
        happened["vaccination"]!["effectiveUntil"] = Convalescences.Day(300);
        return happened;
    }

    private async Task<string> RefusalAsync(string path)
    {
        using var refused = await Partner.GetAsync(path);
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync(Token))!;
        return $"{(int)refused.StatusCode} {Text(problem, "code")}: {Text(problem, "detail").Split(" exist for it: ")[1].TrimEnd('.')}";
    }

    private static async Task<string> CodeAsync(HttpResponseMessage problem) =>
        Text(JsonNode.Parse(await problem.Content.ReadAsStringAsync(Token))!, "code");

    private async Task<IReadOnlyList<string>> ArtifactsAsync(string id)
    {
        var listed = await grown.Host.Services.GetRequiredService<IArtifactStore>()
            .ListAsync(CertificateArtifacts.Container, $"{id}/", 100, null, Token);
        return [.. listed.Names.Select(name => name.Split('/')[^1]).Order(StringComparer.Ordinal)];
    }

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
}
