using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Tests.EndToEnd;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>The program as a process that is asked to log all it can: nothing of a person, no code and no key may be among it.</summary>
[Trait("Kind", "Slow")]
public sealed partial class LogSecrecyTests : IDisposable
{
    private const string Mark = "ZyxMark";
    private const string KeyHeader = "x-functions-key";

    /// <summary>Each a setting that is more specific than a filter could be, and scopes, in which ASP.NET Core tells the path.</summary>
    private static readonly Dictionary<string, string> Everything = new()
    {
        ["Logging__LogLevel__Default"] = "Trace",
        ["Logging__LogLevel__Microsoft"] = "Trace",
        ["Logging__LogLevel__Microsoft.AspNetCore"] = "Trace",
        ["Logging__LogLevel__Microsoft.AspNetCore.Hosting"] = "Trace",
        ["Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
        ["Logging__Console__LogLevel__Default"] = "Trace",
        ["Logging__Console__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
        ["Logging__Console__LogLevel__Microsoft.AspNetCore.Routing.EndpointMiddleware"] = "Trace",
        ["Logging__Console__FormatterOptions__IncludeScopes"] = "true",
        ["Divoc__Auth__RequireKeys"] = "true",
    };

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_personal_data_codes_or_keys_are_logged_at_any_log_level()
    {
        await using var program = await ProgramProcess.StartAsync(folder.PathOf("data"), null, Everything);
        var keys = JsonNode.Parse(await File.ReadAllTextAsync(folder.PathOf("data/keys.json"), Token))!.AsObject();
        using var client = new HttpClient { BaseAddress = program.BaseAddress, Timeout = Eventually.Limit };
        client.DefaultRequestHeaders.Add(KeyHeader, keys["adminKey"]!.GetValue<string>());
        var certificate = await IssueAsync(client);
        await CallAllAsync(client, certificate);
        await CallAllAsync(client, $"{Mark}-Path");
        await CutOffAsync(program.BaseAddress, keys["functionKey"]!.GetValue<string>());
        using var stranger = new HttpClient { BaseAddress = program.BaseAddress };
        using var refused = await stranger.GetAsync($"/certificates/{certificate}?code={Mark}-key", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        await Eventually.HoldsAsync(() => program.StandardOutput.Contains("the caller disconnected", StringComparison.Ordinal));
        await program.TerminateAsync();
        Assert.Equal(0, await program.WaitForExitAsync());

        var told = program.StandardOutput + program.StandardError;
        var lines = told.Split('\n');
        Assert.Contains(lines, line => AnsweredLine().IsMatch(line));
        Assert.Contains(lines, line => line.Contains($"Event {certificate}: Issued at attempt 1 in ", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            line => line.Contains("Calls without a key", StringComparison.Ordinal)
                && line.Contains("(no route) 404: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" 1 calls without a key that allows", StringComparison.Ordinal));
        Assert.DoesNotContain(
            lines, line => line.Contains(Mark, StringComparison.OrdinalIgnoreCase) || line.Contains("   at ", StringComparison.Ordinal));
        Assert.All(keys, key => Assert.DoesNotContain(key.Value!.GetValue<string>(), told, StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private static async Task<string> IssueAsync(HttpClient client)
    {
        var partner = new PartnerSystem(client);
        var happened = Marked();
        var certificate = await partner.IssueAsync("/divoc/api/v1/certify", happened);
        await partner.IssueAsync("/divoc/api/v3/certify", Marked("certify-v3.json"));
        await partner.IssueAsync("/divoc/api/v1/test/certify", Marked("certify-test.json"));

        // A second time, and one that is refused.
        await partner.CertifyAsync("/divoc/api/v1/certify", new JsonArray(happened.DeepClone()));
        happened["recipient"]!["dob"] = Mark;
        using var refused = await partner.PostAsync("/divoc/api/v1/certify", new JsonArray(happened.DeepClone()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var credential = await partner.FetchAsync(certificate, "credential.json");
        using var body = new ByteArrayContent(credential);
        using var verdict = await client.PostAsync("/divoc/api/v1/verify", body, Token);
        Assert.Equal(HttpStatusCode.OK, verdict.StatusCode);
        return certificate;
    }

    private static JsonObject Marked(string sample = "certify-v1.json")
    {
        var happened = PartnerSystem.Event(sample, $"{Mark}-{sample[..^5]}");
        var recipient = happened["recipient"]!;
        recipient["name"] = $"Ishara {Mark}";
        recipient["identity"] = $"urn:example:{Mark}";
        if (recipient["address"] is JsonObject address)
        {
            recipient["contact"] = new JsonArray($"mailto:{Mark}@example.org");
            address["addressLine1"] = $"27 {Mark} Road";
        }

        return happened;
    }

    /// <summary>
    /// Calls every function by every method, with a certificate's id or a word in each place of its path, and marks in the query and the
    /// body.
    /// </summary>
    private static async Task CallAllAsync(HttpClient client, string certificate)
    {
        foreach (var function in FunctionCatalog.OfProgram().HttpFunctions)
        {
            var path = Place()
                .Replace(
                    function.Route,
                    place => place.Value.Contains("certificateId", StringComparison.Ordinal) ? certificate : $"{Mark}-certify-v1");
            foreach (var method in function.Methods.DefaultIfEmpty("GET"))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), $"/{path}?code={Mark}&allDoses={Mark}&{Mark}=1");
                request.Content = method is "POST" or "PUT"
                    ? new StringContent($$"""[{"reason":"{{Mark}}","{{Mark}}":1}]""", Encoding.UTF8, "application/json")
                    : null;
                using var answer = await client.SendAsync(request, Token);
                Assert.NotEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
            }
        }

        using var unknown = await client.GetAsync($"/{Mark}/{Mark}?code={Mark}", Token);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var wrongMethod = await client.DeleteAsync("/health/live", Token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrongMethod.StatusCode);
    }

    /// <summary>A caller that leaves in the middle of its body, and one that speaks no HTTP.</summary>
    private static async Task CutOffAsync(Uri address, string key)
    {
        using (var caller = await RawCaller.ConnectAsync(address))
        {
            await caller.SendAsync(
                $"POST /divoc/api/v1/certify HTTP/1.1\r\nHost: localhost\r\n{KeyHeader}: {key}\r\nContent-Length: 1000\r\n\r\n[\"{Mark}");
            caller.EndSending();
            Assert.Equal("", await caller.ReceiveAsync());
        }

        using var nonsense = await RawCaller.ConnectAsync(address);
        await nonsense.SendAsync($"GET /{Mark} HTTP/1.1\r\n{Mark}\r\n\r\n");
        Assert.Contains("400", await nonsense.ReceiveAsync(), StringComparison.Ordinal);
    }

    [GeneratedRegex(@" POST /divoc/api/v1/certify 200 in \d+ ms, partner none, request [a-z0-9]+\.")]
    private static partial Regex AnsweredLine();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Place();
}
