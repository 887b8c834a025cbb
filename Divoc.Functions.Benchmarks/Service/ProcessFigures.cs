using System.Globalization;

namespace Divoc.Functions.Benchmarks.Service;

/// <summary>What a process has used so far, as Linux tells it in <c>/proc</c>.</summary>
/// <param name="Cpu">Processor time, on all cores.</param>
/// <param name="WrittenBytes">Bytes that it had written to the disk. 0 on a memory file system, and where Linux does not tell it.</param>
/// <param name="ResidentMiB">Memory it has resident now.</param>
internal sealed record ProcessFigures(TimeSpan Cpu, long WrittenBytes, double ResidentMiB)
{
    /// <summary>Ticks of the figures in <c>/proc/PID/stat</c>: 100 a second on all that .NET runs on.</summary>
    private const int TicksPerSecond = 100;

    /// <summary>Of a running process.</summary>
    public static ProcessFigures Of(int id) => new(CpuOf(id), WrittenBy(id), MemoryOf(id));

    private static TimeSpan CpuOf(int id)
    {
        // The name of the program, in parentheses, may hold blanks; user and system time are the 12th and 13th field after it.
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / (double)TicksPerSecond);
    }

    private static long WrittenBy(int id)
    {
        try
        {
            return Number(LineOf($"/proc/{id}/io", "write_bytes:"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static double MemoryOf(int id) => Number(LineOf($"/proc/{id}/status", "VmRSS:").Split(' ')[0]) / 1024.0;

    private static string LineOf(string file, string name) =>
        File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
