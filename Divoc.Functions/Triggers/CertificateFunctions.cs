using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Formats;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Returns certificates by their ids, and their history.</summary>
public sealed class CertificateFunctions(
    CertificateAnswers answers, UnlistedCertificates unlisted, CredentialFormats formats, HistoryReader histories, Callers callers)
{
    /// <summary>Returns a certificate in the form that the Accept header requests, or in the format that the query requests.</summary>
    [Function("FetchCertificate")]
    public async Task<IResult> FetchAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.Vary = "Accept";
        var caller = callers.Of(request);
        var parts = PartRequest.ByAccept(request, formats);
        return request.Query.ContainsKey(PartRequest.FormatParameter)
            ? await answers.FetchAsync(request, certificateId, parts.Single(), caller, cancellationToken)
            : await answers.FetchFirstAsync(request, certificateId, parts, caller, cancellationToken) ?? PartRequest.NotAcceptable(formats);
    }

    /// <summary>Returns the signed credential.</summary>
    [Function("FetchCredential")]
    public Task<IResult> FetchCredentialAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/credential.json")]
        HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return FetchPartAsync(request, certificateId, PartRequest.Of(request, CertificatePart.Credential), cancellationToken);
    }

    /// <summary>Returns the QR image.</summary>
    [Function("FetchQr")]
    public Task<IResult> FetchQrAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/qr.png")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return FetchPartAsync(request, certificateId, PartRequest.Of(request, CertificatePart.Qr), cancellationToken);
    }

    /// <summary>Returns the QR image as SVG.</summary>
    [Function("FetchQrSvg")]
    public Task<IResult> FetchQrSvgAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/qr.svg")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return FetchPartAsync(request, certificateId, PartRequest.Of(request, CertificatePart.QrSvg), cancellationToken);
    }

    /// <summary>Returns the page.</summary>
    [Function("FetchPdf")]
    public Task<IResult> FetchPdfAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/certificate.pdf")]
        HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return FetchPartAsync(request, certificateId, PartRequest.Of(request, CertificatePart.Pdf), cancellationToken);
    }

    /// <summary>
    /// Shows what happened to a certificate since it was issued, and the versions of its key that the caller reaches; also for revoked and
    /// erased ones.
    /// </summary>
    [Function("ShowHistory")]
    public async Task<IResult> ShowHistoryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/history")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var caller = callers.Of(request);
        return await histories.FindAsync(certificateId, caller, cancellationToken) is { } history
            ? Results.Json(CertificateHistoryBody.Of(history), AnswerJson.Readable.CertificateHistoryBody)
            : await unlisted.AnswerAsync(certificateId, caller, cancellationToken);
    }

    private Task<IResult> FetchPartAsync(HttpRequest request, string certificateId, AskedPart part, CancellationToken cancellationToken)
    {
        return answers.FetchAsync(request, certificateId, part, callers.Of(request), cancellationToken);
    }
}
