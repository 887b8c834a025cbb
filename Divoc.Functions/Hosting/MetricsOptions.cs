namespace Divoc.Functions.Hosting;

/// <summary>How metrics leave the program, besides the OTEL_ variables that its OpenTelemetry reads itself.</summary>
public sealed class MetricsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Metrics";

    /// <summary>
    /// Whether the embedded host serves <c>GET /metrics</c> for Prometheus: only on the address for the health (<c>Divoc:Http:HealthUrl</c>), which asks for no keys and which callers do not reach.
    /// Default false.
    /// </summary>
    public bool Prometheus { get; set; }
}
