using Divoc.Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Tells whoever routes requests whether the service can do its work.</summary>
public sealed class HealthReady(Readiness readiness)
{
    /// <summary><c>GET /health/ready</c>: 200 if store, queue and key work, else 503; the state of each by name.</summary>
    [Function(nameof(HealthReady))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return HealthResult.Of(await readiness.CheckAsync(cancellationToken));
    }
}
