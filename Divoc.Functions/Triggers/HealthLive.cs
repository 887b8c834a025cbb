using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Tells whoever watches the process that it runs.</summary>
public sealed class HealthLive
{
    /// <summary><c>GET /health/live</c>: 200 as long as the process answers.</summary>
    [Function(nameof(HealthLive))]
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Functions are methods of an instance.")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request)
    {
        return HealthResult.Alive;
    }
}
