using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Keys;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers.Divoc;

/// <summary>
/// Returns certificates with DIVOC's paths (specification 03): a person's latest one, and the stored record. All of it is stored: nothing
/// is signed here, so <see cref="CertificateAnswers"/> is not needed.
/// </summary>
public sealed class FetchFunctions(
    CertificateFetcher fetcher, UnlistedCertificates unlisted, Callers callers, IOptions<PublicAddressOptions> address)
{
    /// <summary>Returns the page of a person's latest vaccination certificate.</summary>
    [Function("FetchLatestPdf")]
    public Task<IResult> FetchLatestPdfAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificate/api/certificatePDF/{preEnrollmentCode}")]
        HttpRequest request,
        string preEnrollmentCode,
        CancellationToken cancellationToken)
    {
        return FetchLatestAsync(request, preEnrollmentCode, VaccinationType.TypeName, CertificatePart.Pdf, cancellationToken);
    }

    /// <summary>Returns the QR image of a person's latest vaccination certificate.</summary>
    [Function("FetchLatestQr")]
    public Task<IResult> FetchLatestQrAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificate/api/certificateQRCode/{preEnrollmentCode}")]
        HttpRequest request,
        string preEnrollmentCode,
        CancellationToken cancellationToken)
    {
        return FetchLatestAsync(request, preEnrollmentCode, VaccinationType.TypeName, CertificatePart.Qr, cancellationToken);
    }

    /// <summary>Returns the page of a person's latest test certificate.</summary>
    [Function("FetchLatestTestPdf")]
    public Task<IResult> FetchLatestTestPdfAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificate/api/test/certificatePDF/{preEnrollmentCode}")]
        HttpRequest request,
        string preEnrollmentCode,
        CancellationToken cancellationToken)
    {
        return FetchLatestAsync(request, preEnrollmentCode, TestType.TypeName, CertificatePart.Pdf, cancellationToken);
    }

    /// <summary>Returns DIVOC's record of a certificate.</summary>
    [Function("FetchCertificateRecord")]
    public async Task<IResult> FetchRecordAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "divoc/api/v1/certificates/{certificateId}")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        var asked = new AskedPart(CertificatePart.Credential, Format: DivocFormat.FormatName);
        var caller = callers.Of(request);
        var outcome = await fetcher.FetchAsync(certificateId, asked, caller, cancellationToken);
        if (outcome is FetchOutcome.NotFound)
        {
            return await unlisted.AnswerAsync(certificateId, caller, cancellationToken);
        }

        return outcome is FetchOutcome.Part credential
            ? FetchAnswer.Of(
                request,
                outcome,
                address.Value,
                Results.Json(CertificateRecord.Of(credential.Bytes, credential.Version!), DivocAnswerJson.Readable.CertificateRecord))
            : FetchAnswer.Of(request, outcome, address.Value);
    }

    private async Task<IResult> FetchLatestAsync(
        HttpRequest request, string preEnrollmentCode, string type, CertificatePart part, CancellationToken cancellationToken)
    {
        var outcome = await fetcher.FetchLatestAsync(
            preEnrollmentCode, type, PartRequest.Of(request, part), callers.Of(request), cancellationToken);
        return FetchAnswer.Of(request, outcome, address.Value);
    }
}
