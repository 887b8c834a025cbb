using Divoc.Functions.Certificates;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Suspends a certificate, from an instant and until one if the body names them.</summary>
public sealed class SuspendCertificate(StateChangeEndpoint endpoint, StateChanger changer)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(SuspendCertificate))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "certificates/{certificateId}/suspend")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return endpoint.HandleAsync(request, true, order => changer.SuspendAsync(certificateId, order, CancellationToken.None), cancellationToken);
    }
}
