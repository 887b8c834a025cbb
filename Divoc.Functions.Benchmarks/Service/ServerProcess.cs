using System.Diagnostics;

namespace Divoc.Functions.Benchmarks.Service;

/// <summary>The program as a process of its own on a free port of this machine.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string ListeningPrefix = "Listening on ";
    private static readonly TimeSpan LongestStop = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly DirectoryInfo? temporary;

    private ServerProcess(Process process, DirectoryInfo? temporary, Uri address, string dataDirectory)
    {
        this.process = process;
        this.temporary = temporary;
        Address = address;
        DataDirectory = dataDirectory;
    }

    /// <summary>Where its data lie.</summary>
    public string DataDirectory { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What it has used so far.</summary>
    public ProcessFigures Figures => ProcessFigures.Of(process.Id);

    /// <summary>The most memory it has had resident, in MiB.</summary>
    public double PeakMemoryMiB
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64 / 1024.0 / 1024.0;
        }
    }

    /// <summary>Whether it has ended, which nobody asked it to.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Starts the program and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(ServiceOptions options)
    {
        var temporary = options.DataDirectory is null ? Directory.CreateTempSubdirectory("divoc-benchmark-") : null;
        var data = options.DataDirectory ?? temporary!.FullName;
        var command = SlowDisk.Command(
            options.FsyncDelay, ["dotnet", Path.Combine(AppContext.BaseDirectory, "Divoc.Functions.dll"), "--urls", "http://127.0.0.1:0"]);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, WorkingDirectory = data };
        start.Environment["Divoc__DataDirectory"] = data;
        start.Environment.TryAdd(GcSettings.OfImage.Name, GcSettings.OfImage.Value);
        foreach (var (name, value) in options.Settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(ListeningPrefix, StringComparison.Ordinal))
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new ServerProcess(process, temporary, new Uri(line[ListeningPrefix.Length..].Split(' ')[0]), data);
            }
        }

        throw new BenchmarkException("The program did not start; it says why above.");
    }

    /// <summary>Tells the program to end, and waits until it has.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(LongestStop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
        temporary?.Delete(recursive: true);
    }
}
