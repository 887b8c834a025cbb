using System.CommandLine;

namespace Divoc.Functions.Benchmarks.Scale;

/// <summary>What a run of the simulation is asked for.</summary>
/// <param name="Events">Events that are certified, each of another person, in requests of 100.</param>
/// <param name="Certificates">To how many certificates the counts are scaled.</param>
/// <param name="RevokedPerThousand">Of a thousand certificates so many are revoked.</param>
/// <param name="PerSecond">Certificates a second: the simulated pace, and what is asked of one vault.</param>
/// <param name="Prices">What is paid.</param>
/// <param name="JsonFile">Where the report is written; null for the usual place.</param>
internal sealed record ScaleOptions(
    int Events, int Certificates, int RevokedPerThousand, int PerSecond, ScalePrices Prices, string? JsonFile)
{
    private const int SmokeEvents = 200;

    /// <summary>The command.</summary>
    /// <param name="run">Does it.</param>
    public static Command Command(Func<ScaleOptions, Task<int>> run)
    {
        var events = LoadArguments.Count("--events", 1_000_000, "Events that are certified.");
        var certificates = LoadArguments.Count("--certificates", 1_000_000_000, "To how many certificates the counts are scaled.");
        var revoked = LoadArguments.Count("--revoked-per-thousand", 10, "Of a thousand certificates so many are revoked.");
        var pace = LoadArguments.Count("--per-second", 400, "Certificates a second: the simulated pace.");
        var writes = Price("--price-writes", 0.065, "10,000 writes or listings of blobs");
        var reads = Price("--price-reads", 0.005, "10,000 reads of blobs");
        var stored = Price("--price-stored", 0.023, "a GB stored for a month");
        var signatures = Price("--price-signatures", 0.03, "10,000 signatures");
        var unit = Price("--price-unit", 0.93, "an hour of a messaging unit");
        var memory = Price("--price-memory", 0.000026, "a GB-second of an instance");
        var executions = Price("--price-executions", 0.4, "a million executions");
        var smoke = new Option<bool>("--smoke") { Description = "Few events: only shows that it runs." };
        var json = LoadArguments.Json();
        var command = new Command(
            "scale", "What very many certificates need of store, queue and key, counted from few, and what that costs.")
        {
            events, certificates, revoked, pace, writes, reads, stored, signatures, unit, memory, executions, smoke, json,
        };
        command.SetAction((parsed, _) => run(new ScaleOptions(
            parsed.GetValue(smoke) ? SmokeEvents : parsed.GetValue(events),
            parsed.GetValue(certificates),
            parsed.GetValue(revoked),
            parsed.GetValue(pace),
            new ScalePrices(
                parsed.GetValue(writes),
                parsed.GetValue(reads),
                parsed.GetValue(stored),
                parsed.GetValue(signatures),
                parsed.GetValue(unit),
                parsed.GetValue(memory),
                parsed.GetValue(executions)),
            parsed.GetValue(json))));
        return command;
    }

    private static Option<double> Price(string name, double example, string of) => new(name)
    {
        Description = $"The list price of {of}, in dollars. The default is an example of November 2026: check yours.",
        DefaultValueFactory = _ => example,
    };
}

/// <summary>List prices.</summary>
/// <param name="Writes">10,000 writes or listings of blobs.</param>
/// <param name="Reads">10,000 reads of blobs.</param>
/// <param name="Stored">A GB (10^9 bytes) for a month.</param>
/// <param name="Signatures">10,000 signatures.</param>
/// <param name="UnitHour">A messaging unit for an hour.</param>
/// <param name="GbSecond">A GB of an instance's memory for a second.</param>
/// <param name="Executions">A million executions.</param>
internal sealed record ScalePrices(
    double Writes, double Reads, double Stored, double Signatures, double UnitHour, double GbSecond, double Executions);
