using Divoc.Functions.Hosting.Embedded;
using NCrontab;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>
/// What callers and operators rely on: the name, route, methods and level of each function, and the schedule of each timer.
/// </summary>
public sealed class FunctionListTests
{
    private static readonly string[] Http =
    [
        "AdmitOwner: POST operations/ledgers/{preEnrollmentCode}/admit, Anonymous",
        "BackUp: POST operations/backup, Anonymous",
        "CertifyEvents: POST certify/{type}, Function",
        "CertifyKey: POST operations/keys/{kid}/certificate, Anonymous",
        "CertifyRecovery: POST divoc/api/v1/recovery/certify, Function",
        "CertifyTest: POST divoc/api/v1/test/certify, Function",
        "CertifyVaccination: POST divoc/api/v1/certify, Function",
        "CertifyVaccinationV3: POST divoc/api/v3/certify, Function",
        "CheckRevocation: POST divoc/api/v1/certificate/revoked, Anonymous",
        "DiscardFailures: POST operations/failures/discard, Anonymous",
        "EraseCertificate: POST certificates/{certificateId}/erase, Function",
        "FetchCertificate: GET HEAD certificates/{certificateId}, Function",
        "FetchCertificateRecord: GET HEAD divoc/api/v1/certificates/{certificateId}, Function",
        "FetchCredential: GET HEAD certificates/{certificateId}/credential.json, Function",
        "FetchEuPdf: GET HEAD certificates/{certificateId}/eu.pdf, Function",
        "FetchEuQr: GET HEAD certificates/{certificateId}/eu.png, Function",
        "FetchEuQrSvg: GET HEAD certificates/{certificateId}/eu.svg, Function",
        "FetchEuText: GET HEAD certificates/{certificateId}/eu.txt, Function",
        "FetchHealthCard: GET HEAD certificate/api/shc-certificate, Function",
        "FetchHealthCardQr: GET HEAD certificates/{certificateId}/shc.png, Function",
        "FetchLatestEuCertificate: POST certificate/api/eu-certificate, Function",
        "FetchLatestFhir: GET HEAD certificate/api/fhir-certificate, Function",
        "FetchLatestPdf: GET HEAD certificate/api/certificatePDF/{preEnrollmentCode}, Function",
        "FetchLatestQr: GET HEAD certificate/api/certificateQRCode/{preEnrollmentCode}, Function",
        "FetchLatestTestPdf: GET HEAD certificate/api/test/certificatePDF/{preEnrollmentCode}, Function",
        "FetchPdf: GET HEAD certificates/{certificateId}/certificate.pdf, Function",
        "FetchQr: GET HEAD certificates/{certificateId}/qr.png, Function",
        "FetchQrSvg: GET HEAD certificates/{certificateId}/qr.svg, Function",
        "FindCertificates: POST certificates/find, Function",
        "HealthLive: GET HEAD health/live, Anonymous",
        "HealthReady: GET HEAD health/ready, Anonymous",
        "ListKeys: GET HEAD operations/keys, Anonymous",
        "ListRequests: GET HEAD divoc/api/v1/requests, Function",
        "ListTypes: GET HEAD types, Anonymous",
        "Ping: GET HEAD divoc/api/v1/ping, Anonymous",
        "Preflight: OPTIONS {*path}, Anonymous",
        "RebuildStatus: POST operations/status/rebuild, Anonymous",
        "ReinstateCertificate: POST certificates/{certificateId}/reinstate, Function",
        "ReleaseOwner: POST operations/ledgers/{preEnrollmentCode}/release, Anonymous",
        "ReplayFailures: POST operations/failures/replay, Anonymous",
        "RequestCertificate: POST operations/keys/{kid}/csr, Anonymous",
        "RetireKey: POST operations/keys/{kid}/retire, Anonymous",
        "RevokeCertificate: POST certificates/{certificateId}/revoke, Function",
        "RevokeDoses: DELETE divoc/api/v1/certificates/{preEnrollmentCode}, Function",
        "ShowApi: GET HEAD openapi.json, Anonymous",
        "ShowApiPage: GET HEAD docs, Anonymous",
        "ShowApiPageFile: GET HEAD docs/{file}, Anonymous",
        "ShowAudit: GET HEAD operations/audit, Anonymous",
        "ShowDidDocument: GET HEAD .well-known/did.json, Anonymous",
        "ShowFailures: GET HEAD operations/failures, Anonymous",
        "ShowFormatRevocationShard: GET HEAD revocations/{list}/{kind}/{prefix}, Anonymous",
        "ShowFormatRevocations: GET HEAD revocations/{list}/{kind}, Anonymous",
        "ShowHealthCardKeys: GET HEAD shc/.well-known/jwks.json, Anonymous",
        "ShowHistory: GET HEAD certificates/{certificateId}/history, Function",
        "ShowKeySet: GET HEAD .well-known/jwks.json, Anonymous",
        "ShowOverview: GET HEAD operations/overview, Anonymous",
        "ShowRequest: GET HEAD divoc/api/v1/certify/requests/{requestId}, Function",
        "ShowRevocationShard: GET HEAD revocations/{prefix}, Anonymous",
        "ShowRevocations: GET HEAD revocations, Anonymous",
        "ShowRevokedHealthCards: GET HEAD shc/.well-known/crl/{list}, Anonymous",
        "ShowRevokedHealthCardsOfService: GET HEAD .well-known/crl/{list}, Anonymous",
        "ShowSignerCertificates: GET HEAD .well-known/dsc.pem, Anonymous",
        "ShowSignerList: GET HEAD .well-known/dsc.json, Anonymous",
        "ShowTestUpload: GET HEAD divoc/api/v1/test/certify/uploads/{uploadId}, Function",
        "ShowTestUploadErrors: GET HEAD divoc/api/v1/test/certify/uploads/{uploadId}/errors, Function",
        "ShowTestUploads: GET HEAD divoc/api/v1/test/certify/uploads, Function",
        "ShowTrust: GET HEAD trust, Anonymous",
        "ShowType: GET HEAD types/{type}, Anonymous",
        "ShowUpload: GET HEAD divoc/api/v1/certify/uploads/{uploadId}, Function",
        "ShowUploadErrors: GET HEAD divoc/api/v1/certify/uploads/{uploadId}/errors, Function",
        "ShowUploads: GET HEAD divoc/api/v1/certify/uploads, Function",
        "ShowWebFile: GET HEAD portal/{*path}, Anonymous",
        "ShowWebPage: GET HEAD {page?}, Anonymous",
        "SuspendCertificate: POST certificates/{certificateId}/suspend, Function",
        "UpdateCertificate: PUT divoc/api/v1/certificate, Function",
        "UpdateCertificateV3: PUT divoc/api/v3/certificate, Function",
        "UpdateEvents: PUT certify/{type}, Function",
        "UpdateRecovery: PUT divoc/api/v1/recovery/certify, Function",
        "UploadTests: POST divoc/api/v1/test/bulkCertify, Function",
        "UploadVaccinations: POST divoc/api/v1/bulkCertify, Function",
        "VerifyCertificate: POST divoc/api/v1/verify, Anonymous",
    ];

