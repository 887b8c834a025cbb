using BenchmarkDotNet.Running;

namespace Divoc.Functions.Benchmarks;

/// <summary>Starts the benchmarks by name.</summary>
internal static class Program
{
    private static void Main(string[] args)
    {
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    }
}
