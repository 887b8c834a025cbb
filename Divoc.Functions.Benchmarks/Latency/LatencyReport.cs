using System.Text.Json.Serialization;
using Divoc.Functions.Benchmarks.Reports;

namespace Divoc.Functions.Benchmarks.Latency;

/// <summary>The figures of a latency run. All times count from the moment at which a call was meant to be sent.</summary>
/// <param name="Machine">Where and when.</param>
/// <param name="EventsPerSecond">Events a second.</param>
/// <param name="Batch">Events a call.</param>
/// <param name="Announces">Whether each partner has a webhook.</param>
/// <param name="Accept">From sending a certify call to its answer.</param>
/// <param name="Listed">
/// From sending a certify call to the listing of its last certificate, by the time that the certificate tells: of every call.
/// </param>
/// <param name="Seen">The same as a caller sees it who asks every few milliseconds: of some calls.</param>
/// <param name="Json">Fetches of the credential.</param>
/// <param name="Pdf">Fetches of the page.</param>
internal sealed record LatencyReport(
    MachineFacts Machine, double EventsPerSecond, int Batch, bool Announces, LatencyFigures Accept, LatencyFigures Listed,
    LatencyFigures Seen, LatencyFigures Json, LatencyFigures Pdf)
{
    private const double MostAcceptMs = 20;
    private const double MostListedMs = 250;
    private const double MostFetchMs = 20;

    /// <summary>Whether the goals are met.</summary>
    public bool MeetsGoals => Accept.P99Ms < MostAcceptMs
        && Listed.P99Ms < MostListedMs
        && Seen.P99Ms < MostListedMs
        && Json.P99Ms < MostFetchMs
        && Pdf.P99Ms < MostFetchMs;
}

/// <summary>How long calls of a kind took.</summary>
/// <param name="PerSecond">How many were sent a second.</param>
/// <param name="Count">How many were measured.</param>
/// <param name="P50Ms">Median.</param>
/// <param name="P99Ms">99th percentile.</param>
/// <param name="MostMs">The longest.</param>
internal sealed record LatencyFigures(
    double PerSecond, int Count, [property: JsonPropertyName("p50Ms")] double P50Ms, [property: JsonPropertyName("p99Ms")] double P99Ms,
    double MostMs)
{
    /// <summary>Of times, the shortest first.</summary>
    public static LatencyFigures Of(double perSecond, IReadOnlyList<double> sorted) =>
        new(
            perSecond,
            sorted.Count,
            Figures.Percentile(sorted, 0.50),
            Figures.Percentile(sorted, 0.99),
            sorted.Count == 0 ? 0 : sorted[^1]);
}
