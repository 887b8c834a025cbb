using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Divoc.Functions.Tests.Portal;

/// <summary>After the console was locked, left or refused its key, nothing of it is left for the next person.</summary>
public sealed class ConsoleLockTests(PortalBrowser browser)
{
    private const string Name = "Ishara Wendakoon";

    [Fact]
    public async Task Returning_to_the_page_shows_neither_the_key_nor_earlier_data()
    {
        await using var kept = await KeptPages.StartAsync();
        await using var visit = await ConsoleVisit.OpenAsync(await kept.NewContextAsync());
        visit.ExpectRefusals();
        await visit.IssueAsync("BACK-1");
        async Task LookUpAsync()
        {
            await visit.LookUpAsync("BACK-1");
            await visit.Page.Locator(".told").GetByText(Name).WaitForAsync();
        }

        await LookUpAsync();
        var seen = await KeptPages.LeaveAndComeBackAsync(visit.Page, async () =>
        {
            await visit.EnterKeyAsync(visit.Key);
            await LookUpAsync();
        });

        Assert.DoesNotContain(Name, seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Look up", seen, StringComparison.Ordinal);
        await visit.Page.GetByText("Somebody left the page, so it is locked.").WaitForAsync();
        await Expect(visit.Page.GetByLabel("Key")).ToHaveValueAsync("");
        await Expect(visit.Page.GetByRole(AriaRole.Tab)).ToHaveCountAsync(0);
        await visit.AssertAccessibleAsync();
        await visit.EnterKeyAsync(visit.Key);
        await visit.Tab("Look up").ClickAsync();
        Assert.DoesNotContain(Name, await visit.Page.ContentAsync(), StringComparison.Ordinal);
    }

    /// <summary>Neither a key that stands in its field nor one that is still being checked outlives the page.</summary>
    [Fact]
    public async Task A_key_check_that_completes_after_the_page_was_left_does_not_open_the_page()
    {
        await using var visit = await ConsoleVisit.StartAsync(browser);
        var (isAsked, letGo) = await DelayAnswerAsync(visit.Page, "**/divoc/api/v1/requests");
        await visit.EnterKeyAsync(visit.Key);
        await isAsked;

        await visit.Page.EvaluateAsync("() => { dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })); }");
        await Expect(visit.Page.GetByLabel("Key")).ToHaveValueAsync("");
        await visit.Page.EvaluateAsync("() => { dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })); }");
        letGo();
        await SettleAsync(visit.Page);

        await Expect(visit.Page.GetByRole(AriaRole.Tab)).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByLabel("Key")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_new_key_after_a_refused_key_shows_no_earlier_data()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        visit.ExpectRefusals();
        await visit.IssueAsync("NEXT-1");
        await visit.Field("issue", "/recipient/name").FillAsync("Typed before");
        await visit.LookUpAsync("NEXT-1");
        await visit.Page.Locator(".told").GetByText(Name).WaitForAsync();
        await visit.Page.RouteAsync(
            "**/certificates/find",
            route => route.FulfillAsync(new() { Status = 401, ContentType = "application/problem+json", Body = "{}" }));
        await visit.Button("Look up").ClickAsync();
        await visit.Page.GetByText("With another key the page begins anew.").WaitForAsync();
        await visit.AssertAccessibleAsync();

        await visit.EnterKeyAsync(visit.OtherKey);

        await Expect(visit.Tab("Issue")).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(visit.Field("issue", "/recipient/name")).ToHaveValueAsync("");
        Assert.DoesNotContain(Name, await visit.Page.ContentAsync(), StringComparison.Ordinal);
        await visit.Tab("Look up").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Code of the person" })).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_PDF_that_arrives_after_the_lock_is_neither_opened_nor_kept()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        await visit.IssueAsync("LATE-1");
        await visit.LookUpAsync("LATE-1");
        await visit.Page.GetByAltText("QR code of the certificate").WaitForAsync();
        await CountAddressesAsync(visit.Page);
        var tabs = 0;
        visit.Page.Context.Page += (_, _) => tabs++;
        var (isAsked, letGo) = await DelayAnswerAsync(visit.Page, "**/certificate.pdf");
        await visit.Button("Open the PDF").ClickAsync();
        await isAsked;

        await visit.Button("Lock").ClickAsync();
        await visit.Page.GetByText("A PDF that you opened in another tab stays open").WaitForAsync();
        letGo();
        await SettleAsync(visit.Page);

        Assert.Equal((0, 0), (tabs, await AddressesAsync(visit.Page)));
    }

    [Fact]
    public async Task Locking_the_page_cancels_a_running_download()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        await visit.Tab("Upload a file").ClickAsync();
        await visit.Page.GetByLabel("CSV file").SetInputFilesAsync(Path.Combine(SharedData.RepositoryRoot, "samples", "vaccinations.csv"));
        await visit.Button("Upload").ClickAsync();
        await visit.Page.Locator("tr[data-row='5']").First.WaitForAsync();
        await CountAddressesAsync(visit.Page);
        var downloads = 0;
        visit.Page.Download += (_, _) => downloads++;
        var (isAsked, letGo) = await DelayAnswerAsync(visit.Page, "**/errors?format=csv");
        await visit.Button("Download these rows as CSV").ClickAsync();
        await isAsked;

        await visit.Button("Lock").ClickAsync();
        await visit.Page.GetByText("The page is locked.").WaitForAsync();
        letGo();
        await SettleAsync(visit.Page);

        Assert.Equal((0, 0), (downloads, await AddressesAsync(visit.Page)));
    }

