using Divoc.Functions.Certificates;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Erases what a certificate tells of its person.</summary>
public sealed class EraseCertificate(StateChangeEndpoint endpoint, CertificateEraser eraser)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(EraseCertificate))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "certificates/{certificateId}/erase")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return endpoint.HandleAsync(request, false, order => eraser.EraseAsync(certificateId, order, CancellationToken.None), cancellationToken);
    }
}
