using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// Partner systems certify, update, revoke and erase while the program dies again and again by SIGKILL, each time right after another one
/// of its named writes. In the end everything that was answered is so. The fault harness goes through far more histories than this; here
/// the process is a real one.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Partners = 2;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(20);

    /// <summary>One kill each, so that no message can come to the ten deliveries after which the queue sets it aside.</summary>
    private static readonly ProtocolWrite[] Writes =
    [
        ProtocolWrite.ArtifactsStored,
        ProtocolWrite.RequestStored,
        ProtocolWrite.StateChanged,
        ProtocolWrite.CertificateListed,
        ProtocolWrite.ErasureNoted,
        ProtocolWrite.IdempotencyKeyClaimed,
        ProtocolWrite.UpdateNoted,
        ProtocolWrite.ArtifactsErased,
        ProtocolWrite.EventsQueued,
        ProtocolWrite.FailureRecorded,
    ];

    private readonly PatientPartner[] partners = [.. Enumerable.Range(0, Partners).Select(number => new PatientPartner(number))];

    [Fact]
    public async Task What_the_service_answered_stays_true_though_the_program_is_killed_between_its_writes()
    {
        using var folder = new TemporaryFolder();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(TimeLimit);
        using var enough = new CancellationTokenSource();
        var data = folder.PathOf("data");
        var note = folder.PathOf("kills.txt");
        var working = Task.CompletedTask;
        ProgramProcess? program = null;
        try
        {
            foreach (var write in Writes)
            {
                program = await StartAsync(data, Kill(write, note));
                working = working == Task.CompletedTask
                    ? Task.WhenAll(partners.Select(partner => Task.Run(() => partner.WorkAsync(enough.Token, end.Token))))
                    : working;
                var exit = program.WaitForExitAsync();
                await (await Task.WhenAny(exit, working));
                await program.DisposeAsync();
            }

            program = await StartAsync(data, []);
            await enough.CancelAsync();
            await working;
            await JudgeAsync(program, data, note);
        }
        finally
        {
            await end.CancelAsync();
            await (program?.DisposeAsync() ?? ValueTask.CompletedTask);
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private static Dictionary<string, string> Kill(ProtocolWrite write, string note) => new()
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(KillTests).Assembly.Location,
        ["DIVOC_KILL_AFTER"] = $"{write}:2",
        ["DIVOC_KILL_NOTE"] = note,
    };

    private async Task<ProgramProcess> StartAsync(string data, Dictionary<string, string> environment)
    {
        var program = await ProgramProcess.StartAsync(data, environment: environment);
        Array.ForEach(partners, partner => partner.Address = program.BaseAddress);
        return program;
    }

    private async Task JudgeAsync(ProgramProcess program, string data, string note)
    {
        var kills = await File.ReadAllLinesAsync(note, TestContext.Current.CancellationToken);
        var work = partners.SelectMany(partner => partner.Done).ToList();
        output.WriteLine($"{kills.Length} kills, {work.Count} rounds of work");
        Assert.Equal(Writes.Select(write => write.ToString()), kills.Select(line => line.Split(' ')[0]));
        Assert.NotEmpty(work);
        using var client = new HttpClient { BaseAddress = program.BaseAddress };
        var partner = new PartnerSystem(client);
        var did = JsonNode.Parse(await client.GetStringAsync("/.well-known/did.json", TestContext.Current.CancellationToken))!;
        await using (var divoc = await DivocVerifier.StartAsync(
            did["verificationMethod"]![1]!["publicKeyPem"]!.GetValue<string>(), "did:india"))
        {
            foreach (var done in work)
            {
                await AssertHandedOutAsync(partner, divoc, done.Kept);
                await AssertHandedOutAsync(partner, divoc, done.Updated);
                await AssertHandedOutAsync(partner, divoc, done.Update);
                await AssertGoneAsync(partner, done.Revoked, "REVOKED");
                await AssertGoneAsync(partner, done.Erased, "ERASED");
            }
        }

        await program.TerminateAsync();
        Assert.Equal(0, await program.WaitForExitAsync());
        await AssertNothingElseIsStoredAsync(data, work);
    }

    private static async Task AssertHandedOutAsync(PartnerSystem partner, DivocVerifier divoc, string certificateId)
    {
        Assert.True(await divoc.VerifyAsync(JsonNode.Parse(await partner.FetchAsync(certificateId, "credential.json"))!));
        foreach (var part in new[] { "credential.json", "qr.png", "certificate.pdf" })
        {
            using var response = await partner.GetAsync($"/certificates/{certificateId}/{part}");
            var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"", response.Headers.ETag!.Tag);
        }
    }

    private static async Task AssertGoneAsync(PartnerSystem partner, string certificateId, string code)
    {
        using var response = await partner.GetAsync($"/certificates/{certificateId}/credential.json");
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(code, problem["code"]!.GetValue<string>());
    }

    /// <summary>
    /// Each round of work leaves four people with five certificates, one of which is erased, and nothing beside: what failed left no
    /// artifact.
    /// </summary>
    private static async Task AssertNothingElseIsStoredAsync(string data, List<WorkDone> work)
    {
        using var store = new SqliteArtifactStore(data, TimeProvider.System);
        var artifacts = await store.ListAsync(
            CertificateArtifacts.Container, "", ArtifactLimits.MaxPageSize, null, TestContext.Current.CancellationToken);
        var ledgers = await store.ListAsync(
            RegistryDocuments.Container, "ledgers/", ArtifactLimits.MaxPageSize, null, TestContext.Current.CancellationToken);
        var registry = new LedgerStore(new RegistryDocuments(store));
        var versions = new List<ListedCertificate>();
        foreach (var name in ledgers.Names)
        {
            var read = await registry.ReadAsync(Path.GetFileNameWithoutExtension(name), TestContext.Current.CancellationToken);
            Assert.InRange(read.Ledger.Versions.Count(version => version.IsLive()), 0, 1);
            versions.AddRange(read.Ledger.Versions);
        }

        Assert.Equal(4 * work.Count, ledgers.Names.Count);
        Assert.Equal(
            work.SelectMany(done => new[] { done.Kept, done.Updated, done.Update, done.Revoked, done.Erased }).Order(),
            versions.Select(version => version.CertificateId).Order());
        var kept = versions.Where(version => !version.IsErased())
            .SelectMany(version => TestArtifacts.All(version.CertificateId))
            .Select(name => name.Name);
        Assert.Equal(kept.Order(StringComparer.Ordinal), artifacts.Names.Order(StringComparer.Ordinal));
    }
}
