using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Hands out the page of a certificate.</summary>
public sealed class FetchPdf(CertificateEndpoint endpoint)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(FetchPdf))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/certificate.pdf")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return endpoint.FetchAsync(request, certificateId, CertificatePart.Pdf, cancellationToken);
    }
}
