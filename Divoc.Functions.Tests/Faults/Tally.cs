using System.Collections.Concurrent;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Tests.Faults;

/// <summary>Counts what the schedules went through, so that a run that tests nothing is seen.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);

    public void Met(ProtocolWrite name) => Count($"written {name}");

    public void StoppedAt(ProtocolWrite name) => Count($"stopped after {name}");

    public void Count(string what, long times = 1) => counts.AddOrUpdate(what, times, (_, before) => before + times);

    public long Of(string what) => counts.GetValueOrDefault(what);

    public long StopsAfter(ProtocolWrite name) => Of($"stopped after {name}");

    public override string ToString() => string.Join(
        Environment.NewLine, counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value,9} {pair.Key}"));
}
