using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Hosting.AzureFunctions;
using Divoc.Functions.Tests.Storage.Blob;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// The program as a process of its own over Service Bus, Key Vault and Blob storage. While partner systems post events, it is killed twice,
/// and vault, storage and broker are cut off one after the other. In the end every event is exactly one certificate.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class EverythingAtOnceTests(Azurite azurite, ITestOutputHelper output)
{
    private const int EventsACall = 5;
    private const int Events = 300;

    /// <summary>Calls that are made at first, before each thing that breaks, and while it is broken.</summary>
    private const int CallsAtFirst = 25;
    private const int CallsBefore = 6;
    private const int CallsWithin = 1;

    /// <summary>
    /// At which signature each thing breaks. No more than there are events in the calls that are made before it, so that it is always
    /// reached.
    /// </summary>
    private const int Signature = CallsBefore * EventsACall;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(20);

    /// <summary>So that many events are on their way whenever something breaks.</summary>
    private static readonly TimeSpan VaultDelay = TimeSpan.FromMilliseconds(100);

    [Fact]
    public Task The_embedded_host_issues_each_event_once_through_all_failures() => RunAsync(KillableEmbeddedProgram.StartAsync);

    [Fact]
    public Task The_worker_issues_each_event_once_through_all_failures() => RunAsync(KillableWorker.StartAsync);

    private async Task RunAsync(Func<IReadOnlyDictionary<string, string>, Task<IKillableProgram>> start)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(TimeLimit);
        await using var azure = await AzureSurroundings.StartAsync(azurite);
        azure.Vault.Delay = VaultDelay;
        await using var program = await start(azure.Environment);
        using var partners = new PersistentPartners(() => program.Address, Events / EventsACall, EventsACall, end.Token);
        partners.Allow(CallsAtFirst);
        var posting = partners.PostAsync();
        var (vault, storage, broker) = (azure.OutageOfVault(), azure.OutageOfStorage(), azure.OutageOfBroker());
        (string What, Func<Task> Break, Func<Task> Mend)[] breaks =
        [
            ("vault", vault.BeginAsync, vault.EndAsync),
            ("kill", program.KillAsync, program.StartAgainAsync),
            ("storage", storage.BeginAsync, storage.EndAsync),
            ("kill", program.KillAsync, program.StartAgainAsync),
            ("broker", broker.BeginAsync, broker.EndAsync),
        ];
        foreach (var (what, breakIt, mend) in breaks)
        {
            // An event is on its way then: the one whose signature it is.
            var breaking = azure.Vault.InterruptAsync(Signature, breakIt);
            partners.Allow(CallsBefore);
            await (await Task.WhenAny(breaking, posting));
            output.WriteLine(
                $"{what} at {azure.Vault.Signatures} signatures, {partners.Accepted.Count} calls accepted, {partners.Failed} tries failed");
            partners.Allow(CallsWithin);
            await mend();
        }

        await posting;
        var ids = await AssertEveryEventIsIssuedAsync(partners);
        azure.Vault.Delay = TimeSpan.Zero;
        await AssertCredentialsVerifyAsync(azure, partners, ids);
        await AssertNoAttemptWasUsedUpAsync(azure, end.Token);
        await using var bench = await BlobBench.StartAsync(azure.Storage);
        await StoreAudit.AssertOneCertificateEachAsync(bench.Store, Events);
    }

    /// <summary>Each call's events under the ids that were promised for them; returns all ids.</summary>
    private static async Task<IReadOnlyList<string>> AssertEveryEventIsIssuedAsync(PersistentPartners partners)
    {
        List<string> ids = [];
        foreach (var request in partners.Accepted)
        {
            var status = await partners.WaitAsync(request);
            foreach (var (certificate, promised) in status["certificates"]!.AsArray().Zip(request["certificates"]!.AsArray()))
            {
                Assert.Equal("ISSUED", certificate!["status"]!.GetValue<string>());
                Assert.Equal(promised!["certificateId"]!.GetValue<string>(), certificate["certificateId"]!.GetValue<string>());
                ids.Add(certificate["certificateId"]!.GetValue<string>());
            }
        }

        Assert.Equal(Events, ids.Distinct().Count());
        Assert.Equal(Events, ids.Count);
        return ids;
    }

    /// <summary>With the key as the vault itself gives it out.</summary>
    private static async Task AssertCredentialsVerifyAsync(AzureSurroundings azure, PersistentPartners partners, IReadOnlyList<string> ids)
    {
        var jwk = azure.Key.Current.PublicKey("");
        using var key = RSA.Create(new RSAParameters
        {
            Modulus = System.Buffers.Text.Base64Url.DecodeFromChars(jwk["n"]!.GetValue<string>()),
            Exponent = System.Buffers.Text.Base64Url.DecodeFromChars(jwk["e"]!.GetValue<string>()),
        });
        var published = JsonNode.Parse(await partners.FetchAsync("/.well-known/jwks.json"))!["keys"]!.AsArray();
        Assert.Equal(jwk["n"]!.GetValue<string>(), Assert.Single(published)!["n"]!.GetValue<string>());
        await using var divoc = await DivocVerifier.StartAsync(key.ExportSubjectPublicKeyInfoPem(), "did:india");
        foreach (var id in ids)
        {
            var credential = JsonNode.Parse(await partners.FetchAsync($"/certificates/{id}/credential.json"))!;
            Assert.Equal(id, credential["evidence"]![0]!["certificateId"]!.GetValue<string>());
            Assert.True(await divoc.VerifyAsync(credential), id);
        }
    }

    /// <summary>Events met the outages and came back later, each as the attempt that it was; the broker set nothing aside.</summary>
    private async Task AssertNoAttemptWasUsedUpAsync(AzureSurroundings azure, CancellationToken end)
    {
        await Eventually.HoldsAsync(async () => await azure.Broker.LookAsync(queue => queue.Messages.Count) == 0).WaitAsync(end);
        var attempts = await azure.RetriedAttemptsAsync();
        output.WriteLine(
            $"{azure.Vault.Signatures} signatures; {attempts.Count} copies came back later; "
            + $"{azure.Broker.Refused} connections to the broker were refused");
        Assert.NotEmpty(attempts);
        Assert.All(attempts, attempt => Assert.Equal("1", attempt));
        Assert.Equal(0, await azure.Broker.LookAsync(queue => queue.DeadLetters!.Messages.Count + azure.Broker.Failures.Messages.Count));
    }
}
