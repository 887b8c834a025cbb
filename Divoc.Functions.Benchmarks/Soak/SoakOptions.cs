using System.CommandLine;

namespace Divoc.Functions.Benchmarks.Soak;

/// <summary>What a soak is asked for.</summary>
/// <param name="Minutes">How long events are posted.</param>
/// <param name="EventsPerSecond">How many events are posted a second.</param>
/// <param name="IsEmbedded">Whether the program runs on SQLite in its default configuration, without outages.</param>
/// <param name="JsonFile">Where the report is written; null for the usual place.</param>
internal sealed record SoakOptions(int Minutes, int EventsPerSecond, bool IsEmbedded, string? JsonFile)
{
    /// <summary>So many events are one call, as systems send that gather what they have.</summary>
    public const int EventsPerCall = 5;

    private const int UsualMinutes = 60;
    private const int UsualRate = 50;
    private const int UsualEmbeddedRate = 500;

    /// <summary>In less time the program still compiles its code and fills its caches, so its memory grows whatever it does.</summary>
    private const int ShortestToJudgeMemory = 20;

    /// <summary>Whether the memory decides about the verdict too.</summary>
    public bool JudgesMemory => Minutes >= ShortestToJudgeMemory;

    /// <summary>How long events are posted.</summary>
    public TimeSpan Duration => TimeSpan.FromMinutes(Minutes);

    /// <summary>How many calls are meant to be made.</summary>
    public int Calls => Math.Max(1, (int)(Duration.TotalSeconds * EventsPerSecond / EventsPerCall));

    /// <summary>The command.</summary>
    /// <param name="run">Does it.</param>
    public static Command Command(Func<SoakOptions, Task<int>> run)
    {
        var minutes = LoadArguments.Count(
            "--minutes", UsualMinutes, "For how long events are posted; under 20 minutes the memory decides nothing.");
        var rate = new Option<int?>("--rate")
        {
            Description = $"Events a second. Default: {UsualRate}, with --embedded {UsualEmbeddedRate}.",
        };
        var embedded = new Option<bool>("--embedded")
        {
            Description = "On SQLite in the default configuration, without outages; else over doubles of Service Bus, "
                + "Key Vault and Blob storage with outages.",
        };
        var json = LoadArguments.Json();
        var command =
            new Command("soak", "Whether nothing is lost and memory stays as it is for an hour.") { minutes, rate, embedded, json };
        command.SetAction((parsed, _) =>
        {
            var isEmbedded = parsed.GetValue(embedded);
            return run(new SoakOptions(
                parsed.GetValue(minutes),
                parsed.GetValue(rate) ?? (isEmbedded ? UsualEmbeddedRate : UsualRate),
                isEmbedded,
                parsed.GetValue(json)));
        });
        return command;
    }
}
