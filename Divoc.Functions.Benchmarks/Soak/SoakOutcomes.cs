using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Benchmarks.Service;

namespace Divoc.Functions.Benchmarks.Soak;

/// <summary>Asks for every accepted event what has become of it.</summary>
internal sealed class SoakOutcomes(HttpClient client, Partners partners, IReadOnlyList<string?> statusPaths, TimeProvider clock)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SoakOutcome[]?[] outcomes = new SoakOutcome[statusPaths.Count][];

    /// <summary>Certificates that exist, and whose they are.</summary>
    public IReadOnlyList<Issued> Issued =>
    [
        .. Numbered().Where(one => one.Outcome.Status == "ISSUED")
            .Select(one => new Issued(
                one.Outcome.CertificateId, partners.Of(SoakPersons.TurnOf(one.Number / SoakOptions.EventsPerCall)), default, default)),
    ];

    /// <summary>Events that a certificate existed for already.</summary>
    public int Duplicates => All.Count(outcome => outcome.Status == "DUPLICATE");

    /// <summary>Accepted events that are neither issued nor the duplicate of one that is.</summary>
    public int Lost => Numbered().GroupBy(one => SoakPersons.Of(one.Number)).Sum(CountLost);

    private IEnumerable<SoakOutcome> All => outcomes.OfType<SoakOutcome[]>().SelectMany(call => call);

    /// <summary>Asks until nothing is queued any more, or nothing has changed for minutes.</summary>
    /// <param name="progress">Told how many calls have events that are still queued.</param>
    public async Task AskAsync(Action<int> progress)
    {
        var open = Enumerable.Range(0, statusPaths.Count).Where(call => statusPaths[call] is not null).ToList();
        var changed = clock.GetTimestamp();
        while (open.Count > 0 && clock.GetElapsedTime(changed) < LongestStandstill)
        {
            await Parallel.ForEachAsync(
                open, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (call, _) => outcomes[call] = await AskAsync(call));
            var left = open.Where(call => outcomes[call]!.Any(outcome => outcome.Status == "QUEUED")).ToList();
            if (left.Count < open.Count)
            {
                changed = clock.GetTimestamp();
            }

            open = left;
            progress(open.Count);
            await Task.Delay(open.Count > 0 ? Pause : TimeSpan.Zero);
        }
    }

    private async Task<SoakOutcome[]> AskAsync(int call)
    {
        using var request = partners.Sign(
            new HttpRequestMessage(HttpMethod.Get, new Uri(statusPaths[call]!, UriKind.Relative)), partners.Of(SoakPersons.TurnOf(call)));
        using var response = await client.SendAsync(request);
        var status = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;
        return [.. status["certificates"]!.AsArray()
            .Select(element => new SoakOutcome(element!["status"]!.GetValue<string>(), element["certificateId"]!.GetValue<string>()))];
    }

    private IEnumerable<(int Number, SoakOutcome Outcome)> Numbered() => outcomes.SelectMany((call, index) => call is null
        ? []
        : call.Select((outcome, place) => ((index * SoakOptions.EventsPerCall) + place, outcome)));

    /// <summary>Of the events of one person one must be issued, whichever came first, and the others must name its certificate.</summary>
    private static int CountLost(IEnumerable<(int Number, SoakOutcome Outcome)> ofPerson)
    {
        var events = ofPerson.Select(one => one.Outcome).ToList();
        var issued = events.Find(outcome => outcome.Status == "ISSUED");
        return events.Count(
            outcome => outcome != issued && !(outcome.Status == "DUPLICATE" && outcome.CertificateId == issued?.CertificateId));
    }
}

/// <summary>What has become of one event.</summary>
/// <param name="Status">As the program answers it.</param>
/// <param name="CertificateId">Its certificate, or that which stands in its place.</param>
internal sealed record SoakOutcome(string Status, string CertificateId);
