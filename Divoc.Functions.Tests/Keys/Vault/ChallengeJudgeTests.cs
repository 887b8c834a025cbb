using System.Net;
using System.Text.Json;
using Azure.Core.Pipeline;
using Divoc.Functions.Keys;
using Divoc.Functions.Keys.KeyVault;
using Divoc.Functions.Tests.EndToEnd;

namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>
/// Microsoft's JavaScript client (npm @azure/keyvault-keys), run by Node.js, as the judge of our client: both send a token to the same
/// vaults, and what else they meet is an outage.
/// </summary>
public sealed class ChallengeJudgeTests
{
    private static readonly Encounter[] Encounters =
    [
        new("https://health.vault.azure.net", "https://vault.azure.net", true, IsSent: true),
        new("https://health.vault.azure.net", "https://VAULT.azure.net/", true, IsSent: true),
        new("https://health.managedhsm.azure.net", "https://managedhsm.azure.net", true, IsSent: true),
        new("https://health.vault.azure.net.example.org", "https://vault.azure.net", true, IsSent: false),
        new("https://evilvault.azure.net", "https://vault.azure.net", true, IsSent: false),
        new("https://health.vault.azure.net", "https://management.azure.com", true, IsSent: false),
        new("https://health.vault.azure.net", "vault.azure.net", true, IsSent: false),
        new("https://localhost:4997", "https://vault.azure.net", true, IsSent: false),
        new("https://localhost:4997", "https://vault.azure.net", false, IsSent: true),
        new("https://127.0.0.1:8443", "https://vault.azure.net", false, IsSent: true),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_are_sent_only_where_the_Microsoft_client_sends_them()
    {
        var judge = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "Keys", "Vault", "challenge-judge.js");
        var cases = Encounters.Select(met => new { vault = met.Vault, challenge = met.Challenge, isVerified = met.IsVerified });
        using var told = JsonDocument.Parse(await Tools.RunAsync("node", judge, JsonSerializer.Serialize(cases)));

        Assert.Equal(
            Encounters.Select(met => met.IsSent), told.RootElement.EnumerateArray().Select(one => one.GetProperty("sent").GetBoolean()));
        foreach (var met in Encounters)
        {
            using var wire = await MeetAsync(met);
            Assert.True(met.IsSent == wire.GotToken, $"{met}: {wire.Fault}");
            Assert.Equal(met.IsSent, wire.GotBody);
            Assert.True(VaultErrors.Is(wire.Fault!), $"{met}: {wire.Fault}");
        }
    }

    /// <summary>Microsoft's client sends it, since its setting knows no bounds.</summary>
    [Fact]
    public async Task The_setting_of_this_program_lets_no_token_leave_the_machine()
    {
        using var wire = await MeetAsync(new Encounter("https://health.example.org", "https://vault.azure.net", false, IsSent: false));

        Assert.False(wire.GotToken);
        Assert.False(wire.GotBody);
    }

    private static async Task<Wire> MeetAsync(Encounter met)
    {
        var wire = new Wire(met.Challenge);
        using var client = new HttpClient(wire);
        using var transport = new HttpClientTransport(client);
        var settings = new KeyVaultOptions { DisableChallengeResourceVerification = !met.IsVerified };
        var connect = RestVaultKeyClient.Connect(
            new Uri(met.Vault), new VaultCredential(new VaultIdentity()), settings, options => options.Transport = transport);
        var key = connect(VaultKeyAddress.TryParse($"{met.Vault}/keys/signing-rsa")!);
        wire.Fault = await Record.ExceptionAsync(() => key.SignAsync("1", SignatureAlgorithm.PS256, new byte[32], Token));
        return wire;
    }

    private sealed record Encounter(string Vault, string Resource, bool IsVerified, bool IsSent)
    {
        public string Challenge =>
            $"Bearer authorization=\"https://login.example.org/2f4a9838-0000-0000-0000-000000000000\", resource=\"{Resource}\"";
    }

    /// <summary>A vault that knows no key, and tells so to whoever has a token.</summary>
    private sealed class Wire(string challenge) : HttpMessageHandler
    {
        public bool GotToken { get; private set; }

        public bool GotBody { get; private set; }

        public Exception? Fault { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            GotToken |= request.Headers.Authorization is not null;
            GotBody |= request.Content is { } content && (await content.ReadAsByteArrayAsync(cancellationToken)).Length > 0;
            var answer = new HttpResponseMessage(GotToken ? HttpStatusCode.NotFound : HttpStatusCode.Unauthorized)
            {
                Content = new StringContent("{}"),
            };
            if (!GotToken)
            {
                answer.Headers.TryAddWithoutValidation("WWW-Authenticate", challenge);
            }

            return answer;
        }
    }
}
