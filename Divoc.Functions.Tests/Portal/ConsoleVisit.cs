using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Playwright;

namespace Divoc.Functions.Tests.Portal;

/// <summary>The console of a service that asks for keys, open in a browser, and what somebody does there.</summary>
internal sealed class ConsoleVisit : IAsyncDisposable
{
    private readonly TestHost host;
    private readonly PortalVisit visit;

    private ConsoleVisit(TestHost host, PortalVisit visit, string key, string otherKey) =>
        (this.host, this.visit, Key, OtherKey) = (host, visit, key, otherKey);

    /// <summary>The page.</summary>
    public IPage Page => visit.Page;

    /// <summary>A key that the service takes.</summary>
    public string Key { get; }

    /// <summary>Another one that it takes.</summary>
    public string OtherKey { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts a service and opens its console, at the field of the key.</summary>
    public static Task<ConsoleVisit> StartAsync(PortalBrowser browser, BrowserNewContextOptions? look = null)
    {
        return StartAsync(service => browser.VisitAsync(service, "/console", look));
    }

    /// <summary>As <see cref="StartAsync(PortalBrowser, BrowserNewContextOptions)"/>, and the key is entered.</summary>
    public static async Task<ConsoleVisit> OpenAsync(PortalBrowser browser, BrowserNewContextOptions? look = null) =>
        await OpenedAsync(await StartAsync(browser, look));

    /// <summary>In a browser of its own, of which it disposes the context.</summary>
    public static async Task<ConsoleVisit> OpenAsync(IBrowserContext context) =>
        await OpenedAsync(await StartAsync(service => PortalVisit.OpenAsync(context, service, "/console")));

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The visit disposes its parts.")]
    private static async Task<ConsoleVisit> StartAsync(Func<Uri, Task<PortalVisit>> open)
    {
        var host = await TestHost.StartAsync(null, "--Divoc:Auth:RequireKeys", "true");
        try
        {
            var keys = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(host.DataDirectory, "keys.json"), Token))!;
            var key = keys["functionKey"]!.GetValue<string>();
            host.Client.DefaultRequestHeaders.Add("x-functions-key", key);
            var visit = await open(host.BaseAddress);
            return new ConsoleVisit(host, visit, key, keys["adminKey"]!.GetValue<string>());
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private static async Task<ConsoleVisit> OpenedAsync(ConsoleVisit visit)
    {
        await visit.EnterKeyAsync(visit.Key);
        await visit.Tab("Issue").WaitForAsync();
        return visit;
    }

    /// <summary>A sample of the repository, for a person of its own.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="code">The person's code.</param>
    public static async Task<JsonObject> SampleAsync(string file, string code)
    {
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "samples", file), Token))![0]!
            .AsObject();
        sample["preEnrollmentCode"] = code;
        sample.Remove("meta");

        // An empty line of an address and none look alike in a credential.
        (sample["recipient"]!["address"] as JsonObject)?.Remove("addressLine2");
        return sample;
    }

    public ILocator Tab(string name) => Page.GetByRole(AriaRole.Tab, new() { Name = name, Exact = true });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>A field of a form.</summary>
    /// <param name="form">The beginning of its ids, such as <c>issue</c>.</param>
    /// <param name="pointer">Where its value stands in the event.</param>
    public ILocator Field(string form, string pointer) => Page.Locator($"#{form}{pointer.Replace('/', '-')}");

    /// <summary>Refused calls are errors in the browser's log, which such a test wants.</summary>
    public void ExpectRefusals() => visit.AllowsFailedCalls = true;

    public async Task EnterKeyAsync(string key)
    {
        await Page.GetByLabel("Key").FillAsync(key);
        await Button("Open the console").ClickAsync();
    }

    /// <summary>Fills a form as a person would, from an event.</summary>
    public async Task FillAsync(string form, JsonObject values, string pointer = "")
    {
        foreach (var (name, value) in values)
        {
            await FillAsync(form, value, $"{pointer}/{name}");
        }
    }

    /// <summary>Sends an event by the API, and waits for its certificate.</summary>
    /// <returns>The certificate's id.</returns>
    public async Task<string> IssueAsync(string path, JsonObject sample)
    {
        using var answer = await host.Client.PostAsJsonAsync(path, new JsonArray(sample.DeepClone()), Token);
        var accepted = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>(Token);
        var id = accepted!["certificates"]![0]!["certificateId"]!.GetValue<string>();
        await Eventually.HoldsAsync(async () => (await host.Client.GetAsync($"/certificates/{id}", Token)).IsSuccessStatusCode);
        return id;
    }

    /// <summary>Issues a vaccination by the API.</summary>
    public async Task<string> IssueAsync(string code) =>
        await IssueAsync("/certify/vaccination", await SampleAsync("certify-v1.json", code));

    /// <summary>All certificates of a person.</summary>
    public async Task<JsonArray> FindAsync(string code)
    {
        using var answer = await host.Client.PostAsJsonAsync("/certificates/find", new JsonObject { ["preEnrollmentCode"] = code }, Token);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>(Token))!["certificates"]!.AsArray();
    }

    /// <summary>The credential of a certificate.</summary>
    public async Task<JsonNode> CredentialAsync(string id) =>
        (await host.Client.GetFromJsonAsync<JsonNode>($"/certificates/{id}/credential.json", Token))!;

    /// <summary>The state of a certificate.</summary>
    public async Task<string> StateAsync(string id) =>
        (await host.Client.GetFromJsonAsync<JsonNode>($"/certificates/{id}/history", Token))!["state"]!["status"]!.GetValue<string>();

    /// <summary>Looks a person up by their code.</summary>
    public async Task LookUpAsync(string code)
    {
        await Tab("Look up").ClickAsync();
        await Page.GetByRole(AriaRole.Textbox, new() { Name = "Code of the person" }).FillAsync(code);
        await Button("Look up").ClickAsync();
    }

    /// <summary>The state that the page shows of a certificate.</summary>
    public ILocator ShownState(string state) => Page.Locator($".certificate > [data-status={state}]");

    public async Task AssertAccessibleAsync() => Assert.Empty(await visit.AccessibilityFaultsAsync());

    public async Task AssertNotWiderThanScreenAsync() =>
        Assert.Equal(0, await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"));

    public async ValueTask DisposeAsync()
    {
        await visit.DisposeAsync();
        await host.DisposeAsync();
    }

    private async Task FillAsync(string form, JsonNode? value, string pointer)
    {
        switch (value)
        {
            case JsonObject group:
                await FillAsync(form, group, pointer);
                break;
            case JsonArray items:
                await FillListAsync(form, [.. items.Select(item => item!.GetValue<string>())], pointer);
                break;
            default:
                await FillOneAsync(Field(form, pointer), value!.ToString());
                break;
        }
    }

    private async Task FillListAsync(string form, IReadOnlyList<string> items, string pointer)
    {
        var list = Field(form, pointer);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                await list.GetByRole(AriaRole.Button, new() { Name = "Add another" }).ClickAsync();
            }

            await FillOneAsync(Field(form, $"{pointer}/{i}"), items[i]);
        }
    }

    private static async Task FillOneAsync(ILocator field, string text)
    {
        await field.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        if (!await field.IsVisibleAsync())
        {
            await field.Locator("xpath=ancestor::details[1]/summary").ClickAsync();
        }

        if (await field.GetAttributeAsync("type") is "datetime-local")
        {
            var moment = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
            await field.FillAsync(moment.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
            await field.Locator("xpath=following-sibling::input").FillAsync(moment.ToString("zzz", CultureInfo.InvariantCulture));
            return;
        }

        if (await field.EvaluateAsync<string>("element => element.tagName") == "SELECT")
        {
            await field.SelectOptionAsync(text);
            return;
        }

        await field.FillAsync(text);
    }
}
