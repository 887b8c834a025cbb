using Divoc.Functions.Domain;
using Divoc.Functions.Types;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Corrects vaccination certificates, in the shape of the WHO's DDCC.</summary>
public sealed class UpdateCertificateV3(CertifyEndpoint endpoint)
{
    private const string Route = "divoc/api/v3/certificate";

    /// <summary>Handles a call.</summary>
    [Function(nameof(UpdateCertificateV3))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return endpoint.UpdateAsync(request, CertificateShape.VaccinationV3, Route, cancellationToken);
    }
}
