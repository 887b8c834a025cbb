using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Portal;

/// <summary>Issues certificates by the API, for tests that look at pages.</summary>
internal static class PortalIssuer
{
    /// <summary>Issues the sample of <c>samples/certify-v1.json</c> for a person of another name, and waits for it.</summary>
    /// <returns>The certificate's id.</returns>
    public static async Task<string> IssueAsync(TestHost host, string name, string? code = null)
    {
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "samples", "certify-v1.json"), TestContext.Current.CancellationToken))!;
        sample[0]!["recipient"]!["name"] = name;
        sample[0]!["preEnrollmentCode"] = code ?? $"PORTAL-{Guid.NewGuid():N}";
        using var answer = await host.Client.PostAsJsonAsync("/divoc/api/v1/certify", sample, TestContext.Current.CancellationToken);
        var accepted = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);
        var id = accepted!["certificates"]![0]!["certificateId"]!.GetValue<string>();
        await Eventually.HoldsAsync(
            async () => (await host.Client.GetAsync($"/certificates/{id}", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        return id;
    }
}
