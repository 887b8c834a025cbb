using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Ledger;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// South fills the ledger of a person of north's, by the code alone. The operator ends it with the commands of the documentation.
/// </summary>
[Trait("Kind", "Slow")]
public sealed partial class ForeignCodeTests : IAsyncLifetime
{
    private const string Certify = "/divoc/api/v1/certify";
    private const string Code = "LKM-2021-004417";

    private TestHost host = null!;
    private HttpClient north = null!;
    private HttpClient south = null!;
    private HttpClient office = null!;
    private string adminKey = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PartnerSystem North => new(north);

    private PartnerSystem South => new(south);

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync(null, ["--Divoc:Auth:RequireKeys", "true", .. PartnerKeys.Arguments]);
        north = PartnerKeys.Client(host.BaseAddress, PartnerKeys.North);
        south = PartnerKeys.Client(host.BaseAddress, PartnerKeys.South);
        office = PartnerKeys.Client(host.BaseAddress, PartnerKeys.Office);
        adminKey = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(host.DataDirectory, "keys.json"), Token))!["adminKey"]!
            .GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        north.Dispose();
        south.Dispose();
        office.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task An_operator_releases_a_full_ledger_from_a_foreign_partner_that_is_barred_and_later_admitted_again()
    {
        var commands = await CommandsAsync();
        var own = await North.IssueAsync(Certify, Dose(1));
        var foreign = await South.IssueAsync(Certify, Dose(2));
        var credential = JsonNode.Parse(await South.FetchAsync(foreign, "credential.json"))!;
        await FillAsync(CertificateLedger.MaximumVersions - 2);
        Assert.Equal((409, "ENROLLMENT_FULL"), await RefusedAsync(South, new JsonArray(Dose(3), Dose(4))));
        Assert.Equal("DUPLICATE", StatusesOf(await North.CertifyAsync(Certify, new JsonArray(Dose(2)))).Single());
        Assert.Equal(
            ["ISSUED", "ISSUED"],
            StatusesOf(await North.WaitAsync(
                await North.CertifyAsync(Certify, new JsonArray(Dose(3), PartnerSystem.Event("certify-v1.json", "ANOTHER"))))));

        var released = await RunAsync(commands[0]);
        Assert.Equal(
            ("south", true, 199),
            (released["owner"]!.GetValue<string>(), released["barred"]!.GetValue<bool>(), released["versions"]!.GetValue<int>()));
        Assert.Equal(199, released["revoked"]!.AsArray().Count);
        Assert.Contains(foreign, released["revoked"]!.AsArray().Select(id => id!.GetValue<string>()));
        Assert.Empty((await RunAsync(commands[0]))["revoked"]!.AsArray());

        using var verdict = await new PartnerSystem(host.Client).PostAsync("/divoc/api/v1/verify", credential);
        Assert.StartsWith("""{"status":"REVOKED",""", await verdict.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var gone = await South.GetAsync($"/certificates/{foreign}/certificate.pdf");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        Assert.Equal(
            (409, "OWNER_BARRED"),
            await RefusedAsync(South, new JsonArray(PartnerSystem.Event("certify-v1.json", "ANOTHER-OF-SOUTH"), Dose(5))));

        // What was taken from north is its own now.
        Assert.Equal(
            ["ISSUED", "ISSUED"], StatusesOf(await North.WaitAsync(await North.CertifyAsync(Certify, new JsonArray(Dose(2), Dose(4))))));
        Assert.Equal("LIVE", await StateAsync(own));
        Assert.Equal("REVOKED", await StateAsync(foreign));

        Assert.False((await RunAsync(commands[1]))["barred"]!.GetValue<bool>());
        await South.IssueAsync(Certify, Dose(5));
        Assert.Equal((409, "ENROLLMENT_FULL"), await RefusedAsync(South, new JsonArray(Dose(6))));
        Assert.Equal("REVOKED", await StateAsync(foreign));
    }

    [Fact]
    public async Task Only_operators_can_release_a_ledger_or_admit_a_partner()
    {
        await South.IssueAsync(Certify, Dose(1));
        foreach (var client in new[] { host.Client, north, south, office })
        {
            foreach (var change in new[] { "release", "admit" })
            {
                using var refused = await new PartnerSystem(client)
                    .PostAsync($"/operations/ledgers/{Code}/{change}", new JsonObject { ["owner"] = "south", ["reason"] = "FOREIGN_CODE" });
                Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            }
        }

        await South.IssueAsync(Certify, Dose(2));
    }

    private static JsonObject Dose(int dose)
    {
        var happened = PartnerSystem.Event("certify-v1.json", Code);
        happened["vaccination"]!["dose"] = dose;
        happened["vaccination"]!["totalDoses"] = 9;
        return happened;
    }

    private static IEnumerable<string> StatusesOf(JsonObject answer) =>
        answer["certificates"]!.AsArray().Select(certificate => certificate!["status"]!.GetValue<string>());

    private static async Task<(int Status, string Code)> RefusedAsync(PartnerSystem partner, JsonArray events)
    {
        using var response = await partner.PostAsync(Certify, events);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
        Assert.Equal($"/{events.Count - 1}/preEnrollmentCode", problem["errors"]!.AsArray()[^1]!["pointer"]!.GetValue<string>());
        return ((int)response.StatusCode, problem["code"]!.GetValue<string>());
    }

    private async Task<string> StateAsync(string certificateId)
    {
        return JsonNode.Parse(await office.GetStringAsync($"/certificates/{certificateId}/history", Token))!["state"]!["status"]!
            .GetValue<string>();
    }

    /// <summary>As many more certificates of south's, without their artifacts.</summary>
    private async Task FillAsync(int count)
    {
        var ledgers = host.Services.GetRequiredService<LedgerStore>();
        var read = await ledgers.ReadAsync(LedgerName.Of(Code), Token);
        var versions = Enumerable.Range(0, count)
            .Select(number => VersionBuilder.Version(key: VaccinationType.KeyOf($"other-{number}", 1)) with { Owner = "south" });
        Assert.NotNull(await ledgers.TryChangeAsync(read, read.Ledger with { Versions = [.. read.Ledger.Versions, .. versions] }, Token));
    }

    /// <summary>The commands of the documentation: the release, and what lifts the bar.</summary>
    private static async Task<string[]> CommandsAsync()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "owners.md"), Token);
        string[] commands = [.. BashBlock().Matches(document).Select(match => match.Groups[1].Value.Trim())];
        Assert.Equal(2, commands.Length);
        return commands;
    }

    private async Task<JsonNode> RunAsync(string command)
    {
        var there = command.Replace("http://localhost:7071", host.BaseAddress.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        return JsonNode.Parse(await Tools.RunAsync("bash", "-c", $"ADMIN_KEY='{adminKey}'\n{there}"))!;
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();
}
