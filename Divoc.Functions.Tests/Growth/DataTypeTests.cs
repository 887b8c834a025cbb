using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Writing;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Tests.Growth.Data;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Triggers;
using Divoc.Functions.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Growth;

/// <summary>
/// The same type once more, as data: it enters the catalogue while requests run, and each of them goes by the catalogue that it began with.
/// </summary>
public sealed class DataTypeTests : IAsyncDisposable
{
    private const string Name = "convalescence-data";

    private readonly GrownBench bench = new(services => services.AddSingleton<IPdfWriter, PdfWriter>());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private CertificateTypes Types => bench.Bench.Get<CertificateTypes>();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_type_that_is_added_while_the_program_runs_can_be_accepted_issued_fetched_and_verified()
    {
        Assert.Equal((404, "UNKNOWN_TYPE"), (await bench.CertifyAsync(Name, Convalescences.Event("DATA"))).Outcome);
        Types.Add(Document());
        await bench.IssueAsync(Name, Convalescences.Event("DATA", daysAgo: 300, disease: "Measles"));
        var id = await bench.IssueAsync(Name, Convalescences.Event("DATA"));
        var credential = await bench.FetchAsync(id);
        var page = await PlainRequest.Get().AnswerAsync(request => bench.Certificates.FetchPdfAsync(request, id, Token));
        var text = Scanner.Text(page.Body);
        var verdict = await PlainRequest.Post(credential.Body)
            .AnswerAsync(request => bench.Bench.Create<VerificationFunctions>().VerifyAsync(request, Token));

        Assert.Equal((200, "application/jose"), (credential.Status, credential.ContentType));
        Assert.All(
            ["Convalescence by Data", "Noor O'Brien", "COVID-19", "Convalescences before", "Measles", id],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.Equal(("VALID", Name, id), (verdict.Text("status"), verdict.Text("kind"), verdict.Text("certificateId")));
        Assert.Equal(["name", "dateOfBirth", "disease", "firstPositive"], verdict.Json["summary"]!.AsObject().Select(value => value.Key));
        Assert.DoesNotContain(
            "4711", Encoding.UTF8.GetString(Jws.CompactJws.Read(credential.Body)!.Payload.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_fields_and_key_come_from_the_document()
    {
        Types.Add(Document());
        var wrong = Convalescences.Event("DATA");
        wrong["convalescence"]!["firstPositive"] = "yesterday";
        wrong["recipient"]!.AsObject().Remove("name");
        var refused = await bench.CertifyAsync(Name, wrong);
        var id = await bench.IssueAsync(Name, Convalescences.Event("DATA"));
        var again = await bench.CertifyAsync(Name, Convalescences.Event("DATA"));

        Assert.Equal(
            ["/0/convalescence/firstPositive", "/0/recipient/name"],
            refused.Json["errors"]!.AsArray().Select(error => error!["pointer"]!.GetValue<string>()).Order());
        Assert.Equal(id, GrownBench.IdOf(again));
        Assert.Equal(new CertificateKey(Name, "recovered", $"{Convalescences.Day(-30)}\nCOVID-19"), bench.Sent(id).Key);
    }

    /// <summary>How great a number may be is the type's affair.</summary>
    [Theory]
    [InlineData("1", null)]
    [InlineData("150", null)]
    [InlineData("2147483647", null)]
    [InlineData("2147483648", "MAXIMUM")]
    [InlineData("0", "MINIMUM")]
    [InlineData("1.5", "NOT_WHOLE")]
    public async Task A_number_of_a_type_may_be_greater_than_any_dose_number(string number, string? code)
    {
        Types.Add(Document(changed =>
            changed["shapes"]!["v1"]!.AsArray().Add(new JsonObject { ["path"] = "convalescence.daysInBed", ["type"] = "wholeNumber" })));
        var happened = Convalescences.Event("NUMBER");
        happened["convalescence"]!["daysInBed"] = JsonNode.Parse(number);
        var answer = await bench.CertifyAsync(Name, happened);

        Assert.Equal(code, answer.Status == 200 ? null : answer.Json["errors"]![0]!["code"]!.GetValue<string>());
        if (code is null)
        {
            Assert.Equal(
                number, bench.Sent(GrownBench.IdOf(answer)).Event.Data.GetProperty("convalescence").GetProperty("daysInBed").GetRawText());
        }
    }

    [Fact]
    public async Task A_catalogue_snapshot_from_before_the_type_was_added_lacks_it_and_a_later_one_has_it()
    {
        var before = Types.Current;
        Types.Add(Document());

        Assert.Null(before.Find(Name));
        Assert.Throws<NewerFormException>(() => before.Of(new AcceptedEvent(Name, 1, "v1", default)));
        Assert.NotNull(Types.Current.Find(Name));
        Assert.Equal(200, (await bench.CertifyAsync(Name, Convalescences.Event("LATER"))).Status);
    }

    /// <summary>A request whose body still comes in has begun.</summary>
    [Fact]
    public async Task A_request_with_a_slow_body_keeps_the_type_version_with_which_it_began()
    {
        Types.Add(Document());
        var body = new Pipe();
        var request = PlainRequest.Of("POST");
        request.Body = body.Reader.AsStream();
        var held = request.AnswerAsync(call => bench.Events.CertifyAsync(call, Name, Token));
        Types.Add(Document(ToSecondVersion));
        Assert.False(held.IsCompleted);
        await body.Writer.WriteAsync(Encoding.UTF8.GetBytes(new JsonArray(Convalescences.Event("SLOW")).ToJsonString()), Token);
        await body.Writer.CompleteAsync();

        Assert.Equal(1, bench.Sent(GrownBench.IdOf(await held)).Event.Version);
    }

    [Fact]
    public async Task A_request_that_is_delayed_in_its_handler_keeps_the_type_version_with_which_it_began()
    {
        Types.Add(Document());
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Bench.Store.BeforeRead = async name =>
        {
            if (reached.TrySetResult())
            {
                await go.Task;
            }
        };
        var held = bench.CertifyAsync(Name, Convalescences.Event("HELD"));
        await reached.Task.WaitAsync(Token);
        Types.Add(Document(ToSecondVersion));
        var later = Convalescences.Event("LATER");
        var refused = await bench.CertifyAsync(Name, later);
        later["convalescence"]!["variant"] = "Alpha";
        var newer = GrownBench.IdOf(await bench.CertifyAsync(Name, later));
        Assert.False(held.IsCompleted);
        go.SetResult();
        var older = GrownBench.IdOf(await held);

        Assert.Equal("/0/convalescence/variant", refused.Json["errors"]![0]!["pointer"]!.GetValue<string>());
        Assert.Equal((1, 2), (bench.Sent(older).Event.Version, bench.Sent(newer).Event.Version));
        await bench.DeliverAsync();
        Assert.Equal((200, 200), ((await bench.FetchAsync(older)).Status, (await bench.FetchAsync(newer)).Status));
    }

    /// <summary>Its body was read once and promised; a newer version of the type may ask for more, or have another key.</summary>
    [Fact]
    public async Task A_repeated_call_continues_with_the_type_version_that_accepted_it()
    {
        Types.Add(Document());
        bench.Queue.Fault = new QueueUnavailableException("out");
        var cut = await bench.CertifyAsync(Name, Convalescences.Event("REPEATED"), "", ("Idempotency-Key", "again"));
        bench.Queue.Fault = null;
        Types.Add(Document(ToSecondVersion));
        var repeated = await bench.CertifyAsync(Name, Convalescences.Event("REPEATED"), "", ("Idempotency-Key", "again"));

        Assert.Equal((503, "ACCEPT_INCOMPLETE"), cut.Outcome);
        Assert.Equal(1, bench.Sent(GrownBench.IdOf(repeated)).Event.Version);
    }

    /// <summary>Requests of a type, and the addition of others beside them, disturb one another in no way.</summary>
    [Fact]
    public async Task Types_can_be_added_while_requests_run()
    {
        var before = Types.Current.All.Count;
        Types.Add(Document());
        var requests = Enumerable.Range(0, 40)
            .Select(number => Task.Run(() => bench.CertifyAsync(Name, Convalescences.Event($"RUN-{number}")), Token))
            .ToList();
        var additions = Enumerable.Range(0, 40)
            .Select(number => Task.Run(() => Types.Add(Document(changed => Rename(changed, $"more-{number}"))), Token))
            .ToList();
        await Task.WhenAll(additions);

        Assert.All(await Task.WhenAll(requests), answer => Assert.Equal(200, answer.Status));
        Assert.Equal(before + 41, Types.Current.All.Count);
    }

    [Theory]
    [InlineData("Convalescence", 1)]
    [InlineData("", 1)]
    [InlineData("-x", 1)]
    [InlineData("convalescence-data", 0)]
    [InlineData("convalescence", 1)]
    public void A_type_without_a_valid_name_or_a_new_version_is_refused(string name, int version)
    {
        var before = Types.Current.All.Count;
        var type = Document(changed =>
        {
            Rename(changed, name);
            changed["version"] = version;
        });

        Assert.Throws<ArgumentException>(() => Types.Add(type));
        Assert.Equal(before, Types.Current.All.Count);
    }

    /// <summary>Whoever adds a type can try its page first, so that no event is accepted that can't be printed.</summary>
    [Fact]
    public void A_page_that_cannot_be_printed_is_detected_before_the_type_is_added()
    {
        var broken = Document(changed => changed["template"]!["blocks"]![0]!["title"] = "data.nowhere");
        var templates = bench.Bench.Get<TemplateSet>();
        var fault = Assert.Throws<TemplateException>(() => templates.Of(broken.Page));

        Assert.Contains("data.nowhere", fault.Message, StringComparison.Ordinal);
        Assert.Equal("convalescence-data/1", templates.Of(Document().Page).Template.Version);
    }

    /// <summary>Asks for one more field.</summary>
    private static void ToSecondVersion(JsonObject document)
    {
        document["version"] = 2;
        document["shapes"]!["v1"]!.AsArray()
            .Add(new JsonObject { ["path"] = "convalescence.variant", ["type"] = "text", ["required"] = true });
        document["sample"]!["convalescence"]!["variant"] = "None";
    }

    private static void Rename(JsonObject document, string name)
    {
        document["name"] = name;
        document["template"]!["kind"] = name;
    }

    /// <summary>The type of the document, changed by a test.</summary>
    internal static DataType Document(Action<JsonObject>? change = null)
    {
        using var stream = typeof(DataType).Assembly.GetManifestResourceStream(typeof(DataType), "convalescence-data.type.json")!;
        var document = JsonNode.Parse(stream)!.AsObject();
        change?.Invoke(document);
        return DataType.Read(document.ToJsonString());
    }
}
