using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Divoc.Functions.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Divoc.Functions.Tests.Portal;

/// <summary>The page for facilities, in a real browser.</summary>
public sealed class ConsoleTests(PortalBrowser browser)
{
    private const string Markup = "<img src=x onerror=alert(1)>";

    /// <summary>Widths of the smallest phones that pages must fit (WCAG 2.2, 1.4.10).</summary>
    private static readonly BrowserNewContextOptions Phone = new()
    {
        ViewportSize = new() { Width = 320, Height = 640 },
        ColorScheme = ColorScheme.Dark,
    };

    [Theory]
    [InlineData("certify-v1.json", "Vaccination", null)]
    [InlineData("certify-v3.json", "Vaccination", "v3")]
    [InlineData("certify-test.json", "Test result", null)]
    [InlineData("certify-recovery.json", "Recovery", null)]
    public async Task The_form_issues_a_certificate(string file, string type, string? shape)
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        var sample = await ConsoleVisit.SampleAsync(file, "FORM-1");
        sample["recipient"]!["name"] = Markup;
        await visit.Page.GetByLabel("Type of certificate").SelectOptionAsync(new SelectOptionValue { Label = type });
        if (shape is not null)
        {
            await visit.Page.GetByLabel("Form of the data").SelectOptionAsync(shape);
        }

        await visit.FillAsync("issue", sample);
        await visit.AssertAccessibleAsync();
        await visit.Button("Issue the certificate").ClickAsync();

        await visit.Page.GetByText("The certificate is issued.").WaitForAsync();
        await Expect(visit.Page.GetByAltText("QR code of the certificate")).ToBeVisibleAsync();
        Assert.True(
            await visit.Page.GetByAltText("QR code of the certificate")
                .EvaluateAsync<bool>("image => image.decode().then(() => image.naturalWidth > 300)"));
        await visit.AssertAccessibleAsync();
        var id = Assert.Single(await visit.FindAsync("FORM-1"))!["certificateId"]!.GetValue<string>();
        var credential = await visit.CredentialAsync(id);
        Assert.Equal(Markup, credential["credentialSubject"]!["name"]!.GetValue<string>());
        Assert.Equal(sample["facility"]!["name"]!.GetValue<string>(), credential["evidence"]![0]!["facility"]!["name"]!.GetValue<string>());

