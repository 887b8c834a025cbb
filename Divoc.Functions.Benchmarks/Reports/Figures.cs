using System.Globalization;

namespace Divoc.Functions.Benchmarks.Reports;

/// <summary>Figures on the console, one a line.</summary>
internal static class Figures
{
    /// <summary>Prints names, values and units.</summary>
    public static void Print(IEnumerable<(string Name, double Value, string Unit)> lines)
    {
        foreach (var (name, value, unit) in lines)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44}{value,12:F2} {unit}"));
        }
    }

    /// <summary>Whether a goal is met, in words.</summary>
    public static string Goal(bool isMet) => isMet ? "met" : "not met";

    /// <summary>A percentile of values, the lowest first.</summary>
    public static double Percentile(IReadOnlyList<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
