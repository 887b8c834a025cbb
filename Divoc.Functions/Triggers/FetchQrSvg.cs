using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Hands out the QR image of a certificate as SVG.</summary>
public sealed class FetchQrSvg(CertificateEndpoint endpoint)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(FetchQrSvg))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/qr.svg")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return endpoint.FetchAsync(request, certificateId, CertificatePart.QrSvg, cancellationToken);
    }
}
