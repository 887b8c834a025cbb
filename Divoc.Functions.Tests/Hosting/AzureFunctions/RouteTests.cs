using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Tests.EndToEnd;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>
/// Whatever is asked, the worker answers what the embedded host answers on the same store: status, body, and every header that the program
/// sets.
/// </summary>
[Collection(nameof(WorkerCollection))]
[Trait("Kind", "Slow")]
public sealed partial class RouteTests(WorkerBench bench) : IAsyncLifetime
{
    private const int MebiBytes = 1024 * 1024;
    private const string Unknown = "zzzzzzzzzzzzzzzzzzzzzzzzza";

    private static readonly string SignedSince = Convert.ToHexString("signedSince"u8);

    private static readonly RouteCase[] Cases =
    [
        .. Both("HealthLive", "/health/live"),
        .. Both("HealthReady", "/health/ready"),
        new("Preflight", "OPTIONS", "/revocations", 204, "Origin: https://anywhere.example"),
        new("Preflight", "OPTIONS", "/certificates/{id}", 204),
        .. Both("Ping", "/divoc/api/v1/ping"),
        .. Both("ShowDidDocument", "/.well-known/did.json"),
        .. Both("ShowKeySet", "/.well-known/jwks.json"),
        .. Both("ShowSignerCertificates", "/.well-known/dsc.pem"),
        .. Both("ShowSignerList", "/.well-known/dsc.json"),
        .. Both("ShowFormatRevocations", "/revocations/eu/uci"),
        new("ShowFormatRevocations", "GET", "/revocations/eu/nothing", 404),
        new("ShowFormatRevocationShard", "GET", "/revocations/eu/uci/a", 404),
        new("ShowFormatRevocationShard", "HEAD", "/revocations/eu/uci/a", 404),
        .. Both("ShowHealthCardKeys", "/shc/.well-known/jwks.json"),
        new("ShowRevokedHealthCards", "GET", "/shc/.well-known/crl/nobody.json", 404),
        new("ShowRevokedHealthCards", "HEAD", "/shc/.well-known/crl/nobody.json", 404),
        new("ShowRevokedHealthCardsOfService", "GET", "/.well-known/crl/nobody.json", 404),
        new("ShowRevokedHealthCardsOfService", "HEAD", "/.well-known/crl/nobody.json", 404),
        new("ShowRevocations", "GET", "/revocations", 200),
        new("ShowRevocations", "HEAD", "/revocations", 200),
        new("CertifyVaccination", "POST", "/divoc/api/v1/certify", 200, Body: "certify-v1.json"),
        new("CertifyVaccination", "POST", "/divoc/api/v1/certify", 422, Body: """[{"preEnrollmentCode":"A/B"}]"""),
        new("CertifyVaccination", "POST", "/divoc/api/v1/certify", 400, Body: "[{"),
        new("CertifyVaccination", "POST", "/divoc/api/v1/certify", 400, Body: "[]"),
        new("CertifyVaccinationV3", "POST", "/divoc/api/v3/certify", 200, Body: "certify-v3.json"),
        new("CertifyVaccinationV3", "POST", "/divoc/api/v3/certify", 422, Body: "[{}]"),
        new("CertifyTest", "POST", "/divoc/api/v1/test/certify", 200, Body: "certify-test.json"),
        new("CertifyTest", "POST", "/divoc/api/v1/test/certify", 422, Body: "[{}]"),
        new("CertifyRecovery", "POST", "/divoc/api/v1/recovery/certify", 200, Body: "certify-recovery.json"),
        new("CertifyRecovery", "POST", "/divoc/api/v1/recovery/certify", 422, Body: "[{}]"),
        new("CertifyEvents", "POST", "/certify/vaccination?shape=v3", 200, Body: "certify-v3.json"),
        new("CertifyEvents", "POST", "/certify/test", 422, Body: "[{}]"),
        new("CertifyEvents", "POST", "/certify/nothing", 404, Body: "[{}]"),
        new("CertifyEvents", "POST", "/certify/test?shape=v9", 400, Body: "[{}]"),
        new("UpdateEvents", "PUT", "/certify/vaccination", 412, Body: EventOf("certify-v1.json", "NOBODY")),
        new("UpdateEvents", "PUT", "/certify/nothing", 404, Body: "[{}]"),
        .. Both("ListTypes", "/types"),
        .. Both("ShowType", "/types/vaccination"),
        new("ShowType", "GET", "/types/nothing", 404),
        .. Both("ShowTrust", "/trust"),
        .. Both("ListRequests", "/divoc/api/v1/requests?state=UNCHANGED"),
        new("ListRequests", "GET", "/divoc/api/v1/requests?from=nothing", 400),
        new("ListRequests", "GET", "/divoc/api/v1/requests?state=nothing", 400),
        new("FindCertificates", "POST", "/certificates/find", 200, Body: """{"preEnrollmentCode":"ROUTES"}"""),
        new("FindCertificates", "POST", "/certificates/find", 200, Body: """{"preEnrollmentCode":"NOBODY"}"""),
        new("FindCertificates", "POST", "/certificates/find", 400, Body: "{}"),
        .. Both("ShowRequest", "/divoc/api/v1/certify/requests/{request}"),
        new("ShowRequest", "GET", $"/divoc/api/v1/certify/requests/{Unknown}", 404),
        .. Both("FetchCertificateRecord", "/divoc/api/v1/certificates/{id}"),
        new("FetchCertificateRecord", "GET", $"/divoc/api/v1/certificates/{Unknown}", 404),
        .. Readable("FetchCertificate", "/certificates/{id}"),
        new("FetchCertificate", "GET", "/certificates/{id}", 200, "Accept: application/pdf"),
        new("FetchCertificate", "GET", "/certificates/{id}", 200, "Accept: image/png"),
        new("FetchCertificate", "GET", "/certificates/{id}", 200, "Accept: image/svg+xml"),
        new("FetchCertificate", "GET", "/certificates/{id}", 406, "Accept: text/csv"),
        new("FetchCertificate", "GET", "/certificates/{id}?format=divoc", 200, "Accept: application/pdf"),
        new("FetchCertificate", "GET", "/certificates/{id}?format=nothing", 404),
        .. Readable("FetchCredential", "/certificates/{id}/credential.json"),
        .. Readable("FetchPdf", "/certificates/{id}/certificate.pdf"),
        .. Readable("FetchQr", "/certificates/{id}/qr.png"),
        new("FetchQr", "GET", "/certificates/{id}/qr.png?px=600", 200),
        new("FetchQr", "GET", "/certificates/{id}/qr.png?px=many", 400),
        .. Readable("FetchQrSvg", "/certificates/{id}/qr.svg"),
        // What is signed at each fetch differs from one to the next.
        new("FetchHealthCard", "GET", "/certificate/api/shc-certificate?refId=NOBODY&type=qrcode", 404),
        new("FetchHealthCard", "HEAD", "/certificate/api/shc-certificate?refId={code}", 200),
        new("FetchHealthCard", "HEAD", "/certificate/api/shc-certificate?refId={code}&type=qrcode", 200),
        new("FetchHealthCardQr", "GET", $"/certificates/{Unknown}/shc.png", 404),
        new("FetchHealthCardQr", "HEAD", "/certificates/{id}/shc.png", 200),
        .. NotSetUp("FetchEuText", "/certificates/{id}/eu.txt"),
        .. NotSetUp("FetchEuQr", "/certificates/{id}/eu.png"),
        .. NotSetUp("FetchEuQrSvg", "/certificates/{id}/eu.svg"),
        .. NotSetUp("FetchEuPdf", "/certificates/{id}/eu.pdf"),
        new("FetchLatestEuCertificate", "POST", "/certificate/api/eu-certificate?refId={code}&type=qrcode", 501),
        new("FetchLatestEuCertificate", "POST", "/certificate/api/eu-certificate?refId={code}", 501, Body: """{"fn":"Any","fnt":"ANY"}"""),
        new("FetchLatestEuCertificate", "POST", "/certificate/api/eu-certificate?refId={code}", 400, Body: """{"fn":"Any"}"""),
        new("FetchLatestEuCertificate", "POST", "/certificate/api/eu-certificate?refId=NOBODY", 404),
        .. Readable("FetchLatestPdf", "/certificate/api/certificatePDF/{code}"),
        .. Readable("FetchLatestQr", "/certificate/api/certificateQRCode/{code}"),
        .. Readable("FetchLatestTestPdf", "/certificate/api/test/certificatePDF/{test}"),
        new("FetchLatestFhir", "GET", "/certificate/api/fhir-certificate?refId={code}", 501),
        new("FetchLatestFhir", "HEAD", "/certificate/api/fhir-certificate?refId={code}", 200),
        new("FetchLatestFhir", "GET", "/certificate/api/fhir-certificate?refId=NOBODY", 404),
        new("UpdateCertificate", "PUT", "/divoc/api/v1/certificate", 200, Body: EventOf("certify-v1.json", "ROUTES-update")),
        new("UpdateCertificate", "PUT", "/divoc/api/v1/certificate", 412, Body: EventOf("certify-v1.json", "NOBODY")),
        new("UpdateCertificateV3", "PUT", "/divoc/api/v3/certificate", 412, Body: EventOf("certify-v3.json", "NOBODY")),
        new("UpdateCertificateV3", "PUT", "/divoc/api/v3/certificate", 422, Body: "[{}]"),
        new("UpdateRecovery", "PUT", "/divoc/api/v1/recovery/certify", 412, Body: EventOf("certify-recovery.json", "NOBODY")),
        new("UpdateRecovery", "PUT", "/divoc/api/v1/recovery/certify", 422, Body: "[{}]"),
        .. Both("ShowHistory", "/certificates/{ended}/history"),
        new("ShowHistory", "GET", $"/certificates/{Unknown}/history", 404),
        .. Changing(
            "SuspendCertificate", "suspend", """{"reason":"REVIEW","from":"2099-01-01T00:00:00Z","until":"2099-02-01T00:00:00Z"}"""),
        .. Changing("ReinstateCertificate", "reinstate", """{"reason":"REVIEWED"}"""),
        .. Changing("EraseCertificate", "erase", """{"reason":"REQUEST"}"""),
        new("RevokeCertificate", "POST", "/certificates/{ended}/revoke", 200, Body: """{"reason":"WRONG_PERSON","text":"as told"}"""),
        new("RevokeCertificate", "POST", $"/certificates/{Unknown}/revoke", 404, Body: """{"reason":"WRONG_PERSON"}"""),
        new("RevokeDoses", "DELETE", "/divoc/api/v1/certificates/NOBODY?allDoses=true", 404),
        new("RevokeDoses", "DELETE", "/divoc/api/v1/certificates/NOBODY", 400),
        new("BackUp", "POST", "/operations/backup", 409),
        new("ShowFailures", "GET", "/operations/failures?count=none", 400),
        new("ShowFailures", "HEAD", "/operations/failures?count=none", 400),
        new("ShowFailures", "GET", "/operations/failures?from=nowhere", 400),
        // What it tells differs from one instant to the next.
        new("ShowOverview", "GET", "/operations/overview", 401, "x-functions-key: of-nobody"),
        new("ShowOverview", "HEAD", "/operations/overview", 200),
        new("ReplayFailures", "POST", "/operations/failures/replay", 200, Body: $$"""{"certificateIds":["{{Unknown}}"]}"""),
        new("ReplayFailures", "POST", "/operations/failures/replay", 400, Body: "{}"),
        new(
            "DiscardFailures",
            "POST",
            "/operations/failures/discard",
            200,
            Body: $$"""{"certificateIds":["{{Unknown}}"],"reason":"A test."}"""),
        new("DiscardFailures", "POST", "/operations/failures/discard", 400, Body: "{}"),
        new(
            "ReleaseOwner",
            "POST",
            "/operations/ledgers/NOBODY%20%C3%9C/release",
            404,
            Body: """{"owner":"south","reason":"FOREIGN_CODE"}"""),
        new("ReleaseOwner", "POST", "/operations/ledgers/NOBODY/release", 400, Body: "{}"),
        new("AdmitOwner", "POST", "/operations/ledgers/NOBODY/admit", 404, Body: """{"owner":"south","reason":"FOREIGN_CODE"}"""),
        new("AdmitOwner", "POST", "/operations/ledgers/NOBODY/admit", 400, Body: "{}"),
        .. Both("ListKeys", "/operations/keys"),
        new("RetireKey", "POST", "/operations/keys/nobody/retire", 404, Body: """{"reason":"A test."}"""),
        new("RetireKey", "POST", "/operations/keys/nobody/retire", 400, Body: "{}"),
        new("RequestCertificate", "POST", "/operations/keys/nobody/csr", 404, Body: """{"subject":"CN=a"}"""),
        new("RequestCertificate", "POST", "/operations/keys/nobody/csr", 400, Body: "{}"),
        new("CertifyKey", "POST", "/operations/keys/nobody/certificate", 404, Body: """{"subject":"CN=a","days":5}"""),
        new("CertifyKey", "POST", "/operations/keys/nobody/certificate", 400, Body: "{}"),
        new("RebuildStatus", "POST", "/operations/status/rebuild", 200),
        new("ShowAudit", "GET", "/operations/audit?from=nowhere", 400),
        new("ShowAudit", "HEAD", "/operations/audit?from=nowhere", 400),
        .. Both("ShowApi", "/openapi.json"),
        .. Both("ShowApiPage", "/docs"),
        new("ShowApiPageFile", "GET", "/docs/nothing", 404),
        new("ShowApiPageFile", "HEAD", "/docs/nothing", 404),
        .. Both("ShowWebPage", "/"),
        .. Both("ShowWebPage", "/verify"),
        new("ShowWebPage", "GET", "/nothing", 404),
        .. Both("ShowWebFile", "/portal/brand.css"),
        new("ShowWebFile", "GET", "/portal/nothing/deep", 404),
        new("ShowRevocationShard", "GET", "/revocations/a", 404),
        new("ShowRevocationShard", "HEAD", "/revocations/a", 404),
        new("UploadVaccinations", "POST", "/divoc/api/v1/bulkCertify", 415, Body: "{}"),
        new("UploadTests", "POST", "/divoc/api/v1/test/bulkCertify", 415, Body: "{}"),
        .. Both("ShowUploads", "/divoc/api/v1/certify/uploads"),
        .. Both("ShowTestUploads", "/divoc/api/v1/test/certify/uploads"),
        new("ShowUpload", "GET", $"/divoc/api/v1/certify/uploads/{Unknown}", 404),
        new("ShowUpload", "HEAD", $"/divoc/api/v1/certify/uploads/{Unknown}", 404),
        new("ShowTestUpload", "GET", $"/divoc/api/v1/test/certify/uploads/{Unknown}", 404),
        new("ShowTestUpload", "HEAD", $"/divoc/api/v1/test/certify/uploads/{Unknown}", 404),
        new("ShowUploadErrors", "GET", $"/divoc/api/v1/certify/uploads/{Unknown}/errors", 404),
        new("ShowUploadErrors", "HEAD", $"/divoc/api/v1/certify/uploads/{Unknown}/errors", 404),
        new("ShowTestUploadErrors", "GET", $"/divoc/api/v1/test/certify/uploads/{Unknown}/errors", 404),
        new("ShowTestUploadErrors", "HEAD", $"/divoc/api/v1/test/certify/uploads/{Unknown}/errors", 404),
        new("VerifyCertificate", "POST", "/divoc/api/v1/verify", 400, Body: "{}"),
        new("VerifyCertificate", "POST", "/divoc/api/v1/verify", 415, "Content-Encoding: br", Body: "{}"),
        new("CheckRevocation", "POST", "/divoc/api/v1/certificate/revoked", 400, Body: "{}"),
    ];

