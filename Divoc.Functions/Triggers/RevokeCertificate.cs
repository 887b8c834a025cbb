using Divoc.Functions.Certificates;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Revokes a certificate for good.</summary>
public sealed class RevokeCertificate(StateChangeEndpoint endpoint, StateChanger changer)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(RevokeCertificate))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "certificates/{certificateId}/revoke")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        return endpoint.HandleAsync(request, false, order => changer.RevokeAsync(certificateId, order, CancellationToken.None), cancellationToken);
    }
}
