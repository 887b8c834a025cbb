using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Formats;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// A partner system that repeats each call until it is answered, while the program that it calls dies and comes back at another address.
/// </summary>
internal sealed class PatientPartner(int number)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly List<WorkDone> done = [];
    private Uri? address;

    /// <summary>Where the program listens now.</summary>
    public Uri Address
    {
        get => Volatile.Read(ref address!);
        set => Volatile.Write(ref address, value);
    }

    /// <summary>The rounds that it has finished; to be read when it works no more.</summary>
    public IReadOnlyList<WorkDone> Done => done;

    /// <summary>Works round after round until it is enough; a round that has begun is finished.</summary>
    public async Task WorkAsync(CancellationToken enough, CancellationToken end)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        do
        {
            done.Add(await WorkOnceAsync(client, $"KILL-{number}-{done.Count}", end));
        }
        while (!enough.IsCancellationRequested);
    }

    private async Task<WorkDone> WorkOnceAsync(HttpClient client, string prefix, CancellationToken end)
    {
        var events = new JsonArray(
        [
            .. Enumerable.Range(0, 4).Select(person => PartnerSystem.Event("certify-v1.json", $"{prefix}-{person}")),
            Doomed($"{prefix}-4"),
        ]);
        var ids = await SubmitAsync(
            client, HttpMethod.Post, "/divoc/api/v1/certify", events, $"certify-{prefix}",
            ["ISSUED", "ISSUED", "ISSUED", "ISSUED", "FAILED"], end);
        var corrected = PartnerSystem.Event("certify-v1.json", $"{prefix}-1");
        corrected["recipient"]!["name"] = "Corrected Name";
        var updated = await SubmitAsync(
            client, HttpMethod.Put, "/divoc/api/v1/certificate", new JsonArray(corrected), $"update-{prefix}", ["ISSUED"], end);
        await ChangeAsync(client, ids[2], "suspend", end);
        await ChangeAsync(client, ids[2], "revoke", end);
        await ChangeAsync(client, ids[3], "erase", end);
        return new WorkDone(ids[0], ids[1], updated[0], ids[2], ids[3]);
    }

    /// <summary>Submits events and waits for their outcomes, which must be as expected. Returns the ids of their certificates.</summary>
    private async Task<string[]> SubmitAsync(
        HttpClient client, HttpMethod method, string path, JsonArray body, string key, string[] expected, CancellationToken end)
    {
        var accepted = await CallAsync(client, method, path, body.ToJsonString(), key, end);
        var statusPath = new Uri(accepted["statusUrl"]!.GetValue<string>()).AbsolutePath;
        while (true)
        {
            var status = await CallAsync(client, HttpMethod.Get, statusPath, null, null, end);
            var outcomes = status["certificates"]!.AsArray();
            if (outcomes.All(outcome => outcome!["status"]!.GetValue<string>() != "QUEUED"))
            {
                Assert.Equal(expected, outcomes.Select(outcome => outcome!["status"]!.GetValue<string>()));
                Assert.Equal(Ids(accepted), Ids(status));
                return Ids(status);
            }

            await Task.Delay(Pause, end);
        }
    }

    private Task<JsonNode> ChangeAsync(HttpClient client, string certificateId, string change, CancellationToken end)
    {
        return CallAsync(client, HttpMethod.Post, $"/certificates/{certificateId}/{change}", """{"reason":"TESTED"}""", null, end);
    }

    private async Task<JsonNode> CallAsync(
        HttpClient client, HttpMethod method, string path, string? body, string? key, CancellationToken end)
    {
        while (true)
        {
            if (await TryCallAsync(client, method, path, body, key, end) is { } answer)
            {
                return answer;
            }

            await Task.Delay(Pause, end);
        }
    }

    /// <summary>One call; null if it was not answered, or the program said that it can't answer now.</summary>
    private async Task<JsonNode?> TryCallAsync(
        HttpClient client, HttpMethod method, string path, string? body, string? key, CancellationToken end)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(Address, path));
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            using var response = await client.SendAsync(request, end);
            var answer = await response.Content.ReadAsStringAsync(end);
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, answer);
            return response.StatusCode == HttpStatusCode.OK ? JsonNode.Parse(answer) : null;
        }
        catch (Exception broken) when (broken is HttpRequestException || (broken is TaskCanceledException && !end.IsCancellationRequested))
        {
            return null;
        }
    }

    private static string[] Ids(JsonNode answer) =>
        [.. answer["certificates"]!.AsArray().Select(certificate => certificate!["certificateId"]!.GetValue<string>())];

    /// <summary>An event whose credential no QR code has room for once it is signed.</summary>
    private static JsonObject Doomed(string code) =>
        DivocFormats.TooLarge(PartnerSystem.Event("certify-v1.json", code), CertificateShape.VaccinationV1);
}
