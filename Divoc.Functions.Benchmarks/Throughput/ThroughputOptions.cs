using System.Globalization;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>What a throughput run is asked for on the command line.</summary>
/// <param name="Events">How many events are posted, one a call.</param>
/// <param name="Callers">How many calls are under way at once.</param>
/// <param name="JsonFile">Where the report is written as JSON; null for nowhere.</param>
internal sealed record ThroughputOptions(int Events, int Callers, string? JsonFile)
{
    /// <summary>How the command is used.</summary>
    public const string Usage = "throughput [--events N] [--callers N] [--json FILE] [--smoke]";

    private const int SmokeEvents = 40;

    /// <summary>Reads the command line; null when it can't be understood.</summary>
    public static ThroughputOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new ThroughputOptions(5000, 32, null);
        for (var index = 0; index < arguments.Count; index++)
        {
            if (arguments[index] == "--smoke")
            {
                options = options with { Events = SmokeEvents };
                continue;
            }

            var value = ++index < arguments.Count ? arguments[index] : null;
            var next = (arguments[index - 1], value) switch
            {
                ("--json", { } file) => options with { JsonFile = file },
                ("--events", { } text) when Number(text) is { } events => options with { Events = events },
                ("--callers", { } text) when Number(text) is { } callers => options with { Callers = callers },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            options = next;
        }

        return options;
    }

    private static int? Number(string text)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }
}
