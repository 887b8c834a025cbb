using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Hosting.AzureFunctions;
using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// Whose a certificate is, over HTTP: north and south reach their own, the office reaches all. W8: in DIVOC any token holder can fetch any
/// person's PDF by code.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class OwnersTests : IAsyncLifetime
{
    private const string Certify = "/divoc/api/v1/certify";
    private const string CertifyTestPath = "/divoc/api/v1/test/certify";
    private const string CertifyRecoveryPath = "/divoc/api/v1/recovery/certify";
    private const string Suspension = """{"reason":"REVIEW","until":"2099-01-01T00:00:00Z"}""";
    private const string Reason = """{"reason":"WRONG_PERSON"}""";

    private static readonly string[] Certifying =
        ["CertifyVaccination", "CertifyVaccinationV3", "CertifyTest", "CertifyRecovery", "CertifyEvents"];

    /// <summary>They answer with what the caller has, which may be nothing, and so never with 404.</summary>
    private static readonly string[] Listing = ["ListRequests", "FindCertificates"];

    /// <summary>What is asked about files of others by UploadDefectTests.</summary>
    private static readonly string[] OfUploads =
        [
            "ShowTestUpload", "ShowTestUploadErrors", "ShowTestUploads", "ShowUpload", "ShowUploadErrors", "ShowUploads", "UploadTests",
            "UploadVaccinations",
        ];

    private TestHost host = null!;
    private HttpClient north = null!;
    private HttpClient south = null!;
    private HttpClient office = null!;
    private int events;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PartnerSystem North => new(north);

    private PartnerSystem South => new(south);

    private PartnerSystem Office => new(office);

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync(
            null, ["--Divoc:Auth:RequireKeys", "true", "--Divoc:Ddcc:Authority", "Ministry of Trials", .. PartnerKeys.Arguments]);
        north = PartnerKeys.Client(host.BaseAddress, PartnerKeys.North);
        south = PartnerKeys.Client(host.BaseAddress, PartnerKeys.South);
        office = PartnerKeys.Client(host.BaseAddress, PartnerKeys.Office);
    }

    public async ValueTask DisposeAsync()
    {
        north.Dispose();
        south.Dispose();
        office.Dispose();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData(VaccinationType.TypeName)]
    [InlineData(TestType.TypeName)]
    [InlineData(RecoveryType.TypeName)]
    public async Task W8_a_certificate_of_another_partner_is_answered_like_an_unknown_one_and_stays_unchanged(string kind)
    {
        foreach (var (number, (id, code, request)) in (await IssueAsync(north, kind, CallsOn("", "", "", kind).Length)).Index())
        {
            var call = CallsOn(id, code, request, kind)[number];
            var nowhere = CallsOn(RandomId.New(), code.Replace('P', 'Q'), RandomId.New(), kind)[number];
            var before = await office.GetStringAsync($"/certificates/{id}/history", Token);

            var foreign = await SendAsync(south, call);
            Assert.True(foreign.Status is 404 or 412, call.ToString());
            Assert.Equal(await SendAsync(south, nowhere), foreign);
            Assert.Equal(before, await office.GetStringAsync($"/certificates/{id}/history", Token));
            Assert.Equal(call.Status, (await SendAsync(call.Method is "GET" or "HEAD" ? office : north, call)).Status);
        }
    }

    /// <summary>A new function must be entered here, among those that reach what is there or those that certify.</summary>
    [Fact]
    public void W8_every_function_that_requires_a_function_key_is_tested_with_certificates_of_other_partners()
    {
        var asked = new[] { VaccinationType.TypeName, TestType.TypeName, RecoveryType.TypeName }
            .SelectMany(kind => CallsOn("", "", "", kind))
            .Select(call => call.Function)
            .Distinct();

        Assert.Equal(
            FunctionCatalog.OfProgram().HttpFunctions
                .Where(function => function.Level == AuthorizationLevel.Function)
                .Select(function => function.Function.Name)
                .Order(StringComparer.Ordinal),
            asked.Concat(Certifying).Concat(Listing).Concat(OfUploads).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task W8_every_function_of_level_Function_refuses_a_key_that_belongs_to_no_partner()
    {
        using var keys = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(host.DataDirectory, "keys.json"), Token));
        var functions = FunctionCatalog.OfProgram().HttpFunctions.Where(function => function.Level == AuthorizationLevel.Function);

        // At once, since each refused key is answered later than the one before.
        await Parallel.ForEachAsync(
            functions, new ParallelOptions { MaxDegreeOfParallelism = 12, CancellationToken = Token }, async (function, _) =>
            {
                var path = "/" + function.Route.Replace("{certificateId}", RandomId.New(), StringComparison.Ordinal)
                    .Replace("{", "", StringComparison.Ordinal)
                    .Replace("}", "", StringComparison.Ordinal);
                foreach (var key in new[] { "functionKey", "adminKey" }.Select(name => keys.RootElement.GetProperty(name).GetString()!))
                {
                    var call = new RouteCase(function.Function.Name, function.Methods[0], path, 403, $"x-functions-key: {key}");
                    var answer = await SendAsync(host.Client, call);
                    Assert.True(answer.Status == 403, call.Function);
                    Assert.Contains("UNKNOWN_PARTNER", TextOf(answer), StringComparison.Ordinal);
                    Assert.Contains("SHA-256 to Divoc:Partners", TextOf(answer), StringComparison.Ordinal);
                }

                Assert.Equal(
                    401,
                    (await SendAsync(
                        host.Client,
                        new RouteCase("", function.Methods[0], path, 401, "x-functions-key: key-of-nobody-that-there-is-at-all"))).Status);
                Assert.Equal(401, (await SendAsync(host.Client, new RouteCase("", function.Methods[0], path, 401))).Status);
            });
    }

    [Fact]
    public async Task W8_ETags_dates_and_ranges_reveal_nothing_about_certificates_of_another_partner()
    {
        var (id, code, _) = await IssueAsync(north, VaccinationType.TypeName);
        foreach (var (path, nowhere) in new[]
        {
            ($"/certificates/{id}/certificate.pdf", $"/certificates/{RandomId.New()}/certificate.pdf"),
            ($"/certificate/api/certificatePDF/{code}", "/certificate/api/certificatePDF/NOBODY"),
        })
        {
            using var own = await North.GetAsync(path);
            foreach (var header in new[]
            {
                $"If-None-Match: {own.Headers.ETag}",
                "If-None-Match: *",
                "If-Match: *",
                "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT",
                "Range: bytes=0-9",
                "Accept: text/csv",
            })
            {
                var foreign = await SendAsync(south, new RouteCase("", "GET", path, 404, header));
                Assert.Equal(404, foreign.Status);
                Assert.Equal(await SendAsync(south, new RouteCase("", "GET", nowhere, 404, header)), foreign);
            }

            Assert.Equal(304, (await SendAsync(north, new RouteCase("", "GET", path, 304, $"If-None-Match: {own.Headers.ETag}"))).Status);
        }
    }

    [Theory]
    [InlineData("suspend", Suspension)]
    [InlineData("revoke", Reason)]
    [InlineData("erase", Reason)]
    public async Task W8_the_state_of_a_certificate_of_another_partner_is_not_revealed(string change, string body)
    {
        var (id, code, request) = await IssueAsync(north, VaccinationType.TypeName);
        await ChangeAsync(north, id, change, body);

        foreach (var (call, nowhere) in CallsOn(id, code, request, VaccinationType.TypeName)
            .Zip(CallsOn(RandomId.New(), code.Replace('P', 'Q'), RandomId.New(), VaccinationType.TypeName)))
        {
            Assert.Equal(await SendAsync(south, nowhere), await SendAsync(south, call));
        }
    }

    [Fact]
    public async Task W8_an_event_certified_by_another_partner_is_a_duplicate_and_nothing_else_is_revealed()
    {
        var (id, code, _) = await IssueAsync(north, VaccinationType.TypeName);
        var accepted = await South.CertifyAsync(Certify, new JsonArray(PartnerSystem.Event("certify-v1.json", code)));
        var status = await South.WaitAsync(accepted);

        var (state, own) = Element(accepted);
        Assert.Equal("DUPLICATE", state);
        Assert.Equal(("DUPLICATE", own), Element(status));
        Assert.All([accepted, status], answer => Assert.DoesNotContain(id, answer.ToJsonString(), StringComparison.Ordinal));
        Assert.All(
            [accepted, status], answer => Assert.DoesNotContain($"/certificates/{own}", answer.ToJsonString(), StringComparison.Ordinal));
        Assert.Equal(404, (await SendAsync(south, new RouteCase("", "GET", $"/certificates/{own}", 404))).Status);
        Assert.Equal(404, (await SendAsync(south, new RouteCase("", "GET", $"/certificates/{id}", 404))).Status);
    }

    [Fact]
    public async Task W8_by_code_a_partner_can_access_only_the_doses_that_it_certified()
    {
        var first = await North.IssueAsync(Certify, Dose("SHARED", 1, "BATCH-OF-NORTH"));
        var second = await South.IssueAsync(Certify, Dose("SHARED", 2, "BATCH-OF-SOUTH"));

        Assert.Equal(
            await North.FetchAsync(first, "certificate.pdf"),
            await north.GetByteArrayAsync("/certificate/api/certificatePDF/SHARED", Token));
        Assert.Equal(
            await South.FetchAsync(second, "certificate.pdf"),
            await south.GetByteArrayAsync("/certificate/api/certificatePDF/SHARED", Token));
        Assert.Equal(
            await South.FetchAsync(second, "certificate.pdf"),
            await office.GetByteArrayAsync("/certificate/api/certificatePDF/SHARED", Token));

        // What the ledger is for: a page shows the doses before, whoever gave them.
        Assert.Contains("BATCH-OF-NORTH", await PageTextAsync(await South.FetchAsync(second, "certificate.pdf")), StringComparison.Ordinal);

        // No later dose of north's stands, and none of south's is touched.
        Assert.Equal([first], await RevokeDosesAsync(north, "SHARED", "doses=1"));
        Assert.Equal("LIVE", await StateAsync(office, second));
        Assert.Equal("REVOKED", await StateAsync(office, first));
    }

    [Fact]
    public async Task W8_allDoses_means_only_the_doses_of_the_calling_partner()
    {
        await North.IssueAsync(Certify, Dose("ALL", 1, "A"));
        var second = await South.IssueAsync(Certify, Dose("ALL", 2, "B"));
        var third = await North.IssueAsync(Certify, Dose("ALL", 3, "C"));

        Assert.Equal([second], await RevokeDosesAsync(south, "ALL", "allDoses=true"));
        Assert.Equal("LIVE", await StateAsync(north, third));
        Assert.Equal(400, (await SendAsync(office, new RouteCase("", "DELETE", "/divoc/api/v1/certificates/ALL?doses=1", 400))).Status);
    }

    [Fact]
    public async Task W8_a_correction_by_the_office_keeps_the_owner_and_the_history_names_both()
    {
        var (first, code, _) = await IssueAsync(north, VaccinationType.TypeName);
        await ChangeAsync(north, first, "suspend", Suspension);
        var corrected = await UpdateAsync(office, code);
        await ChangeAsync(north, corrected, "reinstate", Reason);

        Assert.Equal(["SUSPENDED north", "SUPERSEDED office"], ChangesOf(await HistoryAsync(north, first)));
        Assert.Equal(["SUSPENDED north", "REINSTATED north"], ChangesOf(await HistoryAsync(north, corrected)));
        Assert.Equal(await Office.FetchAsync(corrected, "qr.png"), await North.FetchAsync(corrected, "qr.png"));
        Assert.Equal(404, (await SendAsync(south, new RouteCase("", "GET", $"/certificates/{corrected}", 404))).Status);
        Assert.Equal(
            "ISSUED", (await North.WaitAsync(await UpdateCallAsync(north, code)))["certificates"]![0]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task W8_an_event_certified_again_by_another_partner_belongs_to_it_and_each_sees_only_its_own_versions()
    {
        var (first, code, _) = await IssueAsync(north, VaccinationType.TypeName);
        await ChangeAsync(north, first, "revoke", Reason);
        var second = await South.IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", code));

        Assert.Equal([first], VersionsOf(await HistoryAsync(north, first)));
        Assert.Equal([second], VersionsOf(await HistoryAsync(south, second)));
        Assert.Equal([first, second], VersionsOf(await HistoryAsync(office, first)));
        using var refused = await PutAsync(north, code);
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Equal(404, (await SendAsync(north, new RouteCase("", "GET", $"/certificate/api/certificatePDF/{code}", 404))).Status);
        Assert.Equal(200, (await SendAsync(south, new RouteCase("", "GET", $"/certificate/api/certificatePDF/{code}", 200))).Status);
    }

    [Fact]
    public async Task W8_idempotency_keys_are_separate_per_partner_and_stay_valid_when_the_access_key_is_rotated()
    {
        var mine = await North.CertifyAsync(Certify, new JsonArray(PartnerSystem.Event("certify-v1.json", "MINE")), "batch-1");
        var others = await South.CertifyAsync(Certify, new JsonArray(PartnerSystem.Event("certify-v1.json", "OTHERS")), "batch-1");
        using var exchanged = PartnerKeys.Client(host.BaseAddress, PartnerKeys.NewNorth);
        var again = await new PartnerSystem(exchanged)
            .CertifyAsync(Certify, new JsonArray(PartnerSystem.Event("certify-v1.json", "MINE")), "batch-1");
        var status = await new PartnerSystem(exchanged).WaitAsync(mine);

        Assert.NotEqual(mine["requestId"]!.GetValue<string>(), others["requestId"]!.GetValue<string>());
        Assert.Equal(mine.ToJsonString(), again.ToJsonString());
        Assert.Equal("ISSUED", Element(status).Status);
        Assert.Equal("LIVE", await StateAsync(exchanged, Element(status).Id));
    }

    [Fact]
    public async Task W8_a_certificate_from_before_owners_existed_belongs_to_no_partner()
    {
        var (id, code, request) = await IssueAsync(north, VaccinationType.TypeName);
        await MakeOlderAsync($"ledgers/{LedgerName.Of(code)}.json");
        await MakeOlderAsync($"requests/{request}.json");

        foreach (var call in CallsOn(id, code, request, VaccinationType.TypeName))
        {
            Assert.True((await SendAsync(north, call)).Status is 404 or 412, call.ToString());
        }

        Assert.Equal(200, (await SendAsync(office, new RouteCase("", "GET", $"/divoc/api/v1/certify/requests/{request}", 200))).Status);
        var corrected = await UpdateAsync(office, code);
        Assert.Equal("SUPERSEDED", await StateAsync(office, id));
        Assert.Equal(404, (await SendAsync(north, new RouteCase("", "GET", $"/certificates/{corrected}", 404))).Status);
    }

    [Fact]
    public async Task W8_verifiers_need_no_key_and_get_the_state_of_every_certificate()
    {
        var (id, _, _) = await IssueAsync(north, VaccinationType.TypeName);
        var credential = JsonNode.Parse(await North.FetchAsync(id, "credential.json"))!;
        await ChangeAsync(north, id, "revoke", Reason);
        var anybody = new PartnerSystem(host.Client);
        using var revoked = await anybody.PostAsync("/divoc/api/v1/certificate/revoked", credential);
        using var verdict = await anybody.PostAsync("/divoc/api/v1/verify", credential);

        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.Contains("REVOKED", await verdict.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(200, (await SendAsync(host.Client, new RouteCase("", "GET", "/.well-known/jwks.json", 200))).Status);
    }

    [Fact]
    public async Task W8_a_partner_key_may_be_sent_in_the_query_and_never_opens_functions_for_the_admin_key()
    {
        var (id, _, _) = await IssueAsync(north, VaccinationType.TypeName);

        Assert.Equal(
            200, (await SendAsync(host.Client, new RouteCase("", "GET", $"/certificates/{id}?code={PartnerKeys.North}", 200))).Status);
        Assert.Equal(
            404, (await SendAsync(host.Client, new RouteCase("", "GET", $"/certificates/{id}?code={PartnerKeys.South}", 404))).Status);
        Assert.Equal(404, (await SendAsync(south, new RouteCase("", "GET", $"/certificates/{id}?code={PartnerKeys.North}", 404))).Status);
        Assert.Equal(401, (await SendAsync(
            host.Client, new RouteCase("", "GET", $"/certificates/{id}?code={PartnerKeys.South}&code={PartnerKeys.North}", 401))).Status);
        var access = host.Services.GetRequiredService<AccessControl>();
        using var request = new HttpRequestMessage();
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        http.Request.Headers["x-functions-key"] = PartnerKeys.Office;
        Assert.Null(access.CheckKey(http.Request, AuthorizationLevel.Function));
        Assert.Equal(401, access.CheckKey(http.Request, AuthorizationLevel.Admin)!.Status);
    }

    /// <summary>
    /// A proxy on the same machine, which makes every caller look like one of this machine, must not open what was meant to be kept apart.
    /// </summary>
    [Fact]
    public async Task W8_with_partners_configured_keys_are_required_on_loopback_too()
    {
        await using var guarded = await TestHost.StartAsync(null, PartnerKeys.Arguments);
        using var northThere = PartnerKeys.Client(guarded.BaseAddress, PartnerKeys.North);
        using var southThere = PartnerKeys.Client(guarded.BaseAddress, PartnerKeys.South);
        var id = await new PartnerSystem(northThere).IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", "GUARDED"));
        var call = new RouteCase("", "GET", $"/certificates/{id}", 200);

        Assert.Equal(401, (await SendAsync(guarded.Client, call)).Status);
        Assert.Equal(401, (await SendAsync(guarded.Client, call with { Header = "x-functions-key: of-nobody" })).Status);
        Assert.Equal(404, (await SendAsync(southThere, call)).Status);
        Assert.Equal(200, (await SendAsync(northThere, call)).Status);
    }

    [Fact]
    public async Task W8_lists_contain_only_entries_of_the_caller()
    {
        var (first, code, request) = await IssueAsync(north, VaccinationType.TypeName);
        var (_, _, second) = await IssueAsync(north, TestType.TypeName);
        var later = await South.IssueAsync(Certify, Dose(code, 2, "SOUTH"));

        Assert.Equal([second, request], await RequestsOfAsync(north));
        Assert.Single(await RequestsOfAsync(south));
        Assert.Empty(await RequestsOfAsync(office));
        Assert.Equal([first], await FindAsync(north, code));
        Assert.Equal([later], await FindAsync(south, code));
        Assert.Equal([first, later], await FindAsync(office, code));
        Assert.Empty(await FindAsync(south, "P-0002"));
    }

    private static async Task<IEnumerable<string>> RequestsOfAsync(HttpClient client)
    {
        var answer = JsonNode.Parse(await client.GetStringAsync("/divoc/api/v1/requests", Token))!;
        return answer["requests"]!.AsArray().Select(request => request!["requestId"]!.GetValue<string>());
    }

    private static async Task<IEnumerable<string>> FindAsync(HttpClient client, string code)
    {
        var answer = await SendAsync(
            client,
            new RouteCase("", "POST", "/certificates/find", 200, Body: new JsonObject { ["preEnrollmentCode"] = code }.ToJsonString()));
        return JsonNode.Parse(TextOf(answer))!["certificates"]!
            .AsArray()
            .Select(certificate => certificate!["certificateId"]!.GetValue<string>());
    }

    /// <summary>Every call that reaches a certificate or a request that is there; those that change it come well formed.</summary>
    private static RouteCase[] CallsOn(string id, string code, string request, string kind) =>
    [
        new("ShowRequest", "GET", $"/divoc/api/v1/certify/requests/{request}", 200),
        new("FetchCertificateRecord", "GET", $"/divoc/api/v1/certificates/{id}", 200),
        .. Readable("FetchCertificate", $"/certificates/{id}"),
        new("FetchCertificate", "GET", $"/certificates/{id}", 200, "Accept: application/pdf"),
        new("FetchCertificate", "GET", $"/certificates/{id}", 200, "Accept: image/svg+xml"),
        .. Readable("FetchCertificate", $"/certificates/{id}?format=divoc"),
        .. Readable("FetchCredential", $"/certificates/{id}/credential.json"),
        .. Readable("FetchPdf", $"/certificates/{id}/certificate.pdf"),
        .. Readable("FetchQr", $"/certificates/{id}/qr.png"),
        new("FetchQr", "GET", $"/certificates/{id}/qr.png?px=600", 200),
        .. Readable("FetchQrSvg", $"/certificates/{id}/qr.svg"),
        .. kind == RecoveryType.TypeName ? Array.Empty<RouteCase>() : Readable("FetchHealthCardQr", $"/certificates/{id}/shc.png"),
        new("ShowHistory", "GET", $"/certificates/{id}/history", 200),
        new("SuspendCertificate", "POST", $"/certificates/{id}/suspend", 200, Body: Suspension),
        new("ReinstateCertificate", "POST", $"/certificates/{id}/reinstate", 200, Body: Reason),
        new("RevokeCertificate", "POST", $"/certificates/{id}/revoke", 200, Body: Reason),
        new("EraseCertificate", "POST", $"/certificates/{id}/erase", 200, Body: Reason),
        .. kind switch
        {
            TestType.TypeName => CallsOnTests(code),
            RecoveryType.TypeName => CallsOnRecoveries(code),
            _ => CallsOnVaccinations(id, code),
        },
    ];

    private static RouteCase[] CallsOnRecoveries(string code) =>
    [
        new(
            "UpdateRecovery",
            "PUT",
            CertifyRecoveryPath,
            200,
            Body: new JsonArray(PartnerSystem.Event("certify-recovery.json", code)).ToJsonString()),
        new(
            "UpdateEvents",
            "PUT",
            "/certify/recovery",
            200,
            Body: new JsonArray(PartnerSystem.Event("certify-recovery.json", code)).ToJsonString()),
    ];

    private static RouteCase[] CallsOnTests(string code) =>
    [
        .. Readable("FetchLatestTestPdf", $"/certificate/api/test/certificatePDF/{code}"),
        new(
            "UpdateEvents",
            "PUT",
            "/certify/test",
            200,
            Body: new JsonArray(PartnerSystem.Event("certify-test.json", code)).ToJsonString()),
    ];

    private static RouteCase[] CallsOnVaccinations(string id, string code) =>
    [
        .. NotSetUp("FetchEuText", $"/certificates/{id}/eu.txt"),
        .. NotSetUp("FetchEuQr", $"/certificates/{id}/eu.png"),
        .. NotSetUp("FetchEuQrSvg", $"/certificates/{id}/eu.svg"),
        .. NotSetUp("FetchEuPdf", $"/certificates/{id}/eu.pdf"),
        new("FetchLatestEuCertificate", "POST", $"/certificate/api/eu-certificate?refId={code}", 501),
        .. Readable("FetchLatestPdf", $"/certificate/api/certificatePDF/{code}"),
        .. Readable("FetchLatestQr", $"/certificate/api/certificateQRCode/{code}"),
        .. Readable("FetchLatestFhir", $"/certificate/api/fhir-certificate?refId={code}"),
        .. Readable("FetchHealthCard", $"/certificate/api/shc-certificate?refId={code}&type=qrcode"),
        new("RevokeDoses", "DELETE", $"/divoc/api/v1/certificates/{code}?allDoses=true", 200),
        new("RevokeDoses", "DELETE", $"/divoc/api/v1/certificates/{code}?doses=1", 200),
        new(
            "UpdateCertificate",
            "PUT",
            "/divoc/api/v1/certificate",
            200,
            Body: new JsonArray(PartnerSystem.Event("certify-v1.json", code)).ToJsonString()),
        new(
            "UpdateEvents",
            "PUT",
            "/certify/vaccination",
            200,
            Body: new JsonArray(PartnerSystem.Event("certify-v1.json", code)).ToJsonString()),
        new(
            "UpdateCertificateV3",
            "PUT",
            "/divoc/api/v3/certificate",
            200,
            Body: new JsonArray(Like(PartnerSystem.Event("certify-v3.json", code))).ToJsonString()),
    ];

    /// <summary>This program has no settings for EU certificates.</summary>
    private static RouteCase[] NotSetUp(string function, string path) =>
        [new(function, "GET", path, 501), new(function, "HEAD", path, 200)];

    private static RouteCase[] Readable(string function, string path) =>
        [new(function, "GET", path, 200), new(function, "HEAD", path, 200)];

    /// <summary>The event of the other sample, under the programme and dose of the first.</summary>
    private static JsonObject Like(JsonObject happened)
    {
        var first = PartnerSystem.Event("certify-v1.json", "");
        happened["programId"] = first["programId"]!.DeepClone();
        happened["vaccination"]!["dose"] = first["vaccination"]!["dose"]!.DeepClone();
        return happened;
    }

    private static JsonObject Dose(string code, int dose, string batch)
    {
        var happened = PartnerSystem.Event("certify-v1.json", code);
        happened["vaccination"]!["dose"] = dose;
        happened["vaccination"]!["totalDoses"] = 3;
        happened["vaccination"]!["batch"] = batch;
        return happened;
    }

    private static async Task<HttpExchange> SendAsync(HttpClient client, RouteCase call)
    {
        using var request = call.ToRequest(static text => text);
        request.Headers.Remove("Idempotency-Key");
        return await HttpExchange.SendAsync(client, request);
    }

    private static string TextOf(HttpExchange answer) => Encoding.UTF8.GetString(Convert.FromHexString(answer.Body));

    private static (string Status, string Id) Element(JsonObject answer)
    {
        var element = Assert.Single(answer["certificates"]!.AsArray())!;
        return (element["status"]!.GetValue<string>(), element["certificateId"]!.GetValue<string>());
    }

    private static IEnumerable<string> ChangesOf(JsonNode history) =>
        history["changes"]!.AsArray().Select(change => $"{change!["change"]} {change["by"]}");

    private static IEnumerable<string> VersionsOf(JsonNode history) =>
        history["versions"]!.AsArray().Select(version => version!["certificateId"]!.GetValue<string>());

    private static async Task<JsonNode> HistoryAsync(HttpClient client, string id) =>
        JsonNode.Parse(await client.GetStringAsync($"/certificates/{id}/history", Token))!;

    private static async Task<string> StateAsync(HttpClient client, string id) =>
        (await HistoryAsync(client, id))["state"]!["status"]!.GetValue<string>();

    private static async Task ChangeAsync(HttpClient client, string id, string change, string body)
    {
        Assert.Equal(200, (await SendAsync(client, new RouteCase("", "POST", $"/certificates/{id}/{change}", 200, Body: body))).Status);
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string code)
    {
        var corrected = PartnerSystem.Event("certify-v1.json", code);
        corrected["recipient"]!["name"] = $"Corrected {Guid.NewGuid():N}";
        using var content = new StringContent(new JsonArray(corrected).ToJsonString(), Encoding.UTF8, "application/json");
        return await client.PutAsync("/divoc/api/v1/certificate", content, Token);
    }

    private static async Task<JsonObject> UpdateCallAsync(HttpClient client, string code)
    {
        using var response = await PutAsync(client, code);
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!.AsObject();
    }

    /// <summary>Updates the certificate of a code; returns the new one's id.</summary>
    private static async Task<string> UpdateAsync(HttpClient client, string code)
    {
        var (status, id) = Element(await new PartnerSystem(client).WaitAsync(await UpdateCallAsync(client, code)));
        Assert.Equal("ISSUED", status);
        return id;
    }

    private static async Task<IEnumerable<string>> RevokeDosesAsync(HttpClient client, string code, string doses)
    {
        using var response = await client.DeleteAsync(new Uri($"/divoc/api/v1/certificates/{code}?{doses}", UriKind.Relative), Token);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ToJsonString());
        return answer["certificates"]!.AsArray().Select(certificate => certificate!["certificateId"]!.GetValue<string>());
    }

    private static async Task<string> PageTextAsync(byte[] pdf)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.PathOf("page.pdf"), pdf, Token);
        return await Tools.RunAsync("pdftotext", "-layout", folder.PathOf("page.pdf"), "-");
    }

    /// <summary>Certifies an event of its own; returns its certificate, code and request.</summary>
    private async Task<(string Id, string Code, string Request)> IssueAsync(HttpClient client, string kind) =>
        Assert.Single(await IssueAsync(client, kind, 1));

    /// <summary>Issues certificates of as many persons by one call.</summary>
    private async Task<IReadOnlyList<(string Id, string Code, string Request)>> IssueAsync(HttpClient client, string kind, int count)
    {
        var codes = Enumerable.Range(0, count).Select(_ => $"P-{++events:D4}").ToList();
        var (path, sample) = kind switch
        {
            TestType.TypeName => (CertifyTestPath, "certify-test.json"),
            RecoveryType.TypeName => (CertifyRecoveryPath, "certify-recovery.json"),
            _ => (Certify, "certify-v1.json"),
        };
        var accepted = await new PartnerSystem(client)
            .CertifyAsync(path, new JsonArray([.. codes.Select(code => PartnerSystem.Event(sample, code))]));
        var outcome = await new PartnerSystem(client).WaitAsync(accepted);
        var elements = outcome["certificates"]!.AsArray();
        Assert.All(elements, element => Assert.Equal("ISSUED", element!["status"]!.GetValue<string>()));
        return [.. elements.Zip(
            codes, (element, code) => (element!["certificateId"]!.GetValue<string>(), code, accepted["requestId"]!.GetValue<string>()))];
    }

    /// <summary>Takes the owners out of a document of the registry, as it was written before there were any.</summary>
    private async Task MakeOlderAsync(string name)
    {
        var store = host.Services.GetRequiredService<IArtifactStore>();
        var document = new ArtifactName(ArtifactContainers.Registry, name);
        var stored = (await store.GetAsync(document, Token))!;
        var text = Encoding.UTF8.GetString(stored.Bytes.Span);
        var older = text.Replace("\"owner\":\"north\",", "", StringComparison.Ordinal);
        Assert.NotEqual(text, older);
        Assert.NotNull(await store.ReplaceAsync(
            document, new ArtifactContent(Encoding.UTF8.GetBytes(older), "application/json"), stored.Properties.ETag, Token));
    }
}