    [Fact]
    public async Task Locking_the_page_cancels_a_running_upload_as_the_page_warned()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        await visit.Tab("Upload a file").ClickAsync();
        var (isAsked, letGo) = await DelayAnswerAsync(visit.Page, "**/bulkCertify");
        var ended = new TaskCompletionSource<string?>();
        visit.Page.RequestFailed += (_, request) =>
            ended.TrySetResult(request.Url.EndsWith("/bulkCertify", StringComparison.Ordinal) ? request.Failure : "another request");
        await visit.Page.GetByLabel("CSV file").SetInputFilesAsync(Path.Combine(SharedData.RepositoryRoot, "samples", "vaccinations.csv"));
        await visit.Button("Upload").ClickAsync();
        await isAsked;
        await visit.Page.GetByText("If you lock or leave the page now, the upload ends.").WaitForAsync();

        await visit.Button("Lock").ClickAsync();

        Assert.Equal("net::ERR_ABORTED", await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        letGo();
        Assert.Empty(await visit.FindAsync("LKF-2021-000001"));
    }

    /// <summary>Keeps a request waiting until it is let go, or until the page has ended it.</summary>
    private static async Task<(Task IsAsked, Action LetGo)> DelayAnswerAsync(IPage page, string path)
    {
        var asked = new TaskCompletionSource();
        var held = new TaskCompletionSource();
        await page.RouteAsync(path, async route =>
        {
            asked.TrySetResult();
            await held.Task;
            try
            {
                await route.ContinueAsync();
            }
            catch (PlaywrightException)
            {
                // The page has ended the call, as it should.
            }
        });
        return (asked.Task, () => held.TrySetResult());
    }

    /// <summary>Long enough for an answer to come and for a page to do something with it.</summary>
    private static async Task SettleAsync(IPage page)
    {
        await page.EvaluateAsync("() => fetch('/health/live').then((answer) => answer.text())");
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
    }

    private static async Task CountAddressesAsync(IPage page)
    {
        const string count = "() => { window.made = 0; const make = URL.createObjectURL.bind(URL); "
            + "URL.createObjectURL = (blob) => { window.made++; return make(blob); }; }";
        await page.EvaluateAsync(count);
    }

    private static Task<int> AddressesAsync(IPage page) => page.EvaluateAsync<int>("() => window.made");
}
