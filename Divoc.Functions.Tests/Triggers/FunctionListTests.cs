using Divoc.Functions.Hosting.Embedded;
using NCrontab;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>What callers and operators rely on: the name, route, methods and level of each function, and the schedule of each timer.</summary>
public sealed class FunctionListTests
{
    private static readonly string[] Http =
    [
        "AdmitOwner: POST operations/ledgers/{preEnrollmentCode}/admit, Admin",
        "CertifyEvents: POST certify/{type}, Function",
        "CertifyTest: POST divoc/api/v1/test/certify, Function",
        "CertifyVaccination: POST divoc/api/v1/certify, Function",
        "CertifyVaccinationV3: POST divoc/api/v3/certify, Function",
        "CheckRevocation: POST divoc/api/v1/certificate/revoked, Anonymous",
        "DiscardFailures: POST operations/failures/discard, Admin",
        "EraseCertificate: POST certificates/{certificateId}/erase, Function",
        "FetchCertificate: GET HEAD certificates/{certificateId}, Function",
        "FetchCertificateRecord: GET HEAD divoc/api/v1/certificates/{certificateId}, Function",
        "FetchCredential: GET HEAD certificates/{certificateId}/credential.json, Function",
        "FetchLatestPdf: GET HEAD certificate/api/certificatePDF/{preEnrollmentCode}, Function",
        "FetchLatestQr: GET HEAD certificate/api/certificateQRCode/{preEnrollmentCode}, Function",
        "FetchLatestTestPdf: GET HEAD certificate/api/test/certificatePDF/{preEnrollmentCode}, Function",
        "FetchPdf: GET HEAD certificates/{certificateId}/certificate.pdf, Function",
        "FetchQr: GET HEAD certificates/{certificateId}/qr.png, Function",
        "FetchQrSvg: GET HEAD certificates/{certificateId}/qr.svg, Function",
        "HealthLive: GET HEAD health/live, Anonymous",
        "HealthReady: GET HEAD health/ready, Anonymous",
        "Ping: GET HEAD divoc/api/v1/ping, Anonymous",
        "Preflight: OPTIONS {*path}, Anonymous",
        "ReinstateCertificate: POST certificates/{certificateId}/reinstate, Function",
        "ReleaseOwner: POST operations/ledgers/{preEnrollmentCode}/release, Admin",
        "ReplayFailures: POST operations/failures/replay, Admin",
        "RevokeCertificate: POST certificates/{certificateId}/revoke, Function",
        "RevokeDoses: DELETE divoc/api/v1/certificates/{preEnrollmentCode}, Function",
        "ShowDidDocument: GET HEAD .well-known/did.json, Anonymous",
        "ShowFailures: GET HEAD operations/failures, Admin",
        "ShowHistory: GET HEAD certificates/{certificateId}/history, Function",
        "ShowKeySet: GET HEAD .well-known/jwks.json, Anonymous",
        "ShowOverview: GET HEAD operations/overview, Admin",
        "ShowRequest: GET HEAD divoc/api/v1/certify/requests/{requestId}, Function",
        "ShowRevocations: GET HEAD revocations, Anonymous",
        "SuspendCertificate: POST certificates/{certificateId}/suspend, Function",
        "UpdateCertificate: PUT divoc/api/v1/certificate, Function",
        "UpdateCertificateV3: PUT divoc/api/v3/certificate, Function",
        "UpdateEvents: PUT certify/{type}, Function",
        "VerifyCertificate: POST divoc/api/v1/verify, Anonymous",
    ];

    private static readonly (string Name, string Schedule)[] Timers =
    [
        ("PublishRevocations", "0 */5 * * * *"),
        ("RecordDeadLetters", "0 * * * * *"),
        ("SweepErased", "0 30 3 * * *"),
    ];

    private static readonly (string Name, string Queue)[] Queues =
    [
        ("AnnounceChanges", "certificate-changes"),
        ("IssueBulkCertificate", "certification-events-bulk"),
        ("IssueCertificate", "certification-events"),
    ];

    private static readonly FunctionCatalog Catalog = FunctionCatalog.OfProgram();

    [Fact]
    public void Every_HTTP_function_has_the_name_route_methods_and_level_that_its_callers_know()
    {
        var found = Catalog.HttpFunctions.Select(function => $"{function.Function.Name}: {string.Join(' ', function.Methods)} {function.Route}, {function.Level}");

        Assert.Equal(Http, found.Order(StringComparer.Ordinal));
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

        Assert.Equal(Timers.Select(timer => (timer.Name, $"{CrontabSchedule.Parse(timer.Schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true })}")), found.Order());
    }
}
