using BenchmarkDotNet.Running;
using Divoc.Functions.Benchmarks.Soak;
using Divoc.Functions.Benchmarks.Throughput;

namespace Divoc.Functions.Benchmarks;

/// <summary>Starts the throughput run, the soak, the run over many registered certificates, the burst of revocations, the upload of many rows, or a benchmark by name.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["throughput", .. var options])
        {
            return await ThroughputRun.RunAsync(options);
        }

        if (args is ["status", .. var ofStatus])
        {
            return await StatusRun.RunAsync(ofStatus);
        }

        if (args is ["burst", .. var ofBurst])
        {
            return await BurstRun.RunAsync(ofBurst);
        }

        if (args is ["uploads", .. var ofUploads])
        {
            return await UploadRun.RunAsync(ofUploads);
        }

        if (args is ["soak", .. var soakOptions])
        {
            return await SoakRun.RunAsync(soakOptions);
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
    }
}
