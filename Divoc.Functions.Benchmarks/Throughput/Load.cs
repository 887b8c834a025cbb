using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>Posts events over HTTP and follows each to its certificate.</summary>
internal sealed class Load(HttpClient client, ThroughputOptions options, int firstNumber = 0)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly string[] statusPaths = new string[options.Events];

    /// <summary>Posts all events, several calls at once, no faster than the options allow.</summary>
    public async Task PostAsync()
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Callers };
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, options.Events, parallel, async (number, cancellationToken) =>
        {
            await WaitForTurnAsync(number, began, cancellationToken);
            using var content = new ByteArrayContent(EventSource.Body(firstNumber + number));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await client.PostAsync(new Uri("/divoc/api/v1/certify", UriKind.Relative), content, cancellationToken);
            response.EnsureSuccessStatusCode();
            var answer = await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
            statusPaths[number] = new Uri(answer!["statusUrl"]!.GetValue<string>()).PathAndQuery;
        });
    }

    private Task WaitForTurnAsync(int number, long began, CancellationToken cancellationToken)
    {
        var wait = TimeSpan.FromSeconds(number / options.CallsPerSecond) - Stopwatch.GetElapsedTime(began);
        return wait > TimeSpan.Zero ? Task.Delay(wait, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Waits for every certificate.</summary>
    public async Task<IReadOnlyList<Issued>> WaitAsync()
    {
        var issued = new Issued[options.Events];
        var deadline = DateTime.UtcNow + Patience;
        for (var number = 0; number < issued.Length; number++)
        {
            issued[number] = await WaitAsync(statusPaths[number], deadline);
        }

        return issued;
    }

    private async Task<Issued> WaitAsync(string path, DateTime deadline)
    {
        while (true)
        {
            var status = (await client.GetFromJsonAsync<JsonObject>(new Uri(path, UriKind.Relative)))!;
            var certificate = status["certificates"]![0]!;
            switch (certificate["status"]!.GetValue<string>())
            {
                case "ISSUED":
                    return new Issued(certificate["certificateId"]!.GetValue<string>(), Time(status["acceptedAt"]!), Time(certificate["issuedAt"]!));
                case "QUEUED" when DateTime.UtcNow < deadline:
                    await Task.Delay(50);
                    break;
                default:
                    throw new InvalidOperationException($"An event was not issued: {certificate}");
            }
        }
    }

    private static DateTimeOffset Time(JsonNode value) => DateTimeOffset.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture);
}
