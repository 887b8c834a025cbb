using Divoc.Functions.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Divoc.Functions.Hosting;

/// <summary>
/// Sends traces and metrics by OTLP, if the standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names an address; OpenTelemetry reads the
/// other OTEL_ variables itself. Only the program's own spans are sent: spans of ASP.NET Core and of HTTP clients contain paths, which have
/// codes and ids of people. Log lines are not exported.
/// </summary>
internal static class OpenTelemetryExport
{
    /// <summary>The name of the service, unless <c>OTEL_SERVICE_NAME</c> or <c>OTEL_RESOURCE_ATTRIBUTES</c> sets another.</summary>
    private const string ServiceName = "divoc-certificates";

    private const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Meters of .NET and ASP.NET Core: memory, threads, and the duration of calls by the route's template.</summary>
    private static readonly string[] Meters = [CertificateMetrics.MeterName, "System.Runtime", "Microsoft.AspNetCore.Hosting"];

    /// <summary>Whether the settings name an address to send to.</summary>
    public static bool IsSet(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration[EndpointSetting]);

    /// <summary>Adds the exporters that the settings require; without any, nothing of OpenTelemetry is added.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="withPrometheus">Whether metrics are served for Prometheus.</param>
    public static IServiceCollection AddOpenTelemetryExport(
        this IServiceCollection services, IConfiguration configuration, bool withPrometheus)
    {
        var withOtlp = IsSet(configuration);
        if (withOtlp || withPrometheus)
        {
            var telemetry = services.AddOpenTelemetry().Describe().WithMetrics(metrics => Collect(metrics, withOtlp, withPrometheus));
            if (withOtlp)
            {
                telemetry.WithTracing(static tracing => tracing.AddSource(CertificateTraces.SourceName).AddOtlpExporter());
            }
        }

        return services;
    }

    private static OpenTelemetryBuilder Describe(this OpenTelemetryBuilder telemetry) => telemetry.ConfigureResource(static resource =>
        resource.AddService(ServiceName, serviceVersion: ProgramVersion.Text).AddEnvironmentVariableDetector());

    private static void Collect(MeterProviderBuilder metrics, bool withOtlp, bool withPrometheus)
    {
        metrics.AddMeter(Meters);
        if (withOtlp)
        {
            metrics.AddOtlpExporter();
        }

        if (withPrometheus)
        {
            metrics.AddPrometheusExporter();
        }
    }
}
