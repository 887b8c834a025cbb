using System.Text;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Intake;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Triggers.Divoc;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Growth;

/// <summary>
/// What a fetch in a format that is not stored costs, and when it is refused: each signs anew, so nothing is signed that is not handed out.
/// </summary>
public sealed class DerivedFetchTests : IAsyncDisposable
{
    private const string Scripted = "?format=scripted";
    /// <summary>The least that the settings may say.</summary>
    private const int Limit = 1000;

    private readonly GrownBench bench = new(services =>
    {
        ScriptedFormat.AddTo(services, ScriptedFormat.Derived);
        services.Configure<IntakeOptions>(options => options.EventsPerTenMinutes = Limit);
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ScriptedFormat Format => ScriptedFormat.Of(bench);

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_HEAD_request_is_answered_without_a_signature()
    {
        var id = await IssueAsync("HEAD");
        var head = await FetchAsync("HEAD", id);
        var image = await FetchAsync("HEAD", id, "image/png");
        Assert.Equal(0, Format.Signatures);
        var got = await FetchAsync("GET", id);

        Assert.Equal((200, "application/jose", "no-store", ""), (head.Status, head.ContentType, head.CacheControl, head.ETag));
        Assert.Null(head.Headers.ContentLength);
        Assert.Empty(head.Body);
        Assert.Equal((200, "image/png"), (image.Status, image.ContentType));
        Assert.Equal((200, "application/jose", 1), (got.Status, got.ContentType, Format.Signatures));
    }

    [Fact]
    public async Task Each_signature_counts_towards_the_event_limit_of_the_partner()
    {
        var id = await IssueAsync("COUNTED");
        Assert.Null(await bench.Bench.Get<PartnerLimit>().TakeAsync(Caller.Service, Limit - 3, Token));
        Assert.Equal(200, (await FetchAsync("GET", id)).Status);
        Assert.Equal(200, (await FetchAsync("GET", id, "image/png")).Status);
        var refused = await FetchAsync("GET", id);
        var certified = await bench.CertifyAsync("vaccination", PartnerSystem.Event("certify-v1.json", "ONE-MORE"));

        Assert.Equal((429, "TOO_MANY_EVENTS"), refused.Outcome);
        Assert.InRange(int.Parse(refused.RetryAfter, System.Globalization.CultureInfo.InvariantCulture), 1, 610);
        Assert.Equal((429, "TOO_MANY_EVENTS"), certified.Outcome);
        Assert.Equal(2, Format.Signatures);
        Assert.Equal(200, (await FetchAsync("HEAD", id)).Status);
        Assert.Equal(200, (await bench.FetchAsync(id)).Status);
    }

    [Fact]
    public async Task A_part_that_the_format_does_not_have_is_refused_before_anything_is_signed()
    {
        Format.HasSymbols = false;
        var id = await IssueAsync("NO-SYMBOLS");

        Assert.Equal((404, "NO_SUCH_PART"), (await FetchAsync("GET", id, "image/png")).Outcome);
        Assert.Equal((404, "NO_SUCH_PART"), (await FetchAsync("GET", id, "image/svg+xml")).Outcome);
        Assert.Equal(0, Format.Signatures);
        Assert.Equal(200, (await FetchAsync("GET", id)).Status);
    }

    [Fact]
    public async Task Data_that_the_format_cannot_represent_are_refused_with_the_reason()
    {
        var id = await IssueAsync("UNWRITABLE");
        Format.Symbols = static _ => [new QrContent([QrSegment.Bytes(new byte[5000])])];
        Assert.Equal((422, "QR_TOO_LARGE"), (await FetchAsync("GET", id, "image/png")).Outcome);
        Format.Symbols = static _ => throw new EventFailedException("TEXT_UNFIT", "The text has characters that the code can't hold.");
        Assert.Equal((422, "TEXT_UNFIT"), (await FetchAsync("GET", id, "image/svg+xml")).Outcome);
        Format.WriteFault = new EventFailedException("NAME_TOO_LONG", "The name has more than 80 characters.");
        var refused = await FetchAsync("GET", id);

        Assert.Equal((422, "NAME_TOO_LONG"), refused.Outcome);
        Assert.Contains("more than 80 characters", refused.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_signed_for_a_suspended_certificate_until_it_is_reinstated()
    {
        var id = await IssueAsync("SUSPENDED");
        await bench.Bench.Get<StateChanger>().SuspendAsync(id, Order(), Token);
        foreach (var method in new[] { "GET", "HEAD" })
        {
            Assert.Equal(410, (await FetchAsync(method, id)).Status);
        }

        Assert.Equal((410, "SUSPENDED"), (await FetchAsync("GET", id, "image/png")).Outcome);
        Assert.Equal(200, (await bench.FetchAsync(id)).Status);
        Assert.Equal(0, Format.Signatures);
        await bench.Bench.Get<StateChanger>().ReinstateAsync(id, Order(), Token);
        Assert.Equal(200, (await FetchAsync("GET", id)).Status);
    }

    [Fact]
    public async Task Nothing_is_signed_for_a_replaced_certificate_and_the_answer_links_to_its_replacement()
    {
        var id = await IssueAsync("REPLACED");
        var happened = PartnerSystem.Event("certify-v1.json", "REPLACED");
        happened["recipient"]!["name"] = "Corrected Name";
        var put = PlainRequest.Of("PUT", "?shape=v1");
        put.Body = new MemoryStream(Encoding.UTF8.GetBytes($"[{happened.ToJsonString()}]"));
        var next = GrownBench.IdOf(await put.AnswerAsync(request => bench.Events.UpdateAsync(request, "vaccination", Token)));
        await bench.DeliverAsync();
        var refused = await FetchAsync("GET", id);

        Assert.Equal((410, "SUPERSEDED"), refused.Outcome);
        Assert.Contains($"/certificates/{next}>", refused.Link, StringComparison.Ordinal);
        Assert.Equal(0, Format.Signatures);
        Assert.Equal(200, (await bench.FetchAsync(id)).Status);
        Assert.Equal(200, (await FetchAsync("GET", next)).Status);
    }

    [Fact]
    public async Task Nothing_is_signed_for_a_revoked_or_erased_certificate()
    {
        var (revoked, erased) = (await IssueAsync("REVOKED"), await IssueAsync("ERASED"));
        await bench.Bench.Get<StateChanger>().RevokeAsync(revoked, Order(), Token);
        await bench.Bench.Get<CertificateEraser>().EraseAsync(erased, Order(), Token);

        Assert.Equal((410, "REVOKED"), (await FetchAsync("GET", revoked)).Outcome);
        Assert.Equal((410, "ERASED"), (await FetchAsync("GET", erased)).Outcome);
        Assert.Equal(0, Format.Signatures);
    }

    [Theory]
    [InlineData("", "application/jose")]
    [InlineData("application/json", "application/jose")]
    [InlineData("application/pdf", "application/pdf")]
    [InlineData("text/html, */*;q=0.8", "application/jose")]
    [InlineData("image/png", "image/png")]
    [InlineData("image/svg+xml, application/jose;q=0.5", "image/svg+xml")]
    [InlineData("image/png;q=0.5, application/jose", "application/jose")]
    public async Task Accept_selects_the_QR_image_or_the_credential(string accept, string contentType)
    {
        var answer = await FetchAsync("GET", await IssueAsync("ACCEPT"), accept);

        Assert.Equal((200, contentType), (answer.Status, answer.ContentType));
        if (contentType == "image/png")
        {
            Assert.StartsWith("scripted:/", Scanner.ScanText(answer.Body), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Only_the_route_of_the_certificate_reads_the_format_parameter()
    {
        var id = await IssueAsync("ROUTES");
        var (certificates, divoc) = (bench.Certificates, bench.Bench.Create<FetchFunctions>());
        foreach (var query in new[] { Scripted, "?format=nonsense" })
        {
            var credential = await PlainRequest.Get(query).AnswerAsync(request => certificates.FetchCredentialAsync(request, id, Token));
            PlainAnswer[] others =
            [
                credential,
                await PlainRequest.Get(query).AnswerAsync(request => certificates.FetchQrAsync(request, id, Token)),
                await PlainRequest.Get(query).AnswerAsync(request => certificates.FetchQrSvgAsync(request, id, Token)),
                await PlainRequest.Get(query).AnswerAsync(request => certificates.FetchPdfAsync(request, id, Token)),
                await PlainRequest.Get(query).AnswerAsync(request => divoc.FetchLatestPdfAsync(request, "ROUTES", Token)),
                await PlainRequest.Get(query).AnswerAsync(request => divoc.FetchLatestQrAsync(request, "ROUTES", Token)),
                await PlainRequest.Get(query).AnswerAsync(request => divoc.FetchRecordAsync(request, id, Token)),
            ];

            Assert.All(others, answer => Assert.Equal(200, answer.Status));
            Assert.Equal("application/vc+ld+json", credential.ContentType);
        }

        Assert.Equal(0, Format.Signatures);
    }

    private static ChangeOrder Order() => new("TEST", null, Caller.Service);

    private Task<string> IssueAsync(string code) => bench.IssueAsync("vaccination", PartnerSystem.Event("certify-v1.json", code));

    private Task<PlainAnswer> FetchAsync(string method, string id, string accept = "")
    {
        (string, string)[] headers = accept.Length == 0 ? [] : [("Accept", accept)];
        return PlainRequest.Of(method, Scripted, headers).AnswerAsync(request => bench.Certificates.FetchAsync(request, id, Token));
    }
}
