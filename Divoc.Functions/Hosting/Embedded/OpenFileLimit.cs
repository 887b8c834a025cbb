using System.Globalization;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>How many files and connections this process may have open at a time, as <c>ulimit -n</c> sets it.</summary>
internal static class OpenFileLimit
{
    private const string LimitsFile = "/proc/self/limits";
    private const string Name = "Max open files";

    /// <summary>What macOS allows at least, after the runtime has raised the limit; Windows has no limit as low as this.</summary>
    private const int Elsewhere = 10_240;

    /// <summary>The limit of this process.</summary>
    public static int Read()
    {
        try
        {
            return File.Exists(LimitsFile) ? Parse(File.ReadLines(LimitsFile)) : Elsewhere;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Elsewhere;
        }
    }

    /// <summary>The soft limit in lines of the form of <c>/proc/self/limits</c> (proc(5)): name, soft limit, hard limit, unit.</summary>
    internal static int Parse(IEnumerable<string> lines)
    {
        var line = lines.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        var soft = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        if (soft == "unlimited")
        {
            return int.MaxValue;
        }

        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? (int)Math.Min(limit, int.MaxValue)
            : Elsewhere;
    }
}
