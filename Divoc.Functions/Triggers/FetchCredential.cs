using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Hands out the signed credential of a certificate.</summary>
public sealed class FetchCredential(CertificateEndpoint endpoint)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(FetchCredential))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/credential.json")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return endpoint.FetchAsync(request, certificateId, CertificatePart.Credential, cancellationToken);
    }
}
