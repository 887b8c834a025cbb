using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Operations;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Triggers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Triggers;

public sealed class HealthFunctionsTests
{
    private readonly ReadinessParts parts = new();
    private readonly HealthFunctions functions;

    public HealthFunctionsTests()
    {
        var clock = new FakeTimeProvider();
        functions = new(new Readiness(
            parts, [parts.Queue], parts, [new(DivocKeys.Purpose, DivocKeys.Algorithm)], parts.CheckOfKeys(clock), clock,
            NullLogger<Readiness>.Instance));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_that_responds_is_alive_even_if_its_parts_fail()
    {
        parts.Fault = new StoreUnavailableException("out");
        var answer = await PlainRequest.Get().AnswerAsync(request => Task.FromResult(functions.Live(request)));

        Assert.Equal((200, "no-store", """{"status":"ALIVE"}"""), (answer.Status, answer.CacheControl, answer.Json.ToJsonString()));
    }

    [Fact]
    public async Task A_service_with_working_parts_is_ready()
    {
        var answer = await PlainRequest.Get().AnswerAsync(request => functions.ReadyAsync(request, Token));

        Assert.Equal((200, "no-store", "READY"), (answer.Status, answer.CacheControl, answer.Text("status")));
    }

    [Fact]
    public async Task A_failing_part_is_named()
    {
        parts.Fault = new StoreUnavailableException("out");
        var answer = await PlainRequest.Get().AnswerAsync(request => functions.ReadyAsync(request, Token));

        Assert.Equal((503, "no-store", "NOT_READY"), (answer.Status, answer.CacheControl, answer.Text("status")));
        Assert.Equal(
            ("FAILING", "OK", "OK"),
            (
                answer.Json["parts"]!["store"]!.ToString(), answer.Json["parts"]!["queue"]!.ToString(),
                answer.Json["parts"]!["key"]!.ToString()));
    }
}
