using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// Four partner systems side by side, for a program that goes and comes back elsewhere: each repeats a call with its Idempotency-Key until
/// it is answered, and asks again as long as nobody answers or the answer is a fault of the service.
/// </summary>
/// <param name="address">Where the program is now.</param>
/// <param name="calls">How many calls they make together.</param>
/// <param name="eventsACall">How many events each call holds, all of different persons.</param>
/// <param name="end">When they lose timeLimit.</param>
internal sealed class PersistentPartners(Func<Uri> address, int calls, int eventsACall, CancellationToken end) : IDisposable
{
    private const int Partners = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim turns = new(0);
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly ConcurrentDictionary<string, JsonObject> accepted = new();
    private int failed;

    /// <summary>The answers to all calls so far.</summary>
    public IReadOnlyCollection<JsonObject> Accepted => [.. accepted.Values];

    /// <summary>How many tries were not answered, or with a fault of the service.</summary>
    public int Failed => Volatile.Read(ref failed);

    /// <summary>Lets so many more calls be made.</summary>
    public void Allow(int more) => turns.Release(more);

    /// <summary>Makes all calls, each when it is allowed.</summary>
    public Task PostAsync() => Task.WhenAll(Enumerable.Range(0, Partners).Select(partner => Task.Run(
        async () =>
        {
            for (var call = partner; call < calls; call += Partners)
            {
                await turns.WaitAsync(end);
                var body = new JsonArray(
                    [.. Enumerable.Range(0, eventsACall)
                        .Select(number => PartnerSystem.Event("certify-v1.json", $"CODE-{call}-{number}"))]);
                accepted[$"call-{call}"] = await PostAsync(body, $"call-{call}");
            }
        },
        end)));

    /// <summary>Waits until no element of a request is queued any more; returns its last status.</summary>
    public async Task<JsonObject> WaitAsync(JsonObject request)
    {
        var path = new Uri(request["statusUrl"]!.GetValue<string>()).PathAndQuery;
        while (true)
        {
            var status = JsonNode.Parse(await FetchAsync(path))!.AsObject();
            if (status["certificates"]!.AsArray().All(certificate => certificate!["status"]!.GetValue<string>() != "QUEUED"))
            {
                return status;
            }

            await Task.Delay(Pause, end);
        }
    }

    /// <summary>Reads what must be there.</summary>
    public async Task<byte[]> FetchAsync(string path)
    {
        while (true)
        {
            var (status, body) = await TrySendAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(address(), path)));
            if (status == HttpStatusCode.OK)
            {
                return body;
            }

            Assert.True(status is null or >= HttpStatusCode.InternalServerError, $"{path} is answered {status}.");
            await Task.Delay(Pause, end);
        }
    }

    public void Dispose()
    {
        client.Dispose();
        turns.Dispose();
    }

    private async Task<JsonObject> PostAsync(JsonArray body, string key)
    {
        while (true)
        {
            var (status, answer) = await TrySendAsync(() =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address(), "/divoc/api/v1/certify"));
                request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
                request.Headers.Add("Idempotency-Key", key);
                return request;
            });
            if (status == HttpStatusCode.OK)
            {
                return JsonNode.Parse(answer)!.AsObject();
            }

            Assert.True(
                status is null or >= HttpStatusCode.InternalServerError, $"A call is answered {status}: {Encoding.UTF8.GetString(answer)}");
            await Task.Delay(Pause, end);
        }
    }

    /// <summary>One try; no status if nobody answered.</summary>
    private async Task<(HttpStatusCode? Status, byte[] Body)> TrySendAsync(Func<HttpRequestMessage> make)
    {
        try
        {
            using var request = make();
            using var response = await client.SendAsync(request, end);
            Note(response.StatusCode);
            return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(end));
        }
        catch (Exception broken) when (broken is HttpRequestException || (broken is TaskCanceledException && !end.IsCancellationRequested))
        {
            Note(null);
            return (null, []);
        }
    }
    private void Note(HttpStatusCode? status)
    {
        if (status != HttpStatusCode.OK)
        {
            Interlocked.Increment(ref failed);
        }
    }
}
