using Divoc.Functions.Domain;
using Divoc.Functions.Types;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Certifies vaccinations in DIVOC's original shape.</summary>
public sealed class CertifyVaccination(CertifyEndpoint endpoint)
{
    private const string Route = "divoc/api/v1/certify";

    /// <summary>Handles a call.</summary>
    [Function(nameof(CertifyVaccination))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return endpoint.HandleAsync(request, CertificateShape.VaccinationV1, Route, cancellationToken);
    }
}
