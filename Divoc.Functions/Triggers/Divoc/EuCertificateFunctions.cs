using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers.Divoc;

/// <summary>Returns EU certificates: with DIVOC's path (specification 05), and with separate paths.</summary>
public sealed class EuCertificateFunctions(CertificateFetcher fetcher, CertificateAnswers answers, Callers callers)
{
    /// <summary>
    /// Returns the EU certificate of a person's latest vaccination, as page or QR image. The body may have the name as in the passport: 409
    /// if that is not the certified name.
    /// </summary>
    [Function("FetchLatestEuCertificate")]
    public async Task<IResult> FetchLatestAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "certificate/api/eu-certificate")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var body = await RequestBody.ReadAsync(request, PassportNameReader.BodyBytes, cancellationToken);
        var name = PassportNameReader.Read(body, out var faults);
        if (faults.Count > 0)
        {
            return UnreadableOrder.Of("Nothing was signed.", faults);
        }

        var asked = new AskedPart(LatestQuery.PartOf(request), Format: EuDccFormat.FormatName);
        var caller = callers.Of(request);
        var outcome = await fetcher.FetchLatestAsync(
            LatestQuery.CodeOf(request), VaccinationType.TypeName, asked, caller, cancellationToken);
        return outcome is FetchOutcome.ToBeSigned wanted
            ? await answers.AnswerAsync(request, wanted with { Source = wanted.Source with { Name = name } }, caller, cancellationToken)
            : await answers.AnswerAsync(request, outcome, caller, cancellationToken);
    }

    /// <summary>Returns the text of a certificate's QR code.</summary>
    [Function("FetchEuText")]
    public Task<IResult> FetchTextAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/eu.txt")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return FetchAsync(request, certificateId, CertificatePart.Credential, cancellationToken);
    }

    /// <summary>Returns the QR image.</summary>
    [Function("FetchEuQr")]
    public Task<IResult> FetchQrAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/eu.png")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return FetchAsync(request, certificateId, CertificatePart.Qr, cancellationToken);
    }

    /// <summary>Returns the QR image as SVG.</summary>
    [Function("FetchEuQrSvg")]
    public Task<IResult> FetchQrSvgAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/eu.svg")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return FetchAsync(request, certificateId, CertificatePart.QrSvg, cancellationToken);
    }

    /// <summary>Returns the page.</summary>
    [Function("FetchEuPdf")]
    public Task<IResult> FetchPdfAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/eu.pdf")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return FetchAsync(request, certificateId, CertificatePart.Pdf, cancellationToken);
    }

    private Task<IResult> FetchAsync(HttpRequest request, string certificateId, CertificatePart part, CancellationToken cancellationToken)
    {
        var asked = PartRequest.Of(request, part) with { Format = EuDccFormat.FormatName };
        return answers.FetchAsync(request, certificateId, asked, callers.Of(request), cancellationToken);
    }
}
