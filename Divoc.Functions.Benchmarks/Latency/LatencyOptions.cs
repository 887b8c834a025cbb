using System.CommandLine;

namespace Divoc.Functions.Benchmarks.Latency;

/// <summary>What a latency run is asked for.</summary>
/// <param name="Batch">Events a call.</param>
/// <param name="EventsPerSecond">Events a second.</param>
/// <param name="JsonPerSecond">Fetches of the credential a second.</param>
/// <param name="PdfPerSecond">Fetches of the page a second.</param>
/// <param name="Seconds">For how long each is sent.</param>
/// <param name="WarmUp">Certificates before those that count.</param>
/// <param name="Announces">Whether each partner has a webhook.</param>
/// <param name="JsonFile">Where the report is written; null for the usual place.</param>
internal sealed record LatencyOptions(
    int Batch, int EventsPerSecond, int JsonPerSecond, int PdfPerSecond, int Seconds, int WarmUp, bool Announces, string? JsonFile)
{
    private const int HalfOfSingle = 500;
    private const int HalfOfArrays = 750;

    /// <summary>The command.</summary>
    /// <param name="run">Does it.</param>
    public static Command Command(Func<LatencyOptions, Task<int>> run)
    {
        var (batch, seconds, warmUp, silent, json) =
            (LoadArguments.Batch(1), LoadArguments.Seconds(60), LoadArguments.WarmUp(), LoadArguments.Silent(), LoadArguments.Json());
        var rate = new Option<int?>("--rate")
        {
            Description = $"Events a second. Default: half of the goals, {HalfOfSingle} with one event a call, {HalfOfArrays} with more.",
        };
        var credentials = LoadArguments.Count("--json-rate", 5_000, "Fetches of the credential a second.");
        var pages = LoadArguments.Count("--pdf-rate", 2_000, "Fetches of the page a second.");
        var command = new Command("latency", "How long calls take that come by a schedule, at half load.")
        {
            batch, rate, credentials, pages, seconds, warmUp, silent, json,
        };
        command.SetAction((parsed, _) =>
        {
            var perCall = parsed.GetValue(batch);
            return run(new LatencyOptions(
                perCall,
                parsed.GetValue(rate) ?? (perCall > 1 ? HalfOfArrays : HalfOfSingle),
                parsed.GetValue(credentials),
                parsed.GetValue(pages),
                parsed.GetValue(seconds),
                parsed.GetValue(warmUp),
                !parsed.GetValue(silent),
                parsed.GetValue(json)));
        });
        return command;
    }
}
