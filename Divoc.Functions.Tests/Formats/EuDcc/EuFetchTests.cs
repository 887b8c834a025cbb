using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Events;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Writing;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Status;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Growth;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Triggers.Divoc;
using Divoc.Functions.Verification;
using Divoc.Functions.Verification.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using TemporaryFolder = Divoc.Functions.Tests.Hosting.TemporaryFolder;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>EU certificates of certificates that were issued: fetched, refused and verified.</summary>
public sealed class EuFetchTests : IAsyncDisposable
{
    private const string InEuForm = "?format=eu-dcc";
    private const string MediaType = "application/x.eu-dcc";

    private readonly TemporaryFolder folder = new();
    private readonly DocumentSigner signer = DocumentSigner.Es256();
    private readonly GrownBench bench;

    public EuFetchTests()
    {
        File.WriteAllText(
            folder.PathOf("signing-key-2.pem"),
            $"For dcc\nSigns from 2020-01-01T00:00:00Z\n{signer.Key.ExportPkcs8PrivateKeyPem()}\n{signer.Pem}\n");
        bench = BenchOf(EuClaims.Country);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        signer.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_certificate_is_served_as_text_and_as_QR_code_and_is_found_by_its_identifier()
    {
        var id = await IssueAsync("FETCH");
        var got = await bench.FetchAsync(id, InEuForm);
        var claims = EuClaims.Read(got.Body);
        var again = await bench.FetchAsync(id, InEuForm);

        Assert.Equal((200, MediaType, "no-store"), (got.Status, got.ContentType, got.CacheControl));
        Assert.StartsWith("HC1:", Encoding.ASCII.GetString(got.Body), StringComparison.Ordinal);
        Assert.NotEqual(got.Body, again.Body);
        Assert.Equal(Uvci.Of(EuClaims.Country, id), claims.Certificate.GetProperty("v")[0].GetProperty("ci").GetString());
        EuSchema.Judge(claims.Certificate);
        Assert.Equal((200, "image/png"), await KindAsync(id, "image/png"));
        Assert.Equal((200, "image/svg+xml"), await KindAsync(id, "image/svg+xml"));
        var verdict = await VerifyAsync(got.Body);
        Assert.Equal(("VALID", id, "vaccination"), (StatusOf(verdict), verdict.CertificateId, verdict.Kind));
    }

    [Fact]
    public async Task The_page_has_the_QR_code_of_the_requested_format_and_verifies()
    {
        var id = await IssueAsync("PAGE");
        var page = await PlainRequest.Get().AnswerAsync(request => Functions.FetchPdfAsync(request, id, Token));
        var accepted = await FetchAsync(id, "application/pdf");

        Assert.Equal((200, "application/pdf"), (page.Status, page.ContentType));
        Assert.Equal((200, "application/pdf"), (accepted.Status, accepted.ContentType));
        var text = Scanner.ScanText(Scanner.Rasterise(page.Body, 150));
        Assert.Equal(Uvci.Of(EuClaims.Country, id), EuClaims.Read(text).Certificate.GetProperty("v")[0].GetProperty("ci").GetString());
        var verdict = await bench.Bench.Get<CertificateVerifier>()
            .VerifyAsync(await bench.Bench.Get<PresentedFiles>().PayloadOfAsync(page.Body, Token), Token);
        Assert.Equal(("VALID", id), (StatusOf(verdict), verdict.CertificateId));
    }

    [Fact]
    public async Task A_template_can_print_both_QR_codes_on_the_page()
    {
        var template = Encoding.UTF8.GetString(OwnTypes.Vaccination.Page.Template.Span)
            .Replace("\"blocks\"", "\"otherFormats\": \"beside\", \"blocks\"", StringComparison.Ordinal);
        var templates = Directory.CreateDirectory(folder.PathOf("templates"));
        await File.WriteAllTextAsync(Path.Combine(templates.FullName, "both.template.json"), template, Token);
        await using var elsewhere = BenchOf(
            EuClaims.Country, services => services.Configure<TemplateOptions>(options => options.Templates = templates.FullName));
        var id = await elsewhere.IssueAsync("vaccination", PartnerSystem.Event("certify-v1.json", "BOTH"));
        var page = await PlainRequest.Get()
            .AnswerAsync(request => elsewhere.Bench.Create<EuCertificateFunctions>().FetchPdfAsync(request, id, Token));

        Assert.Equal(200, page.Status);
        var pages = Scanner.RasteriseAll(page.Body, 150).Select(Scanner.ScanAll).ToList();
        Assert.Contains(pages, text => text.Contains("HC1:", StringComparison.Ordinal));
        Assert.Contains("EU Digital COVID Certificate", Scanner.Text(page.Body), StringComparison.Ordinal);
        Assert.Equal(
            Uvci.Of(EuClaims.Country, id),
            EuClaims.Read(Scanner.Attachment(page.Body, "eu-dcc.txt")).Certificate.GetProperty("v")[0].GetProperty("ci").GetString());
        Assert.Equal(
            (await elsewhere.Bench.Store.GetAsync(CertificateArtifacts.Of(id, "credential.json"), Token))!.Bytes.ToArray(),
            Scanner.Attachment(page.Body, "credential.json"));
        var verdict = await elsewhere.Bench.Get<CertificateVerifier>()
            .VerifyAsync(await elsewhere.Bench.Get<PresentedFiles>().PayloadOfAsync(page.Body, Token), Token);
        Assert.Equal(("VALID", id), (StatusOf(verdict), verdict.CertificateId));
    }

    [Fact]
    public async Task Text_and_images_have_their_own_paths()
    {
        var id = await IssueAsync("PATHS");

        Assert.Equal(
            (200, MediaType), KindOf(await PlainRequest.Get().AnswerAsync(request => Functions.FetchTextAsync(request, id, Token))));
        Assert.Equal(
            (200, "image/png"), KindOf(await PlainRequest.Get().AnswerAsync(request => Functions.FetchQrAsync(request, id, Token))));
        Assert.Equal(
            (200, "image/svg+xml"), KindOf(await PlainRequest.Get().AnswerAsync(request => Functions.FetchQrSvgAsync(request, id, Token))));
        Assert.Equal(
            (400, "SIZE"), (await PlainRequest.Get("?px=1").AnswerAsync(request => Functions.FetchQrAsync(request, id, Token))).Outcome);
    }

    [Fact]
    public async Task DIVOC_s_call_returns_the_latest_certificate_and_refuses_a_passport_name_that_differs()
    {
        await IssueAsync("LATEST");
        var page = await LatestAsync("?refId=LATEST", "");
        var code = await LatestAsync("?refId=LATEST&type=QRcode", """{"fn":"Wendakoon","fnt":"WENDAKOON","gn":"Ishara","gnt":"ISHARA"}""");
        var name = EuClaims.Read(Scanner.ScanText(code.Body)).Certificate.GetProperty("nam");

        Assert.Equal((200, "application/pdf"), KindOf(page));
        Assert.Equal((200, "image/png"), KindOf(code));
        Assert.Equal("""{"fn":"Wendakoon","gn":"Ishara","fnt":"WENDAKOON","gnt":"ISHARA"}""", name.GetRawText());
        Assert.Equal((404, "NOT_FOUND"), (await LatestAsync("?refId=NOBODY", "")).Outcome);
        Assert.Equal((404, "NOT_FOUND"), (await LatestAsync("", "")).Outcome);
        Assert.Equal((409, "NAME_DIFFERS"), (await LatestAsync("?refId=LATEST", """{"fn":"Other","fnt":"OTHER"}""")).Outcome);
    }

    [Theory]
    [InlineData("""{"fn":"Wendakoon"}""", "REQUIRED /fnt")]
    [InlineData("""{"fnt":"WENDAKOON"}""", "REQUIRED /fn")]
    [InlineData("""{"fn":"Wendakoon","fnt":"Wendakoon"}""", "FORMAT /fnt")]
    [InlineData("""{"fn":"Wendakoon","fnt":"WENDA<<KOON"}""", "FORMAT /fnt")]
    [InlineData("""{"fn":"Wendakoon","fnt":"WENDAKOON","gn":"Ishara"}""", "REQUIRED /gnt")]
    [InlineData("""{"fn":"Wendakoon","fnt":"WENDAKOON","gnt":"ISHARA"}""", "REQUIRED /gn")]
    [InlineData("""{"fn":"Wendakoon","fnt":"WENDAKOON","dob":"2000-01-01"}""", "UNKNOWN_MEMBER /dob")]
    [InlineData("""{"fn":7,"fnt":"WENDAKOON"}""", "WRONG_TYPE /fn")]
    [InlineData("""["fn"]""", "WRONG_TYPE ")]
    [InlineData("{", "INVALID_JSON ")]
    public async Task A_body_that_is_not_a_name_is_refused_with_its_place(string body, string expected)
    {
        await IssueAsync("BODY");
        var refused = await LatestAsync("?refId=BODY", body);

        Assert.Equal(400, refused.Status);
        Assert.Equal(
            expected, string.Join(", ", refused.Json["errors"]!.AsArray().Select(error => $"{error!["code"]} {error["pointer"]}")));
    }

    [Fact]
    public async Task Accept_selects_this_format_by_its_media_type_and_otherwise_the_stored_form_is_served()
    {
        var id = await IssueAsync("ACCEPT");

        Assert.Equal((200, MediaType), await KindAsync(id, MediaType, ""));
        Assert.Equal((200, MediaType), await KindAsync(id, $"{MediaType}, application/json;q=0.5", ""));
        Assert.Equal((200, "application/vc+ld+json"), await KindAsync(id, "*/*", ""));
        Assert.Equal((200, "application/vc+ld+json"), await KindAsync(id, $"application/*, {MediaType};q=0.1", ""));
        Assert.Equal((404, "NO_SUCH_FORMAT"), (await bench.FetchAsync(id, "?format=EU-DCC")).Outcome);
    }

    [Fact]
    public async Task Each_text_follows_the_state_of_its_certificate()
    {
        var id = await IssueAsync("STATES");
        var text = (await bench.FetchAsync(id, InEuForm)).Body;
        var states = bench.Bench.Get<StateChanger>();
        await states.SuspendAsync(id, Order(), Token);
        Assert.Equal("SUSPENDED SUSPENDED", StatusOf(await VerifyAsync(text)));
        Assert.Equal((410, "SUSPENDED"), (await bench.FetchAsync(id, InEuForm)).Outcome);
        await states.ReinstateAsync(id, Order(), Token);
        Assert.Equal("VALID", StatusOf(await VerifyAsync(text)));
        await states.RevokeAsync(id, Order(), Token);
        Assert.Equal("REVOKED REVOKED", StatusOf(await VerifyAsync(text)));
        Assert.Equal((410, "REVOKED"), (await bench.FetchAsync(id, InEuForm)).Outcome);
    }

    [Fact]
    public async Task An_erased_certificate_is_no_longer_served_in_this_format_either()
    {
        var id = await IssueAsync("ERASED");
        var text = (await bench.FetchAsync(id, InEuForm)).Body;
        await bench.Bench.Get<CertificateEraser>().EraseAsync(id, Order(), Token);

        Assert.Equal((410, "ERASED"), (await bench.FetchAsync(id, InEuForm)).Outcome);
        Assert.Equal("VALID ERASED", StatusOf(await VerifyAsync(text)));
    }

    /// <summary>An erasure is no revocation, in no form and in no list; a revocation counts for an erased certificate as for any.</summary>
    [Fact]
    public async Task An_erased_certificate_has_the_same_status_in_every_format_and_on_every_list()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(
            folder.PathOf("signing-key-3.pem"), $"For shc\nSigns from 2020-01-01T00:00:00Z\n{key.ExportPkcs8PrivateKeyPem()}\n", Token);
        var changes = new InMemoryMessageQueue(TimeProvider.System);
        await using var one = BenchOf(EuClaims.Country, services => services
            .AddKeyedSingleton<IMessageQueue>(QueueNames.CertificateChanges, changes)
            .Configure<SmartHealthCardOptions>(options => options.Issuer = "https://cards.example.org/erased"));
        var id = await one.IssueAsync("vaccination", PartnerSystem.Event("certify-v1.json", "EVERYWHERE"));
        byte[][] forms =
        [
            (await one.FetchAsync(id, "")).Body,
            (await one.FetchAsync(id, InEuForm)).Body,
            (await one.FetchAsync(id, "?format=smart-health-card")).Body,
        ];
        var verifier = one.Bench.Get<CertificateVerifier>();

        await one.Bench.Get<CertificateEraser>().EraseAsync(id, Order(), Token);
        Assert.Equal(["VALID ERASED", "VALID ERASED", "VALID ERASED"], await VerdictsAsync());
        Assert.Equal((0, 0, 0), await ListedAsync());
        await one.Bench.Get<StateChanger>().RevokeAsync(id, Order(), Token);
        Assert.Equal(["REVOKED REVOKED ERASED", "REVOKED REVOKED ERASED", "REVOKED REVOKED ERASED"], await VerdictsAsync());
        Assert.Equal((1, 1, 1), await ListedAsync());

        async Task<List<string>> VerdictsAsync()
        {
            List<string> verdicts = [];
            foreach (var form in forms)
            {
                verdicts.Add(StatusOf(await verifier.VerifyAsync(form, Token)));
            }

            return verdicts;
        }

        // Lists made anew, since those of the service are kept for ten seconds.
        async Task<(int Status, int Eu, int Cards)> ListedAsync()
        {
            foreach (var change in changes.Sent.ToList())
            {
                await one.Bench.Get<ChangeMessageHandler>().HandleAsync(change.Body, new FakeDelivery(), Token);
            }

            using var status = one.Bench.Create<PublishedStatuses>();
            using var eu = one.Bench.Create<FormatRevocations>();
            using var cards = new RevokedCardLists(
                new Lazy<RegistryDocuments>(one.Bench.Get<RegistryDocuments>), one.Bench.Get<CardRegister>(), TimeProvider.System,
                NullLogger<RevokedCardLists>.Instance);
            var batches = JsonNode.Parse((await eu.FindAsync("eu", "uci", Token))!.Bytes.Span)!["batches"]!.AsArray();
            var kid = Assert.Single(await one.Bench.Get<CardRegister>().KidsAsync(Token));
            return (
                JsonNode.Parse(
                    Base64Url.DecodeFromChars((string)JsonNode.Parse((await status.GetAsync(Token)).Bytes.Span)!["payload"]!))!["revoked"]!
                    .AsArray().Count,
                batches.Sum(batch => batch!["entries"]!.AsArray().Count),
                JsonNode.Parse((await cards.FindAsync(kid, Token))!.Value.Span)!["rids"]!.AsArray().Count);
        }
    }

