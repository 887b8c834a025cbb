using System.Diagnostics;
using Divoc.Functions.Benchmarks.Service;

namespace Divoc.Functions.Benchmarks.Load;

/// <summary>Where a load stands at a moment.</summary>
/// <param name="Seconds">Since its beginning.</param>
/// <param name="Accepted">Events that were accepted.</param>
/// <param name="Announced">Calls to webhooks.</param>
/// <param name="Service">What the service has used.</param>
/// <param name="LoadCpu">Processor time that this process has used.</param>
internal sealed record LoadSample(double Seconds, int Accepted, int Announced, ProcessFigures Service, TimeSpan LoadCpu);

/// <summary>Looks at a load once a second.</summary>
internal sealed class LoadSampler(ServiceUnderLoad service, Func<int> accepted)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly long began = Stopwatch.GetTimestamp();
    private readonly List<LoadSample> samples = [];

    /// <summary>Samples until it is ended, and once more then.</summary>
    public async Task<IReadOnlyList<LoadSample>> RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            samples.Add(Take());
            await Task.Delay(Pause, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        samples.Add(Take());
        return samples;
    }

    private LoadSample Take() => new(
        Stopwatch.GetElapsedTime(began).TotalSeconds, accepted(), service.Webhooks?.Received ?? 0, service.Server.Figures,
        Environment.CpuUsage.TotalTime);
}
