namespace Divoc.Functions.Hosting;

/// <summary>How metrics leave the program, besides the OTEL_ variables that its OpenTelemetry reads itself.</summary>
public sealed class MetricsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Metrics";

    /// <summary>
    /// Whether <see href="docs/telemetry.md"><c>/metrics</c></see> is served for Prometheus, on the address of <c>Divoc:Http:HealthUrl</c>
    /// only. A worker does not serve it.
    /// </summary>
    public bool Prometheus { get; set; }
}
