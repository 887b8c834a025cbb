using Divoc.Functions.Domain;
using Divoc.Functions.Types;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Certifies test results.</summary>
public sealed class CertifyTest(CertifyEndpoint endpoint)
{
    private const string Route = "divoc/api/v1/test/certify";

    /// <summary>Handles a call.</summary>
    [Function(nameof(CertifyTest))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return endpoint.HandleAsync(request, CertificateShape.Test, Route, cancellationToken);
    }
}
