using Divoc.Functions.Domain;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Triggers;

namespace Divoc.Functions.Tests.Triggers;

public sealed class RequestFunctionsTests(PlainBench bench) : IClassFixture<PlainBench>
{
    private readonly RequestFunctions functions = bench.Bench.Create<RequestFunctions>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queued_request_is_reported_with_the_time_to_retry()
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination("PE-QUEUED"), CertificateShape.VaccinationV1);
        var answer = await AskAsync(await StoreAsync(certification));
        var element = Assert.Single(answer.Json["certificates"]!.AsArray())!;

        Assert.Equal((200, "1", "no-store"), (answer.Status, answer.RetryAfter, answer.CacheControl));
        Assert.Equal(("QUEUED", certification.CertificateId), (element["status"]!.ToString(), element["certificateId"]!.ToString()));
        Assert.Null(element["links"]);
    }

    [Fact]
    public async Task An_issued_event_is_reported_with_its_location_and_a_failed_one_with_its_reason()
    {
        var issued = EventBuilder.Certification(EventBuilder.Vaccination("PE-ISSUED"), CertificateShape.VaccinationV1);
        var failed = EventBuilder.Certification(EventBuilder.Vaccination("PE-FAILED"), CertificateShape.VaccinationV1);
        var late = EventBuilder.Certification(EventBuilder.Vaccination("PE-ISSUED"), CertificateShape.VaccinationV1);
        await bench.Bench.DeliverAsync(issued);
        await bench.Bench.Get<FailureRegistry>().RecordAsync(
            new FailureRecord(failed.CertificateId, "QR_TOO_LARGE", "Too large.", 1, EventBuilder.AcceptedAt) { Ledger = failed.Ledger },
            Token);
        var answer = await AskAsync(await StoreAsync(issued, failed, late));
        var elements = answer.Json["certificates"]!.AsArray();

        Assert.Equal(["ISSUED", "FAILED", "DUPLICATE"], elements.Select(element => element!["status"]!.ToString()));
        Assert.Equal(
            $"http://localhost:7071/certificates/{issued.CertificateId}/certificate.pdf", elements[0]!["links"]!["pdf"]!.ToString());
        Assert.Equal(("QR_TOO_LARGE", "Too large."), (elements[1]!["reason"]!.ToString(), elements[1]!["detail"]!.ToString()));
        Assert.Equal(issued.CertificateId, elements[2]!["certificateId"]!.ToString());
        Assert.Empty(answer.RetryAfter);
    }

    [Theory]
    [InlineData(PlainBench.Unknown)]
    [InlineData("../failures/x")]
    [InlineData("")]
    public async Task An_unknown_request_is_answered_with_404(string requestId)
    {
        Assert.Equal((404, "NOT_FOUND"), (await AskAsync(requestId)).Outcome);
    }

    private Task<PlainAnswer> AskAsync(string requestId) =>
        PlainRequest.Get().AnswerAsync(request => functions.ShowAsync(request, requestId, Token));

    private async Task<string> StoreAsync(params CertificationEvent[] certifications)
    {
        var request = new CertifyRequest
        {
            RequestId = RandomId.New(),
            AcceptedAt = EventBuilder.AcceptedAt,
            BodyHash = new string('0', 64),
            Certificates =
            [
                .. certifications.Select(certification => new RequestedCertificate
                {
                    PreEnrollmentCode = PlainBench.Code,
                    Ledger = certification.Ledger,
                    Key = certification.Key,
                    CertificateId = certification.CertificateId,
                    VersionsAtAcceptance = certification.VersionsAtAcceptance,
                }),
            ],
            Warnings = [],
        };
        await bench.Bench.Get<RequestRegistry>().StoreAsync(request, null, Token);
        return request.RequestId;
    }
}
