using Divoc.Functions.Certificates;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Lifts the suspensions of a certificate.</summary>
public sealed class ReinstateCertificate(StateChangeEndpoint endpoint, StateChanger changer)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(ReinstateCertificate))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "certificates/{certificateId}/reinstate")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return endpoint.HandleAsync(request, false, order => changer.ReinstateAsync(certificateId, order, CancellationToken.None), cancellationToken);
    }
}
