using System.Diagnostics;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>The program as a process of its own on a free port of this machine and a new data directory.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string ListeningPrefix = "Listening on ";

    private readonly Process process;
    private readonly DirectoryInfo data;

    private ServerProcess(Process process, DirectoryInfo data, Uri address)
    {
        this.process = process;
        this.data = data;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Processor time it has used so far, on all cores.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory it has had resident, in MiB.</summary>
    public double PeakMemoryMiB
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64 / 1024.0 / 1024.0;
        }
    }

    /// <summary>The memory it has resident now, in MiB.</summary>
    public double MemoryMiB
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1024.0 / 1024.0;
        }
    }

    /// <summary>Whether it has ended, which nobody asked it to.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Starts the program and waits until it listens.</summary>
    /// <param name="settings">Environment variables; none for the default configuration.</param>
    public static async Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var data = Directory.CreateTempSubdirectory("divoc-throughput-");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Divoc.Functions.dll"), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = data.FullName,
        };
        start.Environment["Divoc__DataDirectory"] = data.FullName;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(ListeningPrefix, StringComparison.Ordinal))
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new ServerProcess(process, data, new Uri(line[ListeningPrefix.Length..].Split(' ')[0]));
            }
        }

        throw new InvalidOperationException("The program did not start; it says why above.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        data.Delete(recursive: true);
    }
}
