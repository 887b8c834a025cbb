using System.CommandLine;
using BenchmarkDotNet.Running;
using Divoc.Functions.Benchmarks.FunctionsHost;
using Divoc.Functions.Benchmarks.Growth;
using Divoc.Functions.Benchmarks.Latency;
using Divoc.Functions.Benchmarks.Peers;
using Divoc.Functions.Benchmarks.Scale;
using Divoc.Functions.Benchmarks.Service;
using Divoc.Functions.Benchmarks.Soak;
using Divoc.Functions.Benchmarks.Status;
using Divoc.Functions.Benchmarks.Throughput;

namespace Divoc.Functions.Benchmarks;

/// <summary>Starts a run by its name, or else benchmarks by theirs.</summary>
internal static class Program
{
    private const int Failed = 1;
    private const int Misused = 2;

    private static async Task<int> Main(string[] args)
    {
        if (args is [SlowDisk.CheckArgument])
        {
            SlowDisk.Measure();
            return 0;
        }

        var runs = new RootCommand(
            "Measures the certificate service. Without the name of a run it is BenchmarkDotNet's program: "
            + "--list flat names its benchmarks.")
        {
            ThroughputRun.Create(),
            LatencyRun.Create(),
            GrowthRun.Create(),
            SoakRun.Create(),
            FunctionsHostRun.Create(),
            PeersRun.Create(),
            StatusRun.Create(),
            BurstRun.Create(),
            UploadRun.Create(),
            ScaleRun.Create(),
        };
        if (args is [] || !(args is ["--help" or "-h" or "-?"] || runs.Subcommands.Any(run => run.Name == args[0])))
        {
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
            return 0;
        }

        return await RunAsync(runs.Parse(args));
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        try
        {
            var code = await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            return parsed.Errors.Count > 0 ? Misused : code;
        }
        catch (BenchmarkException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return Failed;
        }
    }
}
