using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>What an operator does about events that failed for good.</summary>
[Trait("Kind", "Slow")]
public class ReplayOverHttpTests : IAsyncLifetime
{
    private const string List = "/operations/failures";
    private const string Replay = "/operations/failures/replay";

    private readonly BreakablePages pages = new();
    private TestHost host = null!;
    private JsonNode keys = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PartnerSystem Partner => new(host.Client);

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync(
            builder => builder.Services.AddSingleton<IPdfWriter>(pages), ["--Divoc:Auth:RequireKeys", "true", .. QueueArguments()]);
        pages.IsBroken = true;
        keys = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(host.DataDirectory, "keys.json"), Token))!;
        host.Client.DefaultRequestHeaders.Add("x-functions-key", keys["adminKey"]!.GetValue<string>());
    }

    public async ValueTask DisposeAsync()
    {
        pages.LetGo();
        await host.DisposeAsync();
        pages.Dispose();
        await StoppedAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task W15_an_event_that_failed_permanently_is_listed_and_issued_by_a_replay_after_its_cause_is_fixed()
    {
        var happened = PartnerSystem.Event("certify-v1.json", "REPLAYED");
        var accepted = await Partner.CertifyAsync("/divoc/api/v1/certify", new JsonArray(happened.DeepClone()));
        var id = accepted["certificates"]![0]!["certificateId"]!.GetValue<string>();
        Assert.Equal("FAILED", StatusOf(await Partner.WaitAsync(accepted)));
        var listed = await WaitForOneAsync();
        Assert.Equal(
            (id, "NO_PAGE", "The page can't be written."), (Text(listed, "certificateId"), Text(listed, "reason"), Text(listed, "detail")));
        Assert.Equal(Text(accepted, "requestId"), Text(listed, "requestId"));
        Assert.All(
            new[] { "REPLAYED", Text(happened["recipient"]!, "name") },
            personal => Assert.DoesNotContain(personal, listed.ToJsonString(), StringComparison.Ordinal));

        // Too early: it fails again, once.
        Assert.Equal([id], Ids(await ReplayAsync("""{"all":true}"""), "replayed"));
        Assert.Equal("FAILED", StatusOf(await Partner.WaitAsync(accepted)));
        Assert.NotEqual(listed["sequenceNumber"]!.GetValue<long>(), (await WaitForOneAsync())["sequenceNumber"]!.GetValue<long>());

        pages.IsBroken = false;
        pages.HoldBack();
        Assert.Equal([id], Ids(await ReplayAsync($$"""{"certificateIds":["{{id}}"]}"""), "replayed"));
        Assert.Equal(
            "QUEUED",
            StatusOf((await host.Client.GetFromJsonAsync<JsonObject>(new Uri(Text(accepted, "statusUrl")).PathAndQuery, Token))!));
        pages.LetGo();
        Assert.Equal("ISSUED", StatusOf(await Partner.WaitAsync(accepted)));
        Assert.StartsWith(
            "%PDF", System.Text.Encoding.ASCII.GetString(await Partner.FetchAsync(id, "certificate.pdf")), StringComparison.Ordinal);
        Assert.Empty(await ListAsync());
        Assert.Equal([id], Ids(await ReplayAsync($$"""{"certificateIds":["{{id}}"]}"""), "notFound"));
    }

    [Fact]
    public async Task A_partner_key_can_neither_list_nor_replay_failures()
    {
        host.Client.DefaultRequestHeaders.Remove("x-functions-key");
        host.Client.DefaultRequestHeaders.Add("x-functions-key", keys["functionKey"]!.GetValue<string>());
        using var listed = await Partner.GetAsync(List);
        using var replayed = await Partner.PostAsync(Replay, new JsonObject { ["all"] = true });

        Assert.Equal(HttpStatusCode.Unauthorized, listed.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, replayed.StatusCode);
    }

    [Theory]
    [InlineData("?count=0")]
    [InlineData("?count=201")]
    [InlineData("?count=1&count=2")]
    [InlineData("?count=-1")]
    [InlineData("?from=")]
    [InlineData("?from=nowhere.1")]
    public async Task An_invalid_page_parameter_is_refused(string query)
    {
        using var refused = await Partner.GetAsync(List + query);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    /// <summary>The settings of the queue under test.</summary>
    private protected virtual string[] QueueArguments() => [];

    private protected virtual ValueTask StoppedAsync() => ValueTask.CompletedTask;

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    private static string StatusOf(JsonObject status) => status["certificates"]![0]!["status"]!.GetValue<string>();

    private static IEnumerable<string> Ids(JsonObject report, string member) =>
        report[member]!.AsArray().Select(id => id!.GetValue<string>());

    /// <summary>Calls again, as operators do, as long as a busy broker has handed out nothing.</summary>
    private Task<JsonObject> ReplayAsync(string body) => Eventually.FindAsync(async () =>
    {
        using var response = await Partner.PostAsync(Replay, JsonNode.Parse(body)!);
        var answer = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer);
        var report = JsonNode.Parse(answer)!.AsObject();
        return report["more"]!.GetValue<bool>() && !Ids(report, "replayed").Any() ? null : report;
    });

    private async Task<JsonArray> ListAsync() => (await host.Client.GetFromJsonAsync<JsonObject>(List, Token))!["failures"]!.AsArray();

    /// <summary>The failure is told a moment before its message is set aside.</summary>
    private async Task<JsonNode> WaitForOneAsync()
    {
        var listed = await Eventually.FindAsync(async () => await ListAsync() is { Count: > 0 } failures ? failures : null);
        return Assert.Single(listed)!;
    }
}
