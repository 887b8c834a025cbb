using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Benchmarks.Service;

namespace Divoc.Functions.Benchmarks.Soak;

/// <summary>The program of a soak and what it works on.</summary>
/// <param name="Service">The program.</param>
/// <param name="Azure">The doubles that it works on; null on SQLite.</param>
internal sealed record SoakPlace(ServiceUnderLoad Service, AzureDoubles? Azure) : IAsyncDisposable
{
    /// <summary>What a vault of Azure signs a second.</summary>
    private const int SignaturesPerSecond = 400;

    /// <summary>The vault's limit is above the rate by so much: the backlog of an outage must be worked off.</summary>
    private const double Reserve = 1.25;

    /// <summary>Starts all of it.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "They are disposed together.")]
    public static async Task<SoakPlace> StartAsync(SoakOptions options)
    {
        if (options.IsEmbedded)
        {
            return new SoakPlace(
                await ServiceUnderLoad.StartAsync(new ServiceOptions(), new Partners(Partners.Usual), announces: false), null);
        }

        var azure = await AzureDoubles.StartAsync(
            Math.Max(SignaturesPerSecond, (int)(Reserve * options.EventsPerSecond)), keepsBlobsOnDisk: true);
        return new SoakPlace(
            await ServiceUnderLoad.StartAsync(new ServiceOptions { Settings = azure.Environment }, Partners.None, announces: false), azure);
    }

    /// <summary>Refuses a soak for which the disk has no room, by what the certificates of the warm-up have taken.</summary>
    /// <exception cref="BenchmarkException">There is too little.</exception>
    public void RequireRoom(int warmUp, long events)
    {
        if (Azure is not null)
        {
            return;
        }

        var each = Directory.EnumerateFiles(Service.Server.DataDirectory).Sum(file => new FileInfo(file).Length) / warmUp;
        var free = new DriveInfo(Service.Server.DataDirectory).AvailableFreeSpace;
        if (each * events > free)
        {
            throw new BenchmarkException(
                $"{events} certificates of {each / 1024} KiB need {each * events >> 30} GiB, "
                + $"and {Service.Server.DataDirectory} has {free >> 30}: take fewer --minutes, or set TMPDIR to a larger disk.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        if (Azure is not null)
        {
            await Azure.DisposeAsync();
        }
    }
}
