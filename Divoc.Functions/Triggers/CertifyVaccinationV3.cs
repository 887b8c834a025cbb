using Divoc.Functions.Domain;
using Divoc.Functions.Types;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Certifies vaccinations in the shape of the WHO's DDCC.</summary>
public sealed class CertifyVaccinationV3(CertifyEndpoint endpoint)
{
    private const string Route = "divoc/api/v3/certify";

    /// <summary>Handles a call.</summary>
    [Function(nameof(CertifyVaccinationV3))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return endpoint.HandleAsync(request, CertificateShape.VaccinationV3, Route, cancellationToken);
    }
}
