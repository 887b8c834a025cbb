using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Divoc.Functions.Tests.Telemetry;

/// <summary>Keeps what the meters of one factory measure: other tests measure beside it in this process.</summary>
internal sealed class MeasuredValues : IDisposable
{
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> values = [];
    private readonly MeterListener listener = new();

    public MeasuredValues(IMeterFactory factory)
    {
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Scope == factory)
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
    }

    /// <summary>The tags of each measurement of an instrument.</summary>
    public IReadOnlyList<string> TagsOf(string name) => [.. values.Where(value => value.Name == name).Select(value => value.Tags)];

    /// <summary>The values of an instrument, by their tags; of several the last one.</summary>
    public Dictionary<string, double> Of(string name) =>
        values.Where(value => value.Name == name).GroupBy(value => value.Tags).ToDictionary(same => same.Key, same => same.Last().Value);

    /// <summary>Asks those that are measured when they are asked for.</summary>
    public void Ask() => listener.RecordObservableInstruments();

    public void Dispose() => listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        values.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => tag.Value))));
}
