using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Rendering;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>A recovery over HTTP, from the first call to its revocation.</summary>
[Trait("Kind", "Slow")]
public sealed class RecoveryTests : IAsyncLifetime
{
    private const string Route = "/divoc/api/v1/recovery/certify";
    private const string Sample = "certify-recovery.json";

    private TestHost host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PartnerSystem Partner => new(host.Client);

    public async ValueTask InitializeAsync() =>
        host = await TestHost.StartAsync(null, ["--Divoc:Recovery:ValidFromDays", "12", "--Divoc:Issuer:Country", "KE"]);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_recovery_is_issued_verified_corrected_and_revoked()
    {
        var happened = PartnerSystem.Event(Sample, "RECOVERED");
        var first = await Partner.IssueAsync(Route, happened);
        var page = Scanner.Text(await Partner.FetchAsync(first, "certificate.pdf"));
        Assert.All(
            [
                "Recovery Certificate", "Recovered from COVID-19", "Akinyi Wafula", "3 Sep 2021", "15 Sep 2021", "RT-PCR",
                "Dr Wanjiru Achola", first,
            ],
            part => Assert.Contains(part, page, StringComparison.Ordinal));
        var code = await Partner.FetchAsync(first, "qr.png");
        Assert.Equal(("VALID", "recovery", "2021-09-15", "2099-12-31"), await VerdictAsync(code));

        Assert.Equal(("DUPLICATE", first), Element(await Partner.CertifyAsync("/certify/recovery", new JsonArray(happened.DeepClone()))));
        Assert.Equal(("UNCHANGED", first), Element(await UpdateAsync(Route, happened)));
        happened["recipient"]!["name"] = "Akinyi Atieno Wafula";
        var (_, second) = Element(await Partner.WaitAsync(await UpdateAsync(Route, happened)));
        var secondCode = await Partner.FetchAsync(second, "qr.png");
        happened["recovery"]!["testType"] = "RAT";
        var (_, third) = Element(await Partner.WaitAsync(await UpdateAsync("/certify/recovery", happened)));
        var thirdCode = await Partner.FetchAsync(third, "qr.png");

        Assert.Equal(
            ["SUPERSEDED", "SUPERSEDED", "VALID"],
            [(await VerdictAsync(code)).Status, (await VerdictAsync(secondCode)).Status, (await VerdictAsync(thirdCode)).Status]);
        using var revoked = await Partner.PostAsync($"/certificates/{third}/revoke", JsonNode.Parse("""{"reason":"WRONG_PERSON"}""")!);
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.Equal("REVOKED", (await VerdictAsync(thirdCode)).Status);
    }

    [Fact]
    public async Task An_update_of_a_recovery_that_does_not_exist_is_refused()
    {
        using var refused = await PutAsync(Route, PartnerSystem.Event(Sample, "NEVER-ILL"));
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync(Token))!;

        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Equal("/0/recovery/firstPositiveTestDate", problem["errors"]![0]!["pointer"]!.GetValue<string>());
    }

    /// <summary>The state, kind and validity that verify tells of a picture of a QR code.</summary>
    private async Task<(string Status, string Kind, string From, string Until)> VerdictAsync(byte[] code)
    {
        using var body = new ByteArrayContent(code);
        using var answer = await host.Client.PostAsync(new Uri("/divoc/api/v1/verify", UriKind.Relative), body, Token);
        var verdict = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
        return (Text("status"), Text("kind"), Text("validFrom"), Text("validUntil"));

        string Text(string name) => verdict[name]!.GetValue<string>();
    }

    private async Task<JsonObject> UpdateAsync(string path, JsonObject happened)
    {
        using var response = await PutAsync(path, happened);
        var answer = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer);
        return JsonNode.Parse(answer)!.AsObject();
    }

    private async Task<HttpResponseMessage> PutAsync(string path, JsonObject happened)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path);
        request.Content = new StringContent(new JsonArray(happened.DeepClone()).ToJsonString(), Encoding.UTF8, "application/json");
        return await host.Client.SendAsync(request, Token);
    }

    private static (string Status, string Id) Element(JsonObject answer)
    {
        var element = answer["certificates"]![0]!;
        return (element["status"]!.GetValue<string>(), element["certificateId"]!.GetValue<string>());
    }
}
