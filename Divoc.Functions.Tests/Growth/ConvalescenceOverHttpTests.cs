using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Ledger;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Growth.Jws;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Status;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Growth;

/// <summary>
/// The proof that the house can grow: a type and a format that the product does not know go the whole way over HTTP, with nothing but the
/// two lines of <see cref="GrowthRegistration"/>.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class ConvalescenceOverHttpTests(GrownHost grown) : IClassFixture<GrownHost>
{
    private static readonly string[] Parts = ["", "/credential.json", "/qr.png", "/qr.svg", "/certificate.pdf", "?format=jws"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PartnerSystem Partner => grown.Partner;

    private IArtifactStore Store => grown.Host.Services.GetRequiredService<IArtifactStore>();

    [Fact]
    public async Task It_is_accepted_issued_fetched_printed_scanned_and_verified()
    {
        await grown.IssueAsync(Convalescences.Event("WHOLE-WAY", daysAgo: 400, disease: "Measles"));
        var id = await grown.IssueAsync(Convalescences.Event("WHOLE-WAY"));

        using var fetched = await Partner.GetAsync($"/certificates/{id}");
        var credential = await fetched.Content.ReadAsByteArrayAsync(Token);
        Assert.Equal(JwsForm.MediaType, fetched.Content.Headers.ContentType!.MediaType);
        Assert.Equal(credential, await Partner.FetchAsync(id, "credential.json"));
        Assert.Equal(credential, await grown.Host.Client.GetByteArrayAsync($"/certificates/{id}?format=jws", Token));
        var listed = (await grown.Host.Services.GetRequiredService<CertificateFinder>()
            .FindAsync(id, Divoc.Functions.Domain.Caller.Service, Token))!;
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(credential))}\"", fetched.Headers.ETag!.Tag);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(credential)), listed.Hashes.Of("credential.jws"));
        Assert.Equal(["certificate.pdf", "claims.json", "credential.jws", "qr.png"], await ArtifactsAsync(id));

        var page = Scanner.Text(await Partner.FetchAsync(id, "certificate.pdf"));
        Assert.All(
            [
                "Certificate of Convalescence", "Recovered from COVID-19", "Noor O'Brien", "Harbour Lab", "Harbour Clinic", "Passport",
                "4567", id, "Earlier recoveries", "Measles", PageDay(-400), "https://divoc.dev/",
            ],
            text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.DoesNotContain("N1234567", page, StringComparison.Ordinal);

        var image = await Partner.FetchAsync(id, "qr.png");
        var scanned = Scanner.ScanText(image);
        Assert.Matches("^jws:/[0-9]+$", scanned);
        Assert.Equal(
            Encoding.ASCII.GetString(credential), Encoding.ASCII.GetString(NumericText.Read(Encoding.ASCII.GetBytes(scanned[5..]))!));
        Assert.Equal(scanned, Scanner.ScanText(await Partner.FetchAsync(id, "qr.png?px=900")));
        Assert.StartsWith("<svg ", Encoding.UTF8.GetString(await Partner.FetchAsync(id, "qr.svg")), StringComparison.Ordinal);
        foreach (var payload in new[] { credential, Encoding.ASCII.GetBytes(scanned), [.. " \r\n"u8, .. credential, .. "\n"u8] })
        {
            var verdict = await grown.VerifyAsync(payload);
            Assert.Equal(("VALID", id, "convalescence"), (Text(verdict, "status"), Text(verdict, "certificateId"), Text(verdict, "kind")));
            Assert.Equal(
                ("https://divoc.dev/", Convalescences.Day(-19), Convalescences.Day(150)),
                (Text(verdict, "issuer"), Text(verdict, "validFrom"), Text(verdict, "validUntil")));
            Assert.Equal(
                $$"""{"name":"Noor O'Brien","dateOfBirth":"1987-04-21","disease":"COVID-19","firstPositive":"{{Convalescences.Day(-30)}}","facility":"Harbour Clinic","country":"UTO"}""",
                verdict["summary"]!.ToJsonString(
                    new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        }
    }

    [Fact]
    public async Task The_credential_contains_the_claims_and_nothing_that_only_the_partner_or_the_page_needs()
    {
        var id = await grown.IssueAsync(Convalescences.Event("CLAIMS"));
        var credential = CompactJws.Read(await Partner.FetchAsync(id, "credential.json"))!;
        var claims = JsonNode.Parse(credential.Payload.Span)!["claims"]!;

        Assert.Equal("ES256", CompactJws.TextOf(credential.Header, "alg"));
        Assert.Equal("COVID-19", claims["convalescence"]!["disease"]!.GetValue<string>());
        Assert.Equal("did:example:Passport:N1234567", claims["recipient"]!["identity"]!.GetValue<string>());
        Assert.Null(claims["meta"]);
        Assert.Null(claims["recipient"]!["contact"]);
        var keys = JsonNode.Parse(await grown.Host.Client.GetStringAsync("/.well-known/jwks.json", Token))!["keys"]!.AsArray();
        Assert.Contains(keys, key => Text(key!, "kid") == CompactJws.TextOf(credential.Header, "kid") && Text(key!, "alg") == "ES256");
    }

    [Fact]
    public async Task It_is_updated_and_the_old_certificate_names_the_new_one()
    {
        var old = await grown.IssueAsync(Convalescences.Event("UPDATED"));
        var corrected = Convalescences.Event("UPDATED");
        corrected["recipient"]!["name"] = "Nora O'Brien";
        var id = await grown.IssueAsync(corrected, isUpdate: true);
        var verdict = await grown.VerifyAsync(await Partner.FetchAsync(old, "credential.json"));

        Assert.Equal(("SUPERSEDED", id), (Text(verdict, "status"), Text(verdict, "replacedBy")));
        Assert.Equal("VALID", await grown.VerdictAsync(await Partner.FetchAsync(id, "credential.json")));
        foreach (var part in Parts)
        {
            using var superseded = await Partner.GetAsync($"/certificates/{old}{part}");
            Assert.Equal(HttpStatusCode.OK, superseded.StatusCode);
            var address = superseded.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Authority);
            Assert.Equal($"<{address}/certificates/{id}>; rel=\"successor-version\"", Assert.Single(superseded.Headers.GetValues("Link")));
        }

        var page = Scanner.Text(await Partner.FetchAsync(id, "certificate.pdf"));
        Assert.Contains("Nora O'Brien", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Earlier recoveries", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_of_an_uncertified_event_names_the_field_that_is_part_of_the_key()
    {
        using var content = new StringContent(new JsonArray(Convalescences.Event("NOBODY")).ToJsonString());
        using var refused = await grown.Host.Client.PutAsync(GrownHost.Convalescences, content, Token);
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync(Token))!;

        Assert.Equal((HttpStatusCode.PreconditionFailed, "NOT_CERTIFIED"), (refused.StatusCode, Text(problem, "code")));
        Assert.Equal("/0/convalescence/firstPositive", Text(problem["errors"]![0]!, "pointer"));
    }

    [Fact]
    public async Task It_is_suspended_reinstated_and_revoked()
    {
        var id = await grown.IssueAsync(Convalescences.Event("STATES"));
        var credential = await Partner.FetchAsync(id, "credential.json");
        await AssertChangedAsync(id, "suspend", "SUSPENDED");
        Assert.Equal("SUSPENDED SUSPENDED", await grown.VerdictAsync(credential));
        await AssertChangedAsync(id, "reinstate", "LIVE");
        Assert.Equal("VALID", await grown.VerdictAsync(credential));
        await AssertChangedAsync(id, "revoke", "REVOKED");
        Assert.Equal("REVOKED REVOKED", await grown.VerdictAsync(credential));
        await AssertGoneAsync(id, "REVOKED");
        await Eventually.HoldsAsync(() => IsInRevocationsAsync(id));
    }

    [Fact]
    public async Task It_is_erased_with_all_its_artifacts_and_copies_that_people_have_still_verify()
    {
        var id = await grown.IssueAsync(Convalescences.Event("ERASED"));
        var credential = await Partner.FetchAsync(id, "credential.json");
        using var erased = await grown.ChangeAsync(id, "erase");
        var history = await grown.Host.Client.GetStringAsync($"/certificates/{id}/history", Token);

        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        Assert.Empty(await ArtifactsAsync(id));
        await AssertGoneAsync(id, "ERASED");
        Assert.Equal("VALID ERASED", await grown.VerdictAsync(credential));
        Assert.DoesNotContain("COVID", history, StringComparison.Ordinal);

        // The page of a later convalescence does not show it any more.
        var later = await grown.IssueAsync(Convalescences.Event("ERASED", daysAgo: 20));
        Assert.DoesNotContain(
            "Earlier recoveries", Scanner.Text(await Partner.FetchAsync(later, "certificate.pdf")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_failed_is_replayed_after_its_cause_is_fixed()
    {
        using var pages = new BreakablePages();
        await using var host = await GrownHost.StartAsync(pages);
        pages.IsBroken = true;
        var partner = new PartnerSystem(host.Client);
        var accepted = await partner.CertifyAsync(GrownHost.Convalescences, new JsonArray(Convalescences.Event("REPLAYED")));
        var failed = (await partner.WaitAsync(accepted))["certificates"]![0]!;
        Assert.Equal(("FAILED", "NO_PAGE"), (Text(failed, "status"), Text(failed, "reason")));

        pages.IsBroken = false;
        var id = Text(failed, "certificateId");
        await Eventually.HoldsAsync(async () =>
        {
            using var replayed = await partner.PostAsync(
                "/operations/failures/replay", new JsonObject { ["certificateIds"] = new JsonArray(id) });
            return JsonNode.Parse(await replayed.Content.ReadAsStringAsync(Token))!["replayed"]!.AsArray().Count == 1;
        });
        Assert.Equal("ISSUED", Text((await partner.WaitAsync(accepted))["certificates"]![0]!, "status"));
        Assert.Equal("jws", CompactJws.PeekHeader(await partner.FetchAsync(id, "credential.json"), "typ"));
    }

    [Fact]
    public async Task The_service_is_ready_with_the_signing_key_of_the_format()
    {
        using var ready = await Partner.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Contains(Directory.GetFiles(grown.Host.DataDirectory), file => Path.GetFileName(file) == "signing-key-es256.pem");
    }

    private async Task AssertChangedAsync(string id, string change, string status)
    {
        using var changed = await grown.ChangeAsync(id, change);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(status, Text(JsonNode.Parse(await changed.Content.ReadAsStringAsync(Token))!, "status"));
    }

    private async Task AssertGoneAsync(string id, string code)
    {
        foreach (var part in Parts.Append("?format=jws-view"))
        {
            using var gone = await Partner.GetAsync($"/certificates/{id}{part}");
            Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
            Assert.Equal(code, Text(JsonNode.Parse(await gone.Content.ReadAsStringAsync(Token))!, "code"));
        }
    }

    private async Task<bool> IsInRevocationsAsync(string id)
    {
        var published = JsonNode.Parse(await grown.Host.Client.GetStringAsync("/revocations", Token))!;
        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(Text(published, "payload")))
            .Contains(StatusBench.NameOf(id), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<string>> ArtifactsAsync(string id)
    {
        var listed = await Store.ListAsync(CertificateArtifacts.Container, $"{id}/", 100, null, Token);
        return [.. listed.Names.Select(name => name.Split('/')[^1]).Order(StringComparer.Ordinal)];
    }

    private static string PageDay(int fromToday) =>
        DateTime.UtcNow.AddDays(fromToday).ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
}
