using System.Diagnostics;
using System.Globalization;

namespace Divoc.Functions.Benchmarks.Service;

/// <summary>
/// Makes each fsync of a process take longer, by strace: the process waits in the call as it would for a slower disk, and uses no processor
/// time meanwhile.
/// </summary>
internal static class SlowDisk
{
    /// <summary>The first argument of the program when it is to measure fsync only.</summary>
    public const string CheckArgument = "fsync-check";

    private const string Tracer = "strace";
    private const int Rounds = 50;

    /// <summary>
    /// The command that runs another one so. The process that is started is the other command's: strace watches it from aside.
    /// </summary>
    public static IReadOnlyList<string> Command(TimeSpan delay, IReadOnlyList<string> command) => delay <= TimeSpan.Zero
        ? command
        :
        [
            Tracer, "-D", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync",
            "-e", string.Create(CultureInfo.InvariantCulture, $"inject=fsync,fdatasync:delay_exit={(long)delay.TotalMicroseconds}"),
            .. command,
        ];

    /// <summary>Looks whether it works here, and says what an fsync takes without and with it, in milliseconds.</summary>
    /// <exception cref="BenchmarkException">strace is missing, or delays nothing.</exception>
    public static async Task<(double Plain, double Delayed)> CheckAsync(TimeSpan delay)
    {
        var (plain, delayed) = (await MeasureAsync(TimeSpan.Zero), await MeasureAsync(delay));
        return delayed >= delay.TotalMilliseconds
            ? (plain, delayed)
            : throw new BenchmarkException(
                $"{Tracer} does not delay fsync here: {plain:F2} ms without and {delayed:F2} ms with it. "
                + "It must be allowed to trace processes, and be 5.3 or newer.");
    }

    /// <summary>Measures fsync in the folder for temporary files and prints the mean in milliseconds.</summary>
    public static void Measure()
    {
        var path = Path.GetTempFileName();
        using (var file = new FileStream(path, FileMode.Open))
        {
            var began = Stopwatch.GetTimestamp();
            for (var round = 0; round < Rounds; round++)
            {
                file.WriteByte(1);
                file.Flush(flushToDisk: true);
            }

            Console.WriteLine((Stopwatch.GetElapsedTime(began).TotalMilliseconds / Rounds).ToString(CultureInfo.InvariantCulture));
        }

        File.Delete(path);
    }

    private static async Task<double> MeasureAsync(TimeSpan delay)
    {
        var command = Command(delay, ["dotnet", typeof(SlowDisk).Assembly.Location, CheckArgument]);
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new BenchmarkException(
                $"A delay of fsync needs {Tracer}, which can't be started here ({missing.Message}). On Debian and "
                + "Ubuntu: apt-get install strace.",
                missing);
        }

        using (process)
        {
            var told = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return double.TryParse(told, NumberStyles.Float, CultureInfo.InvariantCulture, out var mean)
                ? mean
                : throw new BenchmarkException($"{Tracer} could not run a program here; it says why above.");
        }
    }
}
