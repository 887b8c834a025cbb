using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Benchmarks.Service;

namespace Divoc.Functions.Benchmarks.Status;

/// <summary>
/// Issues many certificates, revokes all of them as fast as the program answers, and measures for some how long after the answer the
/// published status says so: the list of all, or the shard once there are shards.
/// </summary>
/// <param name="client">Calls the program.</param>
/// <param name="oneIn">One in so many certificates is looked for.</param>
internal sealed class BurstRun(HttpClient client, int oneIn)
{
    private const int Callers = 32;
    private const int Samples = 500;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ConcurrentBag<Task<double>> delays = [];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var events = LoadArguments.Count("--events", 100_000, "Certificates that are issued and revoked.");
        var command = new Command("burst", "Revokes many certificates at once and measures when the published status says so.") { events };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(events)));
        return command;
    }

    private static async Task<int> RunAsync(int events)
    {
        await using var service = await ServiceUnderLoad.StartAsync(new ServiceOptions(), Partners.None, announces: false);
        Console.WriteLine($"Issuing {events} certificates ...");
        var load = new ClosedLoad(new CertifyClient(service.Client, service.Partners), LoadArguments.LoadOf(1) with { Events = events });
        await load.RunAsync();
        var issued = await load.OutcomesAsync();
        await new BurstRun(service.Client, Math.Max(1, events / Samples))
            .RevokeAsync([.. issued.Select(certificate => certificate.CertificateId)]);
        return 0;
    }

    private async Task RevokeAsync(IReadOnlyList<string> ids)
    {
        Console.WriteLine("Revoking all of them ...");
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, ids.Count, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (number, token) =>
        {
            using var response = await client.PostAsJsonAsync(
                new Uri($"/certificates/{ids[number]}/revoke", UriKind.Relative), new JsonObject { ["reason"] = "BENCHMARK" }, token);
            response.EnsureSuccessStatusCode();
            if (number % oneIn == 0)
            {
                delays.Add(WaitUntilVisibleAsync(ids[number]));
            }
        });
        var took = Stopwatch.GetElapsedTime(began);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{ids.Count} revoked in {took.TotalSeconds:F0} s, {ids.Count / took.TotalSeconds:F0} a second"));
        var sorted = (await Task.WhenAll(delays)).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"visible after the answer, {sorted.Count} sampled: median {sorted[sorted.Count / 2]:F1} s, "
            + $"99 of 100 within {sorted[sorted.Count * 99 / 100]:F1} s, longest {sorted[^1]:F1} s"));
    }

    private async Task<double> WaitUntilVisibleAsync(string id)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        var answered = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(answered) < Patience)
        {
            if (await IsVisibleAsync(hash))
            {
                return Stopwatch.GetElapsedTime(answered).TotalSeconds;
            }

            await Task.Delay(BetweenLooks);
        }

        throw new InvalidOperationException($"A revocation was not visible within {Patience.TotalMinutes} minutes.");
    }

    private async Task<bool> IsVisibleAsync(byte[] hash)
    {
        var (root, isList) = await LoadAsync("/revocations");
        if (isList)
        {
            return Names(root).Contains(NameOf(hash));
        }

        var prefix = Convert.ToHexStringLower(hash)[..root["prefixLength"]!.GetValue<int>()];
        var (shard, _) = await LoadAsync($"/revocations/{prefix}");
        return Names(shard).Contains(NameOf(hash.AsSpan(0, 16)));
    }

    private static HashSet<string> Names(JsonNode list) => [.. list["revoked"]!.AsArray().Select(name => name!.ToString())];

    private static string NameOf(ReadOnlySpan<byte> hash) => System.Buffers.Text.Base64Url.EncodeToString(hash);

    /// <summary>The payload, and whether it is the list of all. Its signature is of no interest here.</summary>
    private async Task<(JsonNode Payload, bool IsList)> LoadAsync(string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync();
        var isList = text[0] == '{';
        var payload = isList ? JsonNode.Parse(text)!["payload"]!.ToString() : text.Split('.')[1];
        return (JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(payload))!, isList);
    }
}