    private static readonly SemaphoreSlim Issuing = new(1);
    private static Dictionary<string, string>? issued;

    public static TheoryData<int, string> CaseNames => [.. Cases.Select((one, index) => (index, one.ToString()))];

    public async ValueTask InitializeAsync()
    {
        await Issuing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            issued ??= await IssueAsync();
        }
        finally
        {
            Issuing.Release();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task Both_hosts_give_the_same_answer(int number, string name)
    {
        var one = Cases[number];
        var (worker, embedded) = await AskBothAsync(one);

        Assert.Equal(name, one.ToString());
        Assert.Equal(one.Status, worker.Status);
        Assert.Equal(embedded, worker);
    }

    [Fact]
    public async Task A_certificate_that_the_caller_already_has_is_not_sent_again()
    {
        using var first = await bench.Partner.GetAsync(Fill("/certificates/{id}/credential.json"));
        var one = new RouteCase(
            "FetchCredential", "GET", "/certificates/{id}/credential.json", 304, $"If-None-Match: {first.Headers.ETag}");
        using var toWorker = one.ToRequest(Fill);
        using var toEmbedded = one.ToRequest(Fill);
        var worker = await HttpExchange.SendAsync(bench.Host.Client, toWorker);

        Assert.Equal(304, worker.Status);
        Assert.Equal(await HttpExchange.SendAsync(bench.Embedded.Client, toEmbedded), worker);
    }

    [Theory]
    [InlineData(5 * MebiBytes, 200)]
    [InlineData((5 * MebiBytes) + 1, 413)]
    public async Task A_body_of_five_mebibytes_is_accepted_and_a_larger_one_is_refused(int size, int status)
    {
        var text = new JsonArray(PartnerSystem.Event("certify-v1.json", "LARGE-BODY")).ToJsonString().PadRight(size);
        var one = new RouteCase("CertifyVaccination", "POST", "/divoc/api/v1/certify", status, Body: text);
        using var toWorker = one.ToRequest(Fill);
        using var toEmbedded = one.ToRequest(Fill);
        var worker = await HttpExchange.SendAsync(bench.Host.Client, toWorker);

        Assert.Equal(status, worker.Status);
        Assert.Equal(await HttpExchange.SendAsync(bench.Embedded.Client, toEmbedded), worker);
    }

    [Fact]
    public void Every_function_is_tested_with_each_of_its_methods()
    {
        var functions = FunctionCatalog.OfProgram().HttpFunctions
            .SelectMany(function => function.Methods.Select(method => $"{method} {function.Function.Name}"));
        Assert.Equal(
            functions.Order(StringComparer.Ordinal),
            Cases.Select(one => $"{one.Method} {one.Function}").Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<RouteCase> Both(string function, string path) =>
        [new(function, "GET", path, 200), new(function, "HEAD", path, 200)];

    /// <summary>By both methods, and where nothing is.</summary>
    /// <summary>Without settings a format is found at the GET alone to be missing.</summary>
    private static IEnumerable<RouteCase> NotSetUp(string function, string path)
    {
        return Readable(function, path).Select(call => call is { Method: "GET", Status: 200 } ? call with { Status = 501 } : call);
    }

    private static IEnumerable<RouteCase> Readable(string function, string path)
    {
        var nowhere = path.Replace("{id}", Unknown, StringComparison.Ordinal)
            .Replace("{code}", "NOBODY", StringComparison.Ordinal)
            .Replace("{test}", "NOBODY", StringComparison.Ordinal);
        return
        [
            new(function, "GET", path, 200),
            new(function, "HEAD", path, 200),
            new(function, "GET", nowhere, 404),
            new(function, "HEAD", nowhere, 404),
        ];
    }

    /// <summary>
    /// A change of state that is asked for twice is made once; each has a certificate of its own, since the cases come in any order.
    /// </summary>
    private static IEnumerable<RouteCase> Changing(string function, string change, string body)
    {
        return
        [
            new(function, "POST", $"/certificates/{{{change}}}/{change}", 200, Body: body),
            new(function, "POST", $"/certificates/{Unknown}/{change}", 404, Body: body),
            new(function, "POST", $"/certificates/{{{change}}}/{change}", 400, Body: "{}"),
        ];
    }

    /// <summary>
    /// A host is not ready when its parts do not answer within seconds, as on a busy machine; so that is asked until it is. And of a key
    /// that signed beside it, or in the other host, a host reads once a minute.
    /// </summary>
    private static Task<HttpExchange> AskAsync(HttpClient client, RouteCase one) => Eventually.FindAsync(async () =>
    {
        using var request = one.ToRequest(Fill);
        var answer = await HttpExchange.SendAsync(client, request);
        return (one.Function != "HealthReady" || answer.Status == one.Status)
            && (one is not { Function: "ShowTrust", Method: "GET" } || answer.Body.Contains(SignedSince, StringComparison.Ordinal))
            ? WithoutTimes(answer, one)
            : null;
    });

    /// <summary>
    /// Each host dates whose signatures count when it makes the document, so its bytes and their tag differ by that alone.
    /// </summary>
    private static HttpExchange WithoutTimes(HttpExchange answer, RouteCase one)
    {
        if (one.Function != "ShowTrust")
        {
            return answer;
        }

        var headers = answer.Headers.Split('\n').Where(header => !header.StartsWith("ETag: ", StringComparison.Ordinal));
        var body = DocumentTimes().Replace(Encoding.UTF8.GetString(Convert.FromHexString(answer.Body)), "");
        return answer with { Headers = string.Join('\n', headers), Body = body };
    }

    [GeneratedRegex("\"(issued|nextUpdate)\":\"[^\"]+\",")]
    private static partial Regex DocumentTimes();

    /// <summary>
    /// What counts ledgers is asked again where an event that another case had accepted was issued meanwhile: until one host says the same
    /// before and after the other.
    /// </summary>
    private async Task<(HttpExchange Worker, HttpExchange Embedded)> AskBothAsync(RouteCase one)
    {
        var before = one.Function == "RebuildStatus" ? await AskAsync(bench.Embedded.Client, one) : null;
        while (true)
        {
            var worker = await AskAsync(bench.Host.Client, one);
            var embedded = await AskAsync(bench.Embedded.Client, one);
            if (before is null || before == embedded)
            {
                return (worker, embedded);
            }

            before = embedded;
        }
    }

    private static string EventOf(string sample, string code) => new JsonArray(PartnerSystem.Event(sample, code)).ToJsonString();

    private static string Fill(string text) =>
        issued!.Aggregate(text, (filled, known) => filled.Replace(known.Key, known.Value, StringComparison.Ordinal));

    private async Task<Dictionary<string, string>> IssueAsync()
    {
        var accepted = await bench.Partner.CertifyAsync(
            "/divoc/api/v1/certify", new JsonArray(PartnerSystem.Event("certify-v1.json", "ROUTES")));
        await bench.Partner.WaitAsync(accepted);
        await bench.Partner.IssueAsync("/divoc/api/v1/test/certify", PartnerSystem.Event("certify-test.json", "ROUTES-TEST"));
        var others = new JsonArray(
            [.. new[] { "ended", "suspend", "reinstate", "erase", "update" }
                .Select(code => PartnerSystem.Event("certify-v1.json", $"ROUTES-{code}"))]);
        var changed = await bench.Partner.CertifyAsync("/divoc/api/v1/certify", others);
        await bench.Partner.WaitAsync(changed);
        var ids = changed["certificates"]!.AsArray().Select(certificate => certificate!["certificateId"]!.GetValue<string>()).ToList();
        return new()
        {
            ["{ended}"] = ids[0],
            ["{suspend}"] = ids[1],
            ["{reinstate}"] = ids[2],
            ["{erase}"] = ids[3],
            ["{id}"] = accepted["certificates"]![0]!["certificateId"]!.GetValue<string>(),
            ["{request}"] = new Uri(accepted["statusUrl"]!.GetValue<string>()).Segments[^1],
            ["{code}"] = "ROUTES",
            ["{test}"] = "ROUTES-TEST",
        };
    }
}
