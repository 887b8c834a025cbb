using System.Text.Json.Nodes;
using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Keys.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// All that holds over HTTP holds too where a key vault signs; besides, what a vault that fails does to an event, in this process and in
/// one of its own.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class IssuingOverKeyVaultTests : IssuingOverHttpTests, IAsyncLifetime
{
    private const string Certify = "/divoc/api/v1/certify";

    private KeyVaultDouble vault = null!;
    private VaultDoubleKey rsa = null!;
    private VaultDoubleKey elliptic = null!;

    public async ValueTask InitializeAsync()
    {
        vault = await KeyVaultDouble.StartAsync();
        rsa = vault.AddKey();
        elliptic = vault.AddKey("signing-p256", VaultDoubleKind.P256);
    }

    public ValueTask DisposeAsync() => vault.DisposeAsync();

    [Fact]
    public async Task The_program_signs_with_the_vault_and_publishes_all_its_keys()
    {
        rsa.Rotate(DateTimeOffset.UtcNow);
        using var folder = new TemporaryFolder();
        await using var program = await ProgramProcess.StartAsync(folder.Path, environment: vault.Environment(rsa, elliptic));
        using var client = new HttpClient { BaseAddress = program.BaseAddress };
        await new PartnerSystem(client).IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "VAULT"));
        var keys = JsonNode.Parse(await client.GetStringAsync("/.well-known/jwks.json", TestContext.Current.CancellationToken))!["keys"]!
            .AsArray();
        var did = JsonNode.Parse(await client.GetStringAsync("/.well-known/did.json", TestContext.Current.CancellationToken))!;

        Assert.True(rsa.Versions[0].Signatures > 0);
        Assert.Equal(0, rsa.Versions[1].Signatures);
        Assert.Equal(
            [
                rsa.Versions[0].PublicKey("")["n"]!.GetValue<string>(),
                elliptic.Current.PublicKey("")["x"]!.GetValue<string>(),
                rsa.Versions[1].PublicKey("")["n"]!.GetValue<string>(),
            ],
            keys.Select(key => (key!["n"] ?? key["x"])!.GetValue<string>()));
        Assert.Equal(["PS256", "ES256", "PS256"], keys.Select(key => key!["alg"]!.GetValue<string>()));
        var methods = did["verificationMethod"]!.AsArray();
        Assert.Equal(4, methods.Count);
        Assert.Equal(
            methods.Select(method => method!["id"]!.GetValue<string>()),
            did["assertionMethod"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal(
            rsa.Versions[0].PublicKey("")["n"]!.GetValue<string>(),
            Assert.Single(methods, method => method!["id"]!.GetValue<string>() == "did:india")!["publicKeyJwk"]!["n"]!.GetValue<string>());
        Assert.False(File.Exists(folder.PathOf("signing-key.pem")));
    }

    /// <summary>As emulators do: the challenge names Key Vault's service, wherever the emulator runs.</summary>
    [Fact]
    public async Task The_program_signs_with_an_emulator_if_the_setting_says_so()
    {
        await using var emulator = await KeyVaultDouble.StartAsync(new VaultDoubleOptions { Resource = "https://vault.azure.net" });
        var environment = emulator.Environment(emulator.AddKey());
        environment["Divoc__KeyVault__DisableChallengeResourceVerification"] = "true";
        using var folder = new TemporaryFolder();
        await using var program = await ProgramProcess.StartAsync(folder.Path, environment: environment);
        using var client = new HttpClient { BaseAddress = program.BaseAddress };
        await new PartnerSystem(client).IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "EMULATOR"));

        Assert.True(emulator.Signatures > 0);
    }

    [Fact]
    public async Task An_event_waits_while_the_vault_is_down_and_no_attempt_is_counted()
    {
        await using var host = await StartOverVaultAsync();
        var partner = new PartnerSystem(host.Client);
        vault.IsDown = true;
        var accepted = await partner.CertifyAsync(Certify, PartnerSystem.Sample("certify-v1.json"));
        using (var health = await host.Client.GetAsync("/health/ready", TestContext.Current.CancellationToken))
        {
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, health.StatusCode);
        }

        using (var document = await host.Client.GetAsync("/.well-known/jwks.json", TestContext.Current.CancellationToken))
        {
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, document.StatusCode);
            Assert.Null(document.Headers.CacheControl?.MaxAge);
        }

        var queue = host.Services.GetRequiredKeyedService<IMessageQueue>(QueueNames.CertificationEvents);
        await Eventually.HoldsAsync(async () => (await queue.CountAsync(TestContext.Current.CancellationToken)).Scheduled == 1);
        vault.IsDown = false;
        var status = await partner.WaitAsync(accepted);

        Assert.Equal("ISSUED", status["certificates"]![0]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_invalid_setting_is_reported_at_start()
    {
        using var folder = new TemporaryFolder();
        await using var program = ProgramProcess.Launch(
            folder.Path, ["--Divoc:KeyVault:Keys", "http://name.vault.azure.net/keys/signing-rsa"]);

        Assert.Equal(1, await program.WaitForExitAsync());
        Assert.Contains("Divoc:KeyVault:Keys", program.StandardError, StringComparison.Ordinal);
    }

    private protected override async Task<IHostUnderTest> StartHostAsync() => await StartOverVaultAsync();

    private Task<TestHost> StartOverVaultAsync() => TestHost.StartAsync(builder => vault.Register(builder.Services, rsa));
}
