using Divoc.Functions.Domain;
using Divoc.Functions.Types;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Corrects vaccination certificates, in DIVOC's original shape.</summary>
public sealed class UpdateCertificate(CertifyEndpoint endpoint)
{
    private const string Route = "divoc/api/v1/certificate";

    /// <summary>Handles a call.</summary>
    [Function(nameof(UpdateCertificate))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return endpoint.UpdateAsync(request, CertificateShape.VaccinationV1, Route, cancellationToken);
    }
}
