using System.Text.Json.Nodes;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Growth;

/// <summary>The program as it is, in its embedded host, with the type and the formats of the tests registered.</summary>
public sealed class GrownHost : IAsyncLifetime
{
    public const string Convalescences = "/certify/convalescence";

    internal TestHost Host { get; private set; } = null!;

    internal PartnerSystem Partner => new(Host.Client);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Host = await StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>Starts one, with a writer of pages of the test's if it brings one.</summary>
    internal static Task<TestHost> StartAsync(IPdfWriter? pages = null, params string[] args) => TestHost.StartAsync(
        builder =>
        {
            builder.Services.AddConvalescence().AddCompactJws();
            if (pages is not null)
            {
                builder.Services.AddSingleton(pages);
            }
        },
        args);

    /// <summary>Posts or puts one event, waits, and gives the certificate's id.</summary>
    internal async Task<string> IssueAsync(JsonObject happened, bool isUpdate = false)
    {
        using var content = new StringContent(new JsonArray(happened.DeepClone()).ToJsonString());
        using var response = isUpdate
            ? await Host.Client.PutAsync(Convalescences, content, Token)
            : await Host.Client.PostAsync(Convalescences, content, Token);
        var answer = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, answer);
        var certificate = (await Partner.WaitAsync(JsonNode.Parse(answer)!.AsObject()))["certificates"]![0]!;
        Assert.Equal("ISSUED", certificate["status"]!.GetValue<string>());
        return certificate["certificateId"]!.GetValue<string>();
    }

    /// <summary>What the service says of a scanned or stored certificate.</summary>
    internal async Task<JsonObject> VerifyAsync(byte[] payload)
    {
        using var content = new ByteArrayContent(payload);
        using var response = await Host.Client.PostAsync("/divoc/api/v1/verify", content, Token);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!.AsObject();
    }

    /// <summary>Its status and the codes of its reasons.</summary>
    internal async Task<string> VerdictAsync(byte[] payload)
    {
        var verdict = await VerifyAsync(payload);
        var reasons = verdict["reasons"]?.AsArray().Select(reason => reason!["code"]!.GetValue<string>()) ?? [];
        return string.Join(' ', reasons.Prepend(verdict["status"]?.GetValue<string>() ?? verdict["code"]!.GetValue<string>()));
    }

    internal async Task<HttpResponseMessage> ChangeAsync(string id, string change)
    {
        return await Partner.PostAsync($"/certificates/{id}/{change}", new JsonObject { ["reason"] = "GROWTH" });
    }
}
