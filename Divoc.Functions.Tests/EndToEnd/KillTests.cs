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

    private Uri address = null!;

    [Fact]
    public async Task Every_accepted_event_is_one_certificate_though_the_program_is_killed_between_its_writes()
    {
        using var folder = new TemporaryFolder();
        var note = folder.PathOf("kills.txt");
        var data = folder.PathOf("data");
        using var end = new CancellationTokenSource(Patience);
        using var partners = new PersistentPartners(() => Volatile.Read(ref address), Events / EventsACall, EventsACall, end.Token);
        var program = await StartToBeKilledAsync(data, note, 0);
        partners.Allow(Events / EventsACall);
        var posting = partners.PostAsync();
        for (var kill = 1; kill <= Kills; kill++)
        {
            await program.WaitForExitAsync(Patience);
            await program.DisposeAsync();
            program = kill < Kills ? await StartToBeKilledAsync(data, note, kill) : await StartAsync(data, []);
        }

        await posting;
        var kills = await File.ReadAllLinesAsync(note, TestContext.Current.CancellationToken);
        output.WriteLine($"{kills.Length} kills: {string.Join(", ", kills.CountBy(line => line.Split(' ')[0]).Select(group => $"{group.Value} after {group.Key}"))}");
        Assert.Equal(Kills, kills.Length);
        await AssertEveryEventIsIssuedAsync(partners.Accepted);
        await program.TerminateAsync();
        Assert.Equal(0, await program.WaitForExitAsync(TimeSpan.FromSeconds(20)));
        await program.DisposeAsync();
        using var store = new SqliteArtifactStore(data, TimeProvider.System);
        await StoreAudit.AssertOneCertificateEachAsync(store, Events);
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

    private async Task AssertEveryEventIsIssuedAsync(IReadOnlyCollection<JsonObject> accepted)
    {
        using var client = new HttpClient { BaseAddress = address };
        var partner = new PartnerSystem(client);
        var did = JsonNode.Parse(await client.GetStringAsync("/.well-known/did.json", TestContext.Current.CancellationToken))!;
        await using var divoc = await DivocVerifier.StartAsync(did["verificationMethod"]![1]!["publicKeyPem"]!.GetValue<string>(), "did:india");
        Assert.Equal(Events / EventsACall, accepted.Count);
        foreach (var request in accepted)
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
}
