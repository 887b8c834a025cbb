using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>
/// Microsoft's JavaScript client (npm @azure/service-bus), run by Node.js, as the judge of the double: what that client finds in order is
/// what the real service gives it.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class ServiceBusDoubleTests
{
    private static readonly string[] Checks =
    [
        "send and receive", "batch", "delivery count", "peek", "abandon with properties", "renew", "dead-letter with reason",
        "receive and complete dead letters",
        "defer", "schedule and cancel", "schedule", "duplicates", "subscribe", "receive and delete", "settle after close", "too large",
        "unknown queue", "wrong key",
    ];

    [Fact]
    public async Task The_Microsoft_JavaScript_client_works_with_the_test_double()
    {
        await using var broker = new ServiceBusDouble(new BrokerOptions { LockDuration = TimeSpan.FromMinutes(5) });
        var folder = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules")),
            "The npm packages of the tests are missing: run ./test.sh, or npm ci in Divoc.Functions.Tests.");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "Messaging", "Broker", "service-bus-judge.js")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["CONNECTION_STRING"] = broker.ConnectionString;
        start.Environment["QUEUE"] = broker.Options.QueueName;
        using var judge = Process.Start(start)!;
        var errors = judge.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await judge.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await judge.WaitForExitAsync(TestContext.Current.CancellationToken);

        var verdicts = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.All(verdicts, verdict => Assert.True(verdict["passed"]!.GetValue<bool>(), verdict.ToJsonString()));
        Assert.True(Checks.SequenceEqual(verdicts.Select(verdict => verdict["check"]!.GetValue<string>())), $"{output}{await errors}");
        Assert.Equal(0, judge.ExitCode);
    }
}
