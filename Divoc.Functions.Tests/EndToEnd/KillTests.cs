using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// Partner systems post events while the program dies again and again, each time right after one of its named writes. In the end every accepted
/// event is exactly one certificate.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Events = 500;
    private const int EventsACall = 5;
    private const int Partners = 4;
    private const int Kills = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly ProtocolWrite[] Writes =
    [
        ProtocolWrite.ArtifactsStored,
        ProtocolWrite.RequestStored,
        ProtocolWrite.CertificateListed,
        ProtocolWrite.IdempotencyKeyClaimed,
        ProtocolWrite.EventsQueued,
    ];

    private readonly ConcurrentDictionary<string, JsonObject> accepted = new();
    private Uri address = null!;

    [Fact]
    public async Task Every_accepted_event_is_one_certificate_though_the_program_is_killed_between_its_writes()
    {
        using var folder = new TemporaryFolder();
        var note = folder.PathOf("kills.txt");
        var data = folder.PathOf("data");
        using var end = new CancellationTokenSource(Patience);
        var program = await StartToBeKilledAsync(data, note, 0);
        var partners = Enumerable.Range(0, Partners).Select(partner => Task.Run(() => PostAsync(partner, end.Token))).ToArray();
        for (var kill = 1; kill <= Kills; kill++)
        {
            await program.WaitForExitAsync(Patience);
            await program.DisposeAsync();
            program = kill < Kills ? await StartToBeKilledAsync(data, note, kill) : await StartAsync(data, []);
        }

        await Task.WhenAll(partners);
        var kills = await File.ReadAllLinesAsync(note, TestContext.Current.CancellationToken);
        output.WriteLine($"{kills.Length} kills: {string.Join(", ", kills.CountBy(line => line.Split(' ')[0]).Select(group => $"{group.Value} after {group.Key}"))}");
        Assert.Equal(Kills, kills.Length);
        await AssertEveryEventIsIssuedAsync();
        await program.TerminateAsync();
        Assert.Equal(0, await program.WaitForExitAsync(TimeSpan.FromSeconds(20)));
        await program.DisposeAsync();
        await AssertNothingElseIsStoredAsync(data);
    }

    /// <summary>The program will die after a named write, each time another one, and early enough that events are left for all kills.</summary>
    private Task<ProgramProcess> StartToBeKilledAsync(string data, string note, int kill)
    {
        var write = Writes[kill % Writes.Length];
        var count = write is ProtocolWrite.ArtifactsStored or ProtocolWrite.CertificateListed ? 7 : 2;
        return StartAsync(data, new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(KillTests).Assembly.Location,
            ["DIVOC_KILL_AFTER"] = $"{write}:{count}",
            ["DIVOC_KILL_NOTE"] = note,
        });
    }

    private async Task<ProgramProcess> StartAsync(string data, Dictionary<string, string> environment)
    {
        var program = await ProgramProcess.StartAsync(data, environment: environment);
        Volatile.Write(ref address, program.BaseAddress);
        return program;
    }

    /// <summary>One partner: posts its share, and repeats each call with its Idempotency-Key until it is answered.</summary>
    private async Task PostAsync(int partner, CancellationToken end)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        for (var call = partner; call < Events / EventsACall; call += Partners)
        {
            var body = new JsonArray([.. Enumerable.Range(0, EventsACall).Select(number => PartnerSystem.Event("certify-v1.json", $"KILL-{call}-{number}"))]);
            while (!await TryPostAsync(client, body, $"call-{call}", end))
            {
                await Task.Delay(50, end);
            }
        }
    }

    private async Task<bool> TryPostAsync(HttpClient client, JsonArray body, string key, CancellationToken end)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Volatile.Read(ref address), "/divoc/api/v1/certify"));
            request.Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
            request.Headers.Add("Idempotency-Key", key);
            using var response = await client.SendAsync(request, end);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return false;
            }

            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(end))!.AsObject();
            accepted[key] = answer;
            return true;
        }
        catch (Exception broken) when (broken is HttpRequestException || (broken is TaskCanceledException && !end.IsCancellationRequested))
        {
            return false;
        }
    }

    private async Task AssertEveryEventIsIssuedAsync()
    {
        using var client = new HttpClient { BaseAddress = address };
        var partner = new PartnerSystem(client);
        var did = JsonNode.Parse(await client.GetStringAsync("/.well-known/did.json", TestContext.Current.CancellationToken))!;
        await using var divoc = await DivocVerifier.StartAsync(did["verificationMethod"]![1]!["publicKeyPem"]!.GetValue<string>(), "did:india");
        Assert.Equal(Events / EventsACall, accepted.Count);
        foreach (var request in accepted.Values)
        {
            var status = await partner.WaitAsync(request);
            foreach (var (certificate, promised) in status["certificates"]!.AsArray().Zip(request["certificates"]!.AsArray()))
            {
                Assert.Equal("issued", certificate!["status"]!.GetValue<string>());
                Assert.Equal(promised!["certificateId"]!.GetValue<string>(), certificate["certificateId"]!.GetValue<string>());
                await AssertArtifactsAsync(partner, divoc, certificate["certificateId"]!.GetValue<string>());
            }
        }
    }

    private static async Task AssertArtifactsAsync(PartnerSystem partner, DivocVerifier divoc, string certificateId)
    {
        Assert.True(await divoc.VerifyAsync(JsonNode.Parse(await partner.FetchAsync(certificateId, "credential.json"))!));
        foreach (var part in new[] { "credential.json", "qr.png", "certificate.pdf" })
        {
            using var response = await partner.GetAsync($"/certificates/{certificateId}/{part}");
            var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"", response.Headers.ETag!.Tag);
        }
    }

    /// <summary>Three artifacts and one version an event, and not one more.</summary>
    private static async Task AssertNothingElseIsStoredAsync(string data)
    {
        using var store = new SqliteArtifactStore(data, TimeProvider.System);
        var artifacts = await store.ListAsync(CertificateArtifacts.Container, "", 5000, null, TestContext.Current.CancellationToken);
        var enrollments = await store.ListAsync(RegistryDocuments.Container, "enrollments/", 5000, null, TestContext.Current.CancellationToken);
        var registry = new EnrollmentRegistry(new RegistryDocuments(store));

        Assert.Equal(3 * Events, artifacts.Names.Count);
        Assert.Equal(Events, enrollments.Names.Count);
        foreach (var name in enrollments.Names)
        {
            var read = await registry.ReadAsync(Path.GetFileNameWithoutExtension(name), TestContext.Current.CancellationToken);
            Assert.Single(read.Enrollment.Versions);
        }
    }
}
