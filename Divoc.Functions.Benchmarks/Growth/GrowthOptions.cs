using System.CommandLine;

namespace Divoc.Functions.Benchmarks.Growth;

/// <summary>What a growth run is asked for.</summary>
/// <param name="Ledgers">How many ledgers, of one certificate each, the filled store has.</param>
/// <param name="ArtifactBytes">
/// The size of each certificate's artifacts together: small ones, so that the disk has room for so many.
/// </param>
/// <param name="Rounds">How often both are measured in turn.</param>
/// <param name="Seconds">For how long events are sent each time.</param>
/// <param name="WarmUp">Certificates before those that count, in each store.</param>
/// <param name="Announces">Whether each partner has a webhook.</param>
/// <param name="JsonFile">Where the report is written; null for the usual place.</param>
internal sealed record GrowthOptions(int Ledgers, int ArtifactBytes, int Rounds, int Seconds, int WarmUp, bool Announces, string? JsonFile)
{
    /// <summary>The command.</summary>
    /// <param name="run">Does it.</param>
    public static Command Command(Func<GrowthOptions, Task<int>> run)
    {
        var ledgers = LoadArguments.Count("--ledgers", 1_000_000, "Ledgers, of one certificate each, in the filled store.");
        var bytes = LoadArguments.Count("--artifact-bytes", 4_000, "Bytes of each certificate's artifacts together.");
        var rounds = LoadArguments.Count("--rounds", 5, "How often both stores are measured in turn.");
        var (seconds, warmUp, silent, json) =
            (LoadArguments.Seconds(30), LoadArguments.WarmUp(), LoadArguments.Silent(), LoadArguments.Json());
        var command = new Command("growth", "Whether a store with very many ledgers is as fast as an empty one.")
        {
            ledgers, bytes, rounds, seconds, warmUp, silent, json,
        };
        command.SetAction((parsed, _) => run(new GrowthOptions(
            parsed.GetValue(ledgers),
            parsed.GetValue(bytes),
            parsed.GetValue(rounds),
            parsed.GetValue(seconds),
            parsed.GetValue(warmUp),
            !parsed.GetValue(silent),
            parsed.GetValue(json))));
        return command;
    }
}
