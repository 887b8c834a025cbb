using System.Diagnostics;
using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Benchmarks.Service;

namespace Divoc.Functions.Benchmarks.FunctionsHost;

/// <summary>The program under a host, and what it needs there.</summary>
/// <param name="http">Calls it.</param>
/// <param name="figures">What the program's process has used.</param>
internal sealed class HostedProgram(HttpClient http, Func<ProcessFigures> figures)
{
    private const int Calls = 3_000;
    private readonly CertifyClient client = new(http, Partners.None);
    private int first;

    /// <summary>Issues certificates, one event a call, and fetches one of them again and again.</summary>
    public async Task<HostFigures> MeasureAsync(int certificates)
    {
        var before = figures().Cpu;
        var began = Stopwatch.GetTimestamp();
        var load = new ClosedLoad(client, LoadArguments.LoadOf(1) with { Events = certificates, Callers = 16, FirstNumber = first });
        first += certificates;
        await load.RunAsync();
        var (seconds, cpu) = (Stopwatch.GetElapsedTime(began).TotalSeconds, (figures().Cpu - before).TotalMilliseconds);
        var one = (await load.OutcomesAsync())[0];

        before = figures().Cpu;
        began = Stopwatch.GetTimestamp();
        for (var call = 0; call < Calls; call++)
        {
            await client.FetchAsync(one.CertificateId, one.Partner, "credential.json");
        }

        return new HostFigures(
            Stopwatch.GetElapsedTime(began).TotalMilliseconds / Calls,
            (figures().Cpu - before).TotalMilliseconds / Calls,
            cpu / certificates,
            certificates / seconds);
    }
}
