using Divoc.Functions.Domain;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Hands out the QR image of a person's latest vaccination certificate, by DIVOC's path.</summary>
public sealed class FetchLatestQr(CertificateEndpoint endpoint)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(FetchLatestQr))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificate/api/certificateQRCode/{preEnrollmentCode}")] HttpRequest request,
        string preEnrollmentCode,
        CancellationToken cancellationToken)
    {
        return endpoint.FetchLatestAsync(request, preEnrollmentCode, CertificateKind.Vaccination, CertificatePart.Qr, cancellationToken);
    }
}
