using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>
/// Microsoft's JavaScript client (npm @azure/keyvault-keys), run by Node.js, as the judge of the double: what that client finds in order is
/// what a real vault gives it.
/// </summary>
public sealed class KeyVaultDoubleTests
{
    private static readonly string[] Checks =
    [
        "challenge", "current version", "versions in pages", "earlier version", "PS256", "PS256 with an earlier version", "ES256",
        "disabled version", "wrong algorithm",
        "unknown key", "too many", "wrong token",
    ];

    [Fact]
    public async Task The_Microsoft_JavaScript_client_works_with_the_test_double()
    {
        await using var vault = await KeyVaultDouble.StartAsync(new VaultDoubleOptions { Limit = 150, Window = TimeSpan.FromMinutes(10) });
        var rsa = vault.AddKey(created: DateTimeOffset.UtcNow.AddDays(-30));
        rsa.Rotate(DateTimeOffset.UtcNow.AddDays(-20));
        var disabled = rsa.Current;
        disabled.IsEnabled = false;
        rsa.Rotate(DateTimeOffset.UtcNow.AddDays(-10));
        vault.AddKey("signing-p256", VaultDoubleKind.P256);
        var folder = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules")),
            "The npm packages of the tests are missing: run ./test.sh, or npm ci in Divoc.Functions.Tests.");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "Keys", "Vault", "vault-judge.js")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["VAULT_URL"] = vault.VaultUrl.ToString();
        start.Environment["RESOURCE"] = vault.Resource;
        start.Environment["TOKEN"] = vault.Identity.Issue(vault.Resource);
        start.Environment["CURRENT_VERSION"] = rsa.Current.Name;
        start.Environment["FIRST_VERSION"] = rsa.Versions[0].Name;
        start.Environment["DISABLED_VERSION"] = disabled.Name;
        start.Environment["NODE_EXTRA_CA_CERTS"] = vault.Certificate.FilePath;
        start.Environment.Remove("CHECKS");
        using var judge = Process.Start(start)!;
        var errors = judge.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await judge.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await judge.WaitForExitAsync(TestContext.Current.CancellationToken);

        var verdicts = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.All(verdicts, verdict => Assert.True(verdict["passed"]!.GetValue<bool>(), verdict.ToJsonString()));
        Assert.True(Checks.SequenceEqual(verdicts.Select(verdict => verdict["check"]!.GetValue<string>())), $"{output}{await errors}");
        Assert.Equal(0, judge.ExitCode);
        Assert.True(vault.Throttled > 0);
    }
}
