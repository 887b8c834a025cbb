using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Storage.Blob;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>A signing key over vault doubles, with what its metrics say.</summary>
internal sealed class VaultBench : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<string> measured = [];
    private readonly LogLines lines = new();

    /// <param name="vault">The vault whose identity and certificate the client uses.</param>
    /// <param name="settings">Settings below <c>Divoc:KeyVault</c>.</param>
    /// <param name="keys">The keys that sign.</param>
    public VaultBench(KeyVaultDouble vault, IReadOnlyDictionary<string, string> settings, params VaultDoubleKey[] keys)
    {
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.AddProvider(lines)).AddMetrics().AddSingleton(vault.Options.Time);
        services = vault.Register(collection, settings, keys).BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Scope == factory)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Take(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Take(instrument, tags));
        listener.Start();
    }

    public ISigningKeys Key => services.GetRequiredService<ISigningKeys>();

    /// <summary>Each measurement as the instrument's name and its tags' values.</summary>
    public IReadOnlyList<string> Measured => [.. measured];

    /// <summary>What was written to the log, a line each.</summary>
    public IReadOnlyList<string> Logged => [.. lines.Lines];

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await services.DisposeAsync();
        lines.Dispose();
    }

    private void Take(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = instrument.Name;
        foreach (var tag in tags)
        {
            line += $" {tag.Value}";
        }

        measured.Enqueue(line);
    }
}
