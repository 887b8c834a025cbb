using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Divoc.Functions;

/// <summary>Times one stage of issuing until it is disposed.</summary>
internal readonly struct StageTimer(Histogram<double> histogram, string stage) : IDisposable
{
    private readonly long start = Stopwatch.GetTimestamp();

    /// <summary>Ends the stage.</summary>
    public void Dispose() => histogram.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
}
