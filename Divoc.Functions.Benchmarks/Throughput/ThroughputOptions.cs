using System.Globalization;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>What a throughput run is asked for on the command line.</summary>
/// <param name="Events">How many events are posted, one a call.</param>
/// <param name="Callers">How many calls are under way at once.</param>
/// <param name="JsonFile">Where the report is written as JSON; null for nowhere.</param>
/// <param name="AzureDoubles">Whether a second load follows, over doubles of Service Bus, Key Vault and Blob storage.</param>
/// <param name="CallsPerSecond">How many calls a second are made at most; no option of the command line, without limit there.</param>
internal sealed record ThroughputOptions(int Events, int Callers, string? JsonFile, bool AzureDoubles = false, double CallsPerSecond = double.PositiveInfinity)
{
    /// <summary>How the command is used.</summary>
    public const string Usage = "throughput [--events N] [--callers N] [--json FILE] [--azure-doubles] [--smoke]";

    private const int SmokeEvents = 40;

    /// <summary>Reads the command line; null when it can't be understood.</summary>
    public static ThroughputOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new ThroughputOptions(5000, 32, null);
        for (var index = 0; index < arguments.Count; index++)
        {
            var name = arguments[index];
            var next = Flag(options, name) ?? (++index < arguments.Count ? Value(options, name, arguments[index]) : null);
            if (next is null)
            {
                return null;
            }

            options = next;
        }

        return options;
    }

    private static ThroughputOptions? Flag(ThroughputOptions options, string name) => name switch
    {
        "--smoke" => options with { Events = SmokeEvents },
        "--azure-doubles" => options with { AzureDoubles = true },
        _ => null,
    };

    private static ThroughputOptions? Value(ThroughputOptions options, string name, string value) => name switch
    {
        "--json" => options with { JsonFile = value },
        "--events" when Number(value) is { } events => options with { Events = events },
        "--callers" when Number(value) is { } callers => options with { Callers = callers },
        _ => null,
    };

    private static int? Number(string text)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }
}