        var tab = await visit.Page.RunAndWaitForPopupAsync(() => visit.Button("Open the PDF").ClickAsync());
        Assert.StartsWith("blob:", tab.Url, StringComparison.Ordinal);
        await visit.Button("Show this certificate").ClickAsync();
        await visit.ShownState("LIVE").WaitForAsync();
        await Expect(visit.Page.Locator(".told").GetByText(Markup)).ToBeVisibleAsync();
        Assert.Equal(0, await visit.Page.Locator("img[src=x]").CountAsync());
    }

    [Fact]
    public async Task Errors_are_shown_at_their_fields_and_in_a_summary_with_links_to_them()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        visit.ExpectRefusals();
        var sample = await ConsoleVisit.SampleAsync("certify-v1.json", "a/b");
        sample["recipient"]!.AsObject().Remove("contact");
        sample["vaccination"]!["effectiveUntil"] = "1999-12-31";
        await visit.FillAsync("issue", sample);

        await visit.Button("Issue the certificate").ClickAsync();

        var summary = visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "errors, so nothing was accepted" });
        await Expect(summary).ToBeFocusedAsync();
        var code = visit.Field("issue", "/preEnrollmentCode");
        await Expect(code).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(code).ToHaveAccessibleDescriptionAsync(new Regex("must not contain / "));
        await Expect(code).ToHaveValueAsync("a/b");
        await Expect(visit.Field("issue", "/recipient/contact/0")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(visit.Field("issue", "/vaccination/effectiveUntil")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(visit.Field("issue", "/recipient/name")).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await summary.GetByRole(AriaRole.Link, new() { Name = "Contacts" }).ClickAsync();
        await Expect(visit.Field("issue", "/recipient/contact/0")).ToBeFocusedAsync();
        await visit.AssertAccessibleAsync();

        await visit.Page.Keyboard.TypeAsync("tel:+94715550142");
        await Expect(visit.Field("issue", "/recipient/contact/0")).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(code).ToHaveAttributeAsync("aria-invalid", "true");
        await code.FillAsync("FORM-2");
        await visit.Field("issue", "/vaccination/effectiveUntil").FillAsync("2099-12-31");
        await visit.Button("Issue the certificate").ClickAsync();
        await visit.Page.GetByText("The certificate is issued.").WaitForAsync();
        Assert.Single(await visit.FindAsync("FORM-2"));
    }

    [Fact]
    public async Task An_error_about_a_group_of_fields_disappears_when_one_of_those_fields_changes()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        visit.ExpectRefusals();
        var sample = await ConsoleVisit.SampleAsync("certify-v1.json", "FORM-7");
        sample["recipient"]!.AsObject().Remove("dob");
        sample["recipient"]!.AsObject().Remove("age");
        await visit.FillAsync("issue", sample);

        await visit.Button("Issue the certificate").ClickAsync();
        var fault = visit.Page.Locator("#issue-recipient-fault");
        await Expect(fault).ToContainTextAsync("“Date of birth” or “Age” is required");
        await visit.Field("issue", "/recipient/name").FillAsync("Somebody else");
        await Expect(fault).ToHaveCountAsync(1);
        await visit.Field("issue", "/recipient/age").FillAsync("37");
        await Expect(fault).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Typed_data_is_kept_when_the_form_of_the_data_changes()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        await visit.Field("issue", "/recipient/name").FillAsync("Typed before");
        await visit.Field("issue", "/vaccination/dose").FillAsync("2");

        await visit.Page.GetByLabel("Form of the data").SelectOptionAsync("v3");
        await Expect(visit.Field("issue", "/recipient/name")).ToHaveValueAsync("Typed before");
        await Expect(visit.Field("issue", "/vaccination/dose")).ToHaveValueAsync("2");
        await visit.Page.GetByLabel("Type of certificate").SelectOptionAsync("recovery");
        await Expect(visit.Field("issue", "/recovery/disease")).ToHaveValueAsync("");
        await Expect(visit.Field("issue", "/recipient/name")).ToHaveValueAsync("Typed before");
    }

    /// <summary>The service lets some required texts be empty, so the form asks.</summary>
    [Fact]
    public async Task Fields_that_would_be_empty_on_the_certificate_are_asked_for_first()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        var sample = await ConsoleVisit.SampleAsync("certify-v1.json", "FORM-3");
        sample["vaccination"]!["manufacturer"] = "";
        await visit.FillAsync("issue", sample);

        await visit.Button("Issue the certificate").ClickAsync();
        await visit.Page.GetByText("Some fields are empty").WaitForAsync();
        await visit.AssertAccessibleAsync();
        Assert.Empty(await visit.FindAsync("FORM-3"));

        await visit.Button("Send with these empty").ClickAsync();
        await visit.Page.GetByText("The certificate is issued.").WaitForAsync();
    }

    [Fact]
    public async Task An_already_certified_event_leads_to_its_certificate()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        var id = await visit.IssueAsync("FORM-4");
        await visit.FillAsync("issue", await ConsoleVisit.SampleAsync("certify-v1.json", "FORM-4"));

        await visit.Button("Issue the certificate").ClickAsync();
        await visit.Page.Locator("[data-status=DUPLICATE]").WaitForAsync();
        await visit.Button("Show the existing certificate").ClickAsync();

        await visit.ShownState("LIVE").WaitForAsync();
        await Expect(visit.Page.Locator(".certificate dl").First).ToContainTextAsync(id);
    }

    /// <summary>The answer is lost on its way; the second try has the same Idempotency-Key.</summary>
    [Fact]
    public async Task A_lost_connection_keeps_the_typed_data_and_creates_no_duplicate_certificate()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        visit.ExpectRefusals();
        List<string> keys = [];
        await visit.Page.RouteAsync("**/certify/vaccination*", async route =>
        {
            keys.Add(route.Request.Headers["idempotency-key"]);
            var answer = await route.FetchAsync();
            if (keys.Count == 1)
            {
                await route.AbortAsync();
            }
            else
            {
                await route.FulfillAsync(new() { Response = answer });
            }
        });
        await visit.FillAsync("issue", await ConsoleVisit.SampleAsync("certify-v1.json", "FORM-5"));

        await visit.Button("Issue the certificate").ClickAsync();
        await visit.Page.GetByText("What you typed is still here").WaitForAsync();
        await visit.AssertAccessibleAsync();
        await visit.Button("Issue the certificate").ClickAsync();

        await visit.Page.GetByText("The certificate is issued.").WaitForAsync();
        Assert.Equal(2, keys.Count);
        Assert.Equal(keys[0], keys[1]);
        Assert.Single(await visit.FindAsync("FORM-5"));

        await visit.Button("Issue another certificate").ClickAsync();
        await Expect(visit.Field("issue", "/facility/name")).ToHaveValueAsync("Wattala Divisional Hospital");
        await Expect(visit.Field("issue", "/recipient/name")).ToHaveValueAsync("");
        await visit.FillAsync("issue", await ConsoleVisit.SampleAsync("certify-v1.json", "FORM-6"));
        await visit.Button("Issue the certificate").ClickAsync();
        await visit.Page.GetByText("The certificate is issued.").WaitForAsync();
        Assert.Equal(3, keys.Count);
        Assert.NotEqual(keys[0], keys[2]);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_busy_service_says_when_to_retry(int status)
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        visit.ExpectRefusals();
        await visit.Page.RouteAsync("**/certificates/find", route => route.FulfillAsync(new()
        {
            Status = status,
            ContentType = "application/problem+json",
            Headers = new Dictionary<string, string> { ["retry-after"] = "30" },
            Body = """{"status":0,"detail":"There is too much to do.","errorCode":"BUSY"}""",
        }));

        await visit.LookUpAsync("SOMEBODY");

        var alert = visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "There is too much to do." });
        await Expect(alert).ToContainTextAsync("(in 30 seconds)");
        await Expect(visit.Page.GetByLabel("Code of the person").Last).ToHaveValueAsync("SOMEBODY");
    }

    [Fact]
    public async Task A_certificate_is_revoked_after_a_confirmation()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        visit.ExpectRefusals();
        var id = await visit.IssueAsync("CODE-1");
        await visit.LookUpAsync("CODE-1");
        await visit.ShownState("LIVE").WaitForAsync();
        await visit.AssertAccessibleAsync();

        await visit.Button("Revoke …").ClickAsync();
        await visit.Button("Continue").ClickAsync();
        await Expect(visit.Page.GetByLabel("Reason")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(visit.Page.GetByLabel("Reason")).ToBeFocusedAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await visit.Page.GetByLabel("Reason").FillAsync("not a code!");
        await visit.Button("Continue").ClickAsync();
        await visit.Button("Revoke for good").ClickAsync();
        await Expect(visit.Page.GetByLabel("Reason")).ToHaveAttributeAsync("aria-invalid", "true");
        await visit.Page.GetByLabel("Reason").FillAsync("wrong person");
        await visit.Page.GetByLabel("Note").FillAsync(Markup);
        await visit.Button("Continue").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("This can’t be undone");
        await visit.AssertAccessibleAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        Assert.Equal("LIVE", await visit.StateAsync(id));
        await visit.Button("Continue").ClickAsync();
        await visit.Button("Revoke for good").ClickAsync();

        await visit.ShownState("REVOKED").WaitForAsync();
        await Expect(visit.Page.Locator(".history [data-change=REVOKED]")).ToContainTextAsync("WRONG_PERSON");
        await Expect(visit.Page.Locator(".history [data-change=REVOKED]")).ToContainTextAsync(Markup);
        Assert.Equal("REVOKED", await visit.StateAsync(id));
        await Expect(visit.Button("Revoke …")).ToHaveCountAsync(0);
        await visit.AssertAccessibleAsync();
    }

    [Fact]
    public async Task A_certificate_is_suspended_temporarily_and_reinstated()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser, new() { TimezoneId = "Asia/Colombo" });
        var id = await visit.IssueAsync("CODE-2");
        await visit.Tab("Look up").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "Certificate id" }).CheckAsync();
        await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Certificate id" }).FillAsync(id);
        await visit.Button("Look up").ClickAsync();

        await visit.Button("Suspend …").ClickAsync();
        await visit.Page.GetByLabel("Reason").FillAsync("UNDER_REVIEW");
        await visit.Page.GetByLabel("Suspended until").FillAsync("2099-03-01T10:00");
        await visit.AssertAccessibleAsync();
        await visit.Button("Continue").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("It begins now. It ends on 1 Mar 2099, 10:00.");
        await Expect(visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button)).ToHaveTextAsync(["Back", "Suspend"]);
        await visit.AssertAccessibleAsync();
        await visit.Button("Suspend").ClickAsync();

        await visit.ShownState("SUSPENDED").WaitForAsync();
        await Expect(visit.ShownState("SUSPENDED")).ToContainTextAsync("1 Mar 2099, 10:00");
        Assert.Equal("SUSPENDED", await visit.StateAsync(id));
        await visit.AssertAccessibleAsync();

        await visit.Button("Reinstate …").ClickAsync();
        await visit.Page.GetByLabel("Reason").FillAsync("REVIEW_ENDED");
        await visit.Button("Continue").ClickAsync();
        await visit.Button("Reinstate").ClickAsync();
        await visit.ShownState("LIVE").WaitForAsync();
        Assert.Equal("LIVE", await visit.StateAsync(id));
        await Expect(visit.Page.Locator(".history li")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task A_correction_replaces_the_certificate_and_changes_only_the_corrected_data()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        visit.ExpectRefusals();
        var id = await visit.IssueAsync("CODE-3");
        await visit.LookUpAsync("CODE-3");
        await visit.Button("Correct …").ClickAsync();
        await Expect(visit.Field("correct", "/recipient/name")).ToHaveValueAsync("Ishara Wendakoon");
        await visit.AssertAccessibleAsync();

        await visit.Field("correct", "/recipient/name").FillAsync("Ishara Wendakon");
        await visit.Button("Replace the certificate").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Replace the certificate" }).ClickAsync();
        await Expect(visit.Field("correct", "/recipient/contact/0")).ToHaveAttributeAsync("aria-invalid", "true");
        await visit.Field("correct", "/recipient/contact/0").FillAsync("tel:+94715550142");
        await visit.Field("correct", "/recipient/dob").FillAsync("1984-06-09");
        await visit.Button("Replace the certificate").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Replace the certificate" }).ClickAsync();

        await visit.Page.GetByText("The corrected certificate is issued").WaitForAsync();
        await visit.ShownState("SUPERSEDED").WaitForAsync();
        await visit.AssertAccessibleAsync();
        Assert.Equal("SUPERSEDED", await visit.StateAsync(id));
        var found = await visit.FindAsync("CODE-3");
        Assert.Equal(2, found.Count);
        var before = await visit.CredentialAsync(id);
        var after = await visit.CredentialAsync(found[1]!["certificateId"]!.GetValue<string>());
        Assert.Equal("Ishara Wendakon", after["credentialSubject"]!["name"]!.GetValue<string>());
        Assert.Equal(before["credentialSubject"]!["address"]!.ToJsonString(), after["credentialSubject"]!["address"]!.ToJsonString());
        Assert.Equal(before["evidence"]![0]!["date"]!.ToJsonString(), after["evidence"]![0]!["date"]!.ToJsonString());
        Assert.Equal(before["evidence"]![0]!["facility"]!.ToJsonString(), after["evidence"]![0]!["facility"]!.ToJsonString());
    }

    /// <summary>
    /// With the contact, which is not kept, and where the credential has none the date of birth, what the form holds is what was certified:
    /// the service finds no change.
    /// </summary>
    [Theory]
    [InlineData("certify-v1.json", "/certify/vaccination", "1984-06-09")]
    [InlineData("certify-v3.json", "/certify/vaccination?shape=v3", null)]
    [InlineData("certify-test.json", "/certify/test", null)]
    [InlineData("certify-recovery.json", "/certify/recovery", null)]
    public async Task The_correction_form_contains_the_certified_data(string file, string path, string? birth)
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        await visit.IssueAsync(path, await ConsoleVisit.SampleAsync(file, "CODE-4"));
        await visit.LookUpAsync("CODE-4");
        await visit.Button("Correct …").ClickAsync();
        await visit.Field("correct", "/recipient/contact/0").FillAsync("tel:+94715550142");
        if (birth is not null)
        {
            await visit.Field("correct", "/recipient/dob").FillAsync(birth);
        }

        await visit.Button("Replace the certificate").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Replace the certificate" }).ClickAsync();

        await visit.Page.Locator("[data-status=UNCHANGED]").WaitForAsync();
        Assert.Single(await visit.FindAsync("CODE-4"));
    }

    [Fact]
    public async Task An_upload_of_a_file_with_one_bad_row_names_the_row()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        await visit.Tab("Upload a file").ClickAsync();
        await visit.Page.GetByText("No file was uploaded so far").WaitForAsync();
        await visit.AssertAccessibleAsync();
        await visit.Button("Upload").ClickAsync();
        await Expect(visit.Page.GetByLabel("CSV file")).ToHaveAccessibleDescriptionAsync("Choose a file.");

        await visit.Page.GetByLabel("CSV file").SetInputFilesAsync(Path.Combine(SharedData.RepositoryRoot, "samples", "vaccinations.csv"));
        await visit.Button("Upload").ClickAsync();

        await visit.Page.Locator("section [data-status=Failed]").WaitForAsync();
        await Expect(visit.Page.Locator("[data-rows=issued] dd")).ToHaveTextAsync("3");
        await Expect(visit.Page.Locator("[data-rows=refused] dd")).ToHaveTextAsync("1");
        await Expect(visit.Page.Locator("tr[data-row='5']")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator("tr[data-row='5']").First).ToContainTextAsync("recipientName");
        await visit.AssertAccessibleAsync();
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Download these rows as CSV").ClickAsync());
        Assert.Equal("errors-vaccinations.csv", download.SuggestedFilename);
        var csv = await File.ReadAllTextAsync(await download.PathAsync(), Encoding.UTF8, TestContext.Current.CancellationToken);
        Assert.Contains("LKF-2021-000004", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("LKF-2021-000001", csv, StringComparison.Ordinal);
        await Expect(visit.Page.GetByRole(AriaRole.List, new() { Name = "Earlier uploads" })).ToContainTextAsync("With errors");
        Assert.Single(await visit.FindAsync("LKF-2021-000001"));
    }

    [Fact]
    public async Task A_wrong_key_gives_no_access()
    {
        await using var visit = await ConsoleVisit.StartAsync(browser);
        visit.ExpectRefusals();
        await visit.AssertAccessibleAsync();
        Assert.Equal("password", await visit.Page.GetByLabel("Key").GetAttributeAsync("type"));

        await visit.EnterKeyAsync("wrong");

        await Expect(visit.Page.GetByLabel("Key"))
            .ToHaveAccessibleDescriptionAsync("The service does not accept this key. Enter the key again, or ask the operator for one.");
        await Expect(visit.Page.GetByLabel("Key")).ToBeFocusedAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Tab)).ToHaveCountAsync(0);
        await visit.AssertAccessibleAsync();
    }

    /// <summary>A key that ends amid the work is asked for again; what was typed stays behind the field.</summary>
    [Fact]
    public async Task A_key_refused_during_work_is_asked_for_again_and_the_work_continues()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        visit.ExpectRefusals();
        await visit.Field("issue", "/recipient/name").FillAsync("Typed before");
        await visit.Page.RouteAsync(
            "**/certificates/find",
            route => route.FulfillAsync(new() { Status = 401, ContentType = "application/problem+json", Body = "{}" }));
        await visit.LookUpAsync("SOMEBODY");

        await visit.Page.GetByText("The service does not accept this key").First.WaitForAsync();
        await Expect(visit.Page.GetByLabel("Key")).ToBeFocusedAsync();
        await Expect(visit.Tab("Look up")).Not.ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();

        await visit.EnterKeyAsync(visit.Key);
        await visit.Tab("Issue").ClickAsync();
        await Expect(visit.Field("issue", "/recipient/name")).ToHaveValueAsync("Typed before");
    }

    [Fact]
    public async Task Reloading_or_locking_the_page_removes_the_key()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.GetByLabel("Key")).ToHaveValueAsync("");
        await Expect(visit.Page.GetByRole(AriaRole.Tab)).ToHaveCountAsync(0);

        await visit.EnterKeyAsync(visit.Key);
        await visit.Field("issue", "/recipient/name").FillAsync("Somebody");
        await visit.Button("Lock").ClickAsync();
        await visit.Page.GetByText("The page is locked.").WaitForAsync();
        await Expect(visit.Page.GetByLabel("Key")).ToHaveValueAsync("");
        await visit.AssertAccessibleAsync();

        await visit.EnterKeyAsync(visit.Key);
        await Expect(visit.Field("issue", "/recipient/name")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task The_page_locks_after_fifteen_minutes_without_input()
    {
        await using var visit = await ConsoleVisit.StartAsync(browser);
        await visit.Page.Clock.InstallAsync();
        await visit.EnterKeyAsync(visit.Key);
        await visit.Field("issue", "/recipient/name").FillAsync("Somebody");

        await visit.Page.Clock.FastForwardAsync("14:30");
        await visit.Page.GetByText("Nobody has used the page for 14 minutes").WaitForAsync();
        await visit.AssertAccessibleAsync();
        await visit.Page.Keyboard.PressAsync("Shift");
        await Expect(visit.Page.GetByText("Nobody has used the page for 14 minutes")).ToHaveCountAsync(0);
        await visit.Page.Clock.FastForwardAsync("14:30");
        await Expect(visit.Field("issue", "/recipient/name")).ToHaveValueAsync("Somebody");
        await visit.Page.Clock.FastForwardAsync("00:31");

        await visit.Page.GetByText("Nobody used the page for 15 minutes, so it is locked.").WaitForAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Tab)).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByLabel("Key")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task The_console_opens_immediately_if_no_keys_are_required()
    {
        await using var host = await TestHost.StartAsync();
        await using var visit = await browser.VisitAsync(host.BaseAddress, "/console");

        await Expect(visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Issue" })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Lock" })).ToHaveCountAsync(0);
        await visit.Page.Locator("#issue-preEnrollmentCode").WaitForAsync();
        Assert.Empty(await visit.AccessibilityFaultsAsync());
    }

    [Fact]
    public async Task All_parts_are_reachable_by_keyboard_and_fit_a_small_phone()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser, Phone);
        await visit.IssueAsync("CODE-5");
        await visit.Field("issue", "/recipient/name").WaitForAsync();
        await visit.AssertNotWiderThanScreenAsync();
        await visit.Tab("Issue").FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(visit.Tab("Look up")).ToBeFocusedAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Tabpanel)).ToHaveAccessibleNameAsync("Look up");
        await visit.LookUpAsync("CODE-5");
        await visit.ShownState("LIVE").WaitForAsync();
        await visit.Page.GetByAltText("QR code of the certificate").WaitForAsync();
        await visit.Button("Correct …").ClickAsync();
        await visit.Field("correct", "/recipient/name").WaitForAsync();
        await visit.AssertNotWiderThanScreenAsync();
        await visit.AssertAccessibleAsync();
        await visit.Tab("Look up").FocusAsync();
        await visit.Page.Keyboard.PressAsync("End");
        await Expect(visit.Tab("Upload a file")).ToHaveAttributeAsync("aria-selected", "true");
        await visit.AssertNotWiderThanScreenAsync();
        await visit.AssertAccessibleAsync();
        var small = await visit.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('.console button, .console input:not([type=radio]):not([type=checkbox]), "
            + ".console select')].filter(one => one.checkVisibility() && one.getBoundingClientRect().height < "
            + "44).map(one => one.outerHTML)");
        Assert.Empty(small);
    }

    /// <summary>Somebody else's certificate is answered like one that is not there.</summary>
    [Fact]
    public async Task A_lookup_without_a_result_says_so()
    {
        await using var visit = await ConsoleVisit.OpenAsync(browser);
        visit.ExpectRefusals();
        await visit.LookUpAsync("NOBODY");
        await visit.Page.GetByText("There is no certificate under this code").WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "Certificate id" }).CheckAsync();
        await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Certificate id" })
            .FillAsync(string.Create(CultureInfo.InvariantCulture, $"../{new string('0', 26)}"));
        await visit.Button("Look up").ClickAsync();
        await Expect(visit.Page.Locator("#look-up-fault"))
            .ToHaveTextAsync("There is no certificate with this id that you can see with your key.");
        await visit.AssertAccessibleAsync();
    }
}
