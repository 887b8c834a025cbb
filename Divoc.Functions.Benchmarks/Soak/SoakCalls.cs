using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Benchmarks.Service;

namespace Divoc.Functions.Benchmarks.Soak;

/// <summary>
/// Posts events at a rate, as partners do: a call that is not answered, or with 503, is repeated with its Idempotency-Key until it is
/// accepted.
/// </summary>
internal sealed class SoakCalls(HttpClient client, Partners partners, SoakOptions options, TimeProvider clock)
{
    private const int MostAtOnce = 64;
    private static readonly TimeSpan LongestRepetition = TimeSpan.FromMinutes(10);

    private readonly string?[] statusPaths = new string?[options.Calls];
    private readonly string run = Guid.NewGuid().ToString("N");
    private int accepted;
    private int repeated;

    /// <summary>Where each accepted call tells what has become of it, by the call's number; null for a call that was not made.</summary>
    public IReadOnlyList<string?> StatusPaths => statusPaths;

    /// <summary>Calls that were accepted so far.</summary>
    public int Accepted => Volatile.Read(ref accepted);

    /// <summary>How often a call had to be made again so far.</summary>
    public int Repeated => Volatile.Read(ref repeated);

    /// <summary>Posts until the time is over. Who is late then leaves out the rest, so that the run lasts no longer.</summary>
    /// <exception cref="InvalidOperationException">A call was refused, or not accepted for ten minutes.</exception>
    public Task PostAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken };
        return Parallel.ForAsync(0, options.Calls, parallel, async (call, end) =>
        {
            var wait = TimeSpan.FromSeconds((double)call * SoakOptions.EventsPerCall / options.EventsPerSecond)
                - clock.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, end);
            }

            if (clock.GetElapsedTime(began) < options.Duration)
            {
                statusPaths[call] = await PostAsync(call, end);
                Interlocked.Increment(ref accepted);
            }
        });
    }

    private async Task<string> PostAsync(int call, CancellationToken end)
    {
        var body = EventSource.Body(Enumerable.Range(call * SoakOptions.EventsPerCall, SoakOptions.EventsPerCall).Select(SoakPersons.Of));
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < LongestRepetition)
        {
            if (await TryPostAsync(call, body, end) is { } path)
            {
                return path;
            }

            Interlocked.Increment(ref repeated);
            await Task.Delay(TimeSpan.FromSeconds(0.5 + Random.Shared.NextDouble()), end);
        }

        throw new InvalidOperationException($"Call {call} was not accepted within {LongestRepetition.TotalMinutes} minutes.");
    }

    /// <summary>One try; null if it is to be made again.</summary>
    private async Task<string?> TryPostAsync(int call, byte[] body, CancellationToken end)
    {
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/divoc/api/v1/certify", UriKind.Relative))
            {
                Content = content,
            };
            partners.Sign(request, partners.Of(SoakPersons.TurnOf(call))).Headers.Add("Idempotency-Key", $"{run}-{call}");
            using var response = await client.SendAsync(request, end);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                return null;
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new InvalidOperationException(
                    $"A call was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(end)}");
            }

            var answer = await response.Content.ReadFromJsonAsync<JsonObject>(end);
            return new Uri(answer!["statusUrl"]!.GetValue<string>()).PathAndQuery;
        }
        catch (Exception broken)
            when (broken is HttpRequestException or IOException || (broken is TaskCanceledException && !end.IsCancellationRequested))
        {
            return null;
        }
    }
}