    private static readonly (string Name, string Schedule)[] Timers =
    [
        ("RecordDeadLetters", "0 * * * * *"),
        ("RefreshStatus", "30 * * * * *"),
        ("SweepErased", "0 30 3 * * *"),
        ("SweepRequests", "0 0 2 * * *"),
        ("SweepStatus", "0 30 4 * * *"),
        ("SweepUploads", "0 0 4 * * *"),
        ("WatchSigners", "0 0 5 * * *"),
    ];

    private static readonly (string Name, string Queue)[] Queues =
    [
        ("AnnounceChanges", "certificate-changes"),
        ("CallWebhook", "certificate-webhooks"),
        ("IssueBulkCertificate", "certification-events-bulk"),
        ("IssueCertificate", "certification-events"),
        ("TakeUploadFurther", "certificate-uploads"),
    ];

    /// <summary>How the page of the API writes paths with a part that stands for only one value, or for a file.</summary>
    private static readonly Dictionary<string, string> OtherwiseWritten = new()
    {
        ["ShowFormatRevocations"] = "/revocations/eu/{kind}",
        ["ShowRevokedHealthCards"] = "/shc/.well-known/crl/{kid}.json",
        ["ShowRevokedHealthCardsOfService"] = "/.well-known/crl/{kid}.json",
    };

    private static readonly FunctionCatalog Catalog = FunctionCatalog.OfProgram();

    [Fact]
    public void Every_HTTP_function_has_its_published_name_route_methods_and_authorization_level()
    {
        var found = Catalog.HttpFunctions.Select(
            function => $"{function.Function.Name}: {string.Join(' ', function.Methods)} {function.Route}, {function.Level}");

        Assert.Equal(Http, found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_function_that_answers_GET_answers_HEAD_too()
    {
        Assert.All(
            Catalog.HttpFunctions, function => Assert.Equal(function.Methods.Contains("GET"), function.Methods.Contains("HEAD")));
    }

    /// <summary>A path that differs only at its end from the one before it may be written as <c>…/end</c>.</summary>
    [Fact]
    public void The_page_of_the_API_lists_every_path()
    {
        string[] notForCallers = ["Preflight", "ShowApiPageFile", "ShowWebFile", "ShowWebPage"];
        var page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "api.md"));
        var table = page[..page.IndexOf("\n## Answers", StringComparison.Ordinal)];

        var missing = Catalog.HttpFunctions
            .Where(function => !notForCallers.Contains(function.Function.Name) && !WaysToWrite(function).Any(table.Contains))
            .Select(function => function.Route);

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_queue_has_one_function()
    {
        Assert.Equal(Queues, Catalog.QueueFunctions.Select(function => (function.Function.Name, function.QueueName)).Order());
    }

    [Fact]
    public void Every_timer_has_its_name_and_schedule()
    {
        var found = Catalog.TimerFunctions.Select(function => (function.Function.Name, $"{function.Schedule}"));

        Assert.Equal(
            Timers.Select(timer =>
                (timer.Name, $"{CrontabSchedule.Parse(timer.Schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true })}")),
            found.Order());
    }

    private static IEnumerable<string> WaysToWrite(HttpFunction function)
    {
        var parts = function.Route.Split('/');
        var path = OtherwiseWritten.GetValueOrDefault(function.Function.Name, $"/{function.Route}");

        // Up to the end of the path, because many paths are the beginning of another one, or its end.
        return Enumerable.Range(1, parts.Length - 1)
            .Select(start => $"`…/{string.Join('/', parts[start..])}")
            .Prepend($" {path}")
            .SelectMany(way => new[] { $"{way}`", $"{way}?" });
    }
}
