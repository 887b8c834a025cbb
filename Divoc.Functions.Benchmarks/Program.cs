using BenchmarkDotNet.Running;
using Divoc.Functions.Benchmarks.Throughput;

namespace Divoc.Functions.Benchmarks;

/// <summary>Starts the throughput run, or a benchmark by name.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["throughput", .. var options])
        {
            return await ThroughputRun.RunAsync(options);
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
    }
}
