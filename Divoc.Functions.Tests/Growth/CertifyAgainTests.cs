using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Types;

namespace Divoc.Functions.Tests.Growth;

/// <summary>Calls that come again after a type has changed, and what a caller is told of types and shapes that it can't use.</summary>
public sealed class CertifyAgainTests : IAsyncDisposable
{
    private readonly GrownBench bench = new(services => ScriptedFormat.AddTo(services, ScriptedFormat.Stored));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private CertificateTypes Types => bench.Bench.Get<CertificateTypes>();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    /// <summary>Both calls have the same path, and partners number their calls.</summary>
    [Fact]
    public async Task An_idempotency_key_of_a_certify_call_can_be_used_for_its_correction()
    {
        var first = new JsonArray(Convalescences.Event("KEYED")).ToJsonString();
        var corrected = Convalescences.Event("KEYED");
        corrected["recipient"]!["name"] = "Nora O'Brien";
        var second = new JsonArray(corrected).ToJsonString();
        var certified = GrownBench.IdOf(await bench.CertifyAsync("convalescence", first, "", ("Idempotency-Key", "1")));
        await bench.DeliverAsync();
        var updated = await UpdateAsync(second, "1");
        var again = await UpdateAsync(second, "1");

        Assert.NotEqual(certified, GrownBench.IdOf(updated));
        Assert.Equal(certified, updated.Json["certificates"]![0]!["replaces"]!.GetValue<string>());
        Assert.Equal(updated.Body, again.Body);
    }

    [Fact]
    public async Task A_repeated_call_keeps_the_accepted_shape_after_a_new_version_of_the_type_has_dropped_it()
    {
        Types.Add(OtherTypes.Of("other-one", 1, "v1"));
        var body = new JsonArray(Convalescences.Event("DROPPED")).ToJsonString();
        var first = await bench.CertifyAsync("other-one", body, "?shape=v1", ("Idempotency-Key", "1"));
        Types.Add(OtherTypes.Of("other-one", 2, "v2"));
        var again = await bench.CertifyAsync("other-one", body, "?shape=v1", ("Idempotency-Key", "1"));
        var reused = await bench.CertifyAsync("other-one", body + " ", "?shape=v1", ("Idempotency-Key", "1"));
        var later = await bench.CertifyAsync("other-one", body, "?shape=v1", ("Idempotency-Key", "2"));
        var keyless = await bench.CertifyAsync("other-one", body, "?shape=v1");

        Assert.Equal(200, first.Status);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal((422, "IDEMPOTENCY_KEY_REUSED"), reused.Outcome);
        Assert.All([later, keyless], answer => Assert.Equal((400, "UNKNOWN_SHAPE"), answer.Outcome));
        Assert.Contains("Send one of these as shape: v2.", later.Text("detail"), StringComparison.Ordinal);
        Assert.Equal((1, "v1"), (bench.Sent(GrownBench.IdOf(first)).Event.Version, bench.Sent(GrownBench.IdOf(first)).Event.Shape));
    }

    [Fact]
    public async Task Only_shapes_that_a_format_can_write_are_offered()
    {
        ScriptedFormat.Of(bench).Shapes = ["v2", "v3"];
        Types.Add(OtherTypes.Of("other-one", 1, "v1", "v2", "v3", "v4"));
        Types.Add(OtherTypes.Of("unwritable", 1, "v1"));
        var some = await bench.CertifyAsync("other-one", Convalescences.Event("SHAPES"), "?shape=v1");
        var none = await bench.CertifyAsync("unwritable", Convalescences.Event("SHAPES"));

        Assert.Equal((400, "UNKNOWN_SHAPE"), some.Outcome);
        Assert.Contains("Send one of these as shape: v2, v3.", some.Text("detail"), StringComparison.Ordinal);
        Assert.Equal((400, "UNKNOWN_SHAPE"), none.Outcome);
        Assert.DoesNotContain("v1", none.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(200, (await bench.CertifyAsync("other-one", Convalescences.Event("SHAPES"), "?shape=v3")).Status);
    }

    [Fact]
    public async Task Types_of_other_tenants_are_not_listed()
    {
        Types.Add(OtherTypes.Of("other-tenants", 1, "v1"), "south");
        Types.Add(OtherTypes.Of("other-own", 1, "v1"));
        Types.Add(OtherTypes.Of("unwritable", 1, "v1"));
        var answer = await bench.CertifyAsync("nonsense", Convalescences.Event("UNKNOWN"));

        Assert.Equal((404, "UNKNOWN_TYPE"), answer.Outcome);
        Assert.EndsWith(
            "These types exist: convalescence, other-own, recovery, test, vaccination.",
            answer.Text("detail"),
            StringComparison.Ordinal);
    }

    private Task<PlainAnswer> UpdateAsync(string body, string key)
    {
        var request = PlainRequest.Of("PUT", "", ("Idempotency-Key", key));
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return request.AnswerAsync(call => bench.Events.UpdateAsync(call, "convalescence", Token));
    }
}
