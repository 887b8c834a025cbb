using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Hands out the QR image of a certificate.</summary>
public sealed class FetchQr(CertificateEndpoint endpoint)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(FetchQr))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/qr.png")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return endpoint.FetchAsync(request, certificateId, CertificatePart.Qr, cancellationToken);
    }
}
