using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Hosting.AzureFunctions;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>Who may do what operators do, and what is kept of it.</summary>
[Trait("Kind", "Slow")]
public sealed class OperatorsOverHttpTests
{
    private const string Key = "key-of-the-operator-on-duty";
    private const string Audit = "/operations/audit";

    private static readonly string[] Duty = ["--Divoc:Operators:duty:KeySha256", PartnerKeys.HashOf(Key)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_operator_function_requires_an_operator_key_or_the_admin_key_and_refuses_other_keys()
    {
        await using var host = await TestHost.StartAsync(null, ["--Divoc:Auth:RequireKeys", "true", .. Duty]);
        var keys = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(host.DataDirectory, "keys.json"), Token))!;
        var functions = FunctionCatalog.OfProgram().HttpFunctions.Where(function => function.IsOfOperators);

        // At once, since each refused key is answered later than the one before.
        await Parallel.ForEachAsync(
            functions, new ParallelOptions { MaxDegreeOfParallelism = 12, CancellationToken = Token }, async (function, _) =>
            {
                var path = "/" + function.Route.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
                foreach (var key in new[] { null, "of-nobody", keys["functionKey"]!.GetValue<string>(), Key[..^1] })
                {
                    Assert.Equal(401, (await AskAsync(host, function.Methods[0], path, key)).Status);
                }

                Assert.NotEqual(401, (await AskAsync(host, function.Methods[0], path, Key)).Status);
                Assert.NotEqual(401, (await AskAsync(host, function.Methods[0], path, keys["adminKey"]!.GetValue<string>())).Status);
            });

        // An operator certifies nothing.
        Assert.Equal(401, (await AskAsync(host, "GET", "/divoc/api/v1/requests", Key)).Status);
    }

    [Fact]
    public async Task Without_access_keys_local_programs_act_as_operator_until_an_operator_is_configured()
    {
        await using (var open = await TestHost.StartAsync())
        {
            Assert.Equal(200, (await AskAsync(open, "GET", Audit, null)).Status);
            using var forwarded = new HttpRequestMessage(HttpMethod.Get, Audit);
            forwarded.Headers.Add("X-Forwarded-For", "203.0.113.7");
            using var refused = await open.Client.SendAsync(forwarded, Token);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        await using var guarded = await TestHost.StartAsync(null, Duty);
        Assert.Equal(401, (await AskAsync(guarded, "GET", Audit, null)).Status);
        Assert.Equal(200, (await AskAsync(guarded, "GET", Audit, Key)).Status);
    }

    [Fact]
    public async Task Orders_are_listed_newest_first_with_operator_reason_and_counts_but_no_personal_data()
    {
        await using var host = await TestHost.StartAsync(null, Duty);
        host.Client.DefaultRequestHeaders.Add("x-functions-key", Key);
        await OrderAsync(host, "/operations/failures/replay", """{"reason":"QR_TOO_LARGE"}""", 200);
        await OrderAsync(
            host,
            "/operations/failures/discard",
            """{"certificateIds":["zzzzzzzzzzzzzzzzzzzzzzzzza"],"reason":"Ana Lind asked for it"}""",
            200);
        await OrderAsync(host, "/operations/ledgers/LKM-1/release", """{"owner":"south","reason":"FOREIGN_CODE"}""", 404);
        await OrderAsync(host, "/operations/ledgers/LKM-1/release", "{}", 400);
        await OrderAsync(host, "/operations/status/rebuild", "", 200);
        var answer = await host.Client.GetStringAsync(Audit, Token);
        var orders = JsonNode.Parse(answer)!["orders"]!.AsArray();

        Assert.Equal(
            ["REBUILD_STATUS", "RELEASE_OWNER", "DISCARD_FAILURES", "REPLAY_FAILURES"],
            orders.Select(order => order!["order"]!.ToString()));
        Assert.All(orders, order => Assert.Equal("duty", order!["name"]!.ToString()));
        Assert.Equal([null, "FOREIGN_CODE", null, "QR_TOO_LARGE"], orders.Select(order => order!["reason"]?.ToString()));
        Assert.Equal(1, orders[2]!["counts"]!["notFound"]!.GetValue<int>());
        Assert.DoesNotContain("Ana", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("LKM", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_list_of_orders_is_split_into_pages()
    {
        await using var host = await TestHost.StartAsync();
        for (var number = 0; number < 53; number++)
        {
            await OrderAsync(host, "/operations/status/rebuild", "", 200);
        }

        var first = JsonNode.Parse(await host.Client.GetStringAsync(Audit, Token))!;
        var second = JsonNode.Parse(await host.Client.GetStringAsync($"{Audit}?from={first["next"]}", Token))!;
        var times = first["orders"]!.AsArray()
            .Concat(second["orders"]!.AsArray())
            .Select(order => order!["at"]!.GetValue<DateTimeOffset>())
            .ToList();

        Assert.Equal((50, 3), (first["orders"]!.AsArray().Count, second["orders"]!.AsArray().Count));
        Assert.Equal(times.OrderDescending(), times);
        Assert.Null(second["next"]);
    }

    private static async Task OrderAsync(TestHost host, string path, string body, int status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await host.Client.PostAsync(new Uri(path, UriKind.Relative), content, Token);
        Assert.True((int)response.StatusCode == status, await response.Content.ReadAsStringAsync(Token));
    }

    private static async Task<HttpExchange> AskAsync(TestHost host, string method, string path, string? key)
    {
        using var request = new RouteCase("", method, path, 0, key is null ? null : $"x-functions-key: {key}")
            .ToRequest(static text => text);
        return await HttpExchange.SendAsync(host.Client, request);
    }
}
