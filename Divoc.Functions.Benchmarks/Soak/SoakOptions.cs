using System.Globalization;

namespace Divoc.Functions.Benchmarks.Soak;

/// <summary>What a soak is asked for on the command line.</summary>
/// <param name="Minutes">How long events are posted.</param>
/// <param name="EventsPerSecond">How many events are posted a second.</param>
/// <param name="JsonFile">Where the report is written as JSON; null for nowhere.</param>
internal sealed record SoakOptions(int Minutes, int EventsPerSecond, string? JsonFile)
{
    /// <summary>How the command is used.</summary>
    public const string Usage = "soak [--minutes N] [--rate EVENTS_PER_SECOND] [--json FILE]";

    /// <summary>So many events are one call, as systems send that gather what they have.</summary>
    public const int EventsPerCall = 5;

    /// <summary>In less time the program still compiles its code and fills its caches, so its memory grows whatever it does.</summary>
    private const int ShortestToJudgeMemory = 20;

    /// <summary>Whether the memory decides about the verdict too.</summary>
    public bool JudgesMemory => Minutes >= ShortestToJudgeMemory;

    /// <summary>How long events are posted.</summary>
    public TimeSpan Duration => TimeSpan.FromMinutes(Minutes);

    /// <summary>How many calls are meant to be made.</summary>
    public int Calls => Math.Max(1, (int)(Duration.TotalSeconds * EventsPerSecond / EventsPerCall));

    /// <summary>Reads the command line; null when it can't be understood.</summary>
    public static SoakOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new SoakOptions(60, 50, null);
        foreach (var pair in arguments.Chunk(2))
        {
            if (pair.Length < 2 || Read(options, pair[0], pair[1]) is not { } next)
            {
                return null;
            }

            options = next;
        }

        return options;
    }

    private static SoakOptions? Read(SoakOptions options, string name, string value) => name switch
    {
        "--json" => options with { JsonFile = value },
        "--minutes" when Number(value) is { } minutes => options with { Minutes = minutes },
        "--rate" when Number(value) is { } rate => options with { EventsPerSecond = rate },
        _ => null,
    };

    private static int? Number(string text)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }
}