    [Fact]
    public async Task A_text_signed_with_the_service_key_but_not_registered_is_invalid()
    {
        await IssueAsync("LISTED");
        var now = DateTimeOffset.UtcNow;

        Assert.Equal(
            "INVALID NOT_ISSUED",
            StatusOf(await VerifyAsync(Encoding.ASCII.GetBytes(signer.Text(EuSamples.Vaccination, now, now.AddDays(1))))));
    }

    [Fact]
    public async Task A_certificate_of_another_kind_with_a_registered_identifier_is_invalid()
    {
        var id = await IssueAsync("KIND");
        var test = EuSamples.Test with { Entry = EuSamples.Test.Entry with { Id = Uvci.Of(EuClaims.Country, id) } };
        var now = DateTimeOffset.UtcNow;

        Assert.Equal("INVALID NOT_AS_ISSUED", StatusOf(await VerifyAsync(Encoding.ASCII.GetBytes(signer.Text(test, now, now.AddDays(1))))));
    }

    [Fact]
    public async Task Data_that_this_format_cannot_represent_are_refused_with_a_code()
    {
        var happened = PartnerSystem.Event("certify-v1.json", "UNKNOWN-VACCINE");
        happened["vaccination"]!["name"] = "Something new";
        var id = await bench.IssueAsync("vaccination", happened);
        var refused = await bench.FetchAsync(id, InEuForm);

        Assert.Equal((422, "VACCINE_WITHOUT_CODE"), refused.Outcome);
        Assert.Contains("such as Comirnaty", refused.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_country_no_certificate_is_made_and_the_answer_says_what_to_set()
    {
        await using var elsewhere = BenchOf("");
        var id = await elsewhere.IssueAsync("vaccination", PartnerSystem.Event("certify-v1.json", "NO-COUNTRY"));
        var refused = await elsewhere.FetchAsync(id, InEuForm);

        Assert.Equal((501, "FORMAT_NOT_SET_UP"), refused.Outcome);
        Assert.Contains("Divoc:Issuer:Country", refused.Text("detail"), StringComparison.Ordinal);
    }

    private GrownBench BenchOf(string country, Action<IServiceCollection>? configure = null) => new(services =>
    {
        services.AddSingleton<IPdfWriter, PdfWriter>();
        services.AddSingleton<ISigningKeys>(_ => KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem")));
        services.Configure<IssuerOptions>(options => options.Country = country);
        services.Configure<EuDccOptions>(options => options.IssuerName = "Ministry of Trials");
        configure?.Invoke(services);
    });

    private static ChangeOrder Order() => new("EU", "as told", Caller.Service);

    private EuCertificateFunctions Functions => field ??= bench.Bench.Create<EuCertificateFunctions>();

    private Task<PlainAnswer> LatestAsync(string query, string body)
    {
        var request = PlainRequest.Post(body);
        request.QueryString = new QueryString(query);
        return request.AnswerAsync(call => Functions.FetchLatestAsync(call, Token));
    }

    private static (int Status, string? ContentType) KindOf(PlainAnswer answer) => (answer.Status, answer.ContentType);

    private Task<string> IssueAsync(string code) => bench.IssueAsync("vaccination", PartnerSystem.Event("certify-v1.json", code));

    private async Task<PlainAnswer> FetchAsync(string id, string accept, string query = InEuForm)
    {
        var request = PlainRequest.Get(query);
        request.Headers.Accept = accept;
        return await request.AnswerAsync(call => bench.Certificates.FetchAsync(call, id, Token));
    }

    private async Task<(int Status, string? ContentType)> KindAsync(string id, string accept, string query = InEuForm)
    {
        var answer = await FetchAsync(id, accept, query);
        return (answer.Status, answer.ContentType);
    }

    private Task<Verdict> VerifyAsync(byte[] text) => bench.Bench.Get<CertificateVerifier>().VerifyAsync(text, Token);

    private static string StatusOf(Verdict verdict) =>
        string.Join(' ', verdict.Reasons.Select(reason => reason.Code).Prepend(verdict.Status.ToString().ToUpperInvariant()));
}
