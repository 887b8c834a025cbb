using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Divoc.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>
/// Sends the traces of function calls and the program's metrics to Application Insights, if the app has one, and by OTLP
/// (<see cref="OpenTelemetryExport"/>). Only the sources of the worker and of the program are used: those of ASP.NET Core and of HTTP
/// clients contain paths, which have codes and ids of people. Log lines go through the Functions host. For the same reason host.json leaves
/// the host in its own telemetry mode and turns off its request telemetry: in its OpenTelemetry mode it traces every path
/// (azure-functions-host, OpenTelemetryConfigurationExtensions).
/// </summary>
internal static class WorkerTelemetry
{
    /// <summary>The same settings as those of the Functions host.</summary>
    private const string ConnectionSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string AuthenticationSetting = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    public static IServiceCollection AddWorkerTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOpenTelemetryExport(configuration, withPrometheus: false);
        var connection = configuration[ConnectionSetting];
        if (string.IsNullOrWhiteSpace(connection))
        {
            return OpenTelemetryExport.IsSet(configuration) ? services.AddWorkerDefaults() : services;
        }

        var credential = CredentialOf(configuration[AuthenticationSetting]);
        services.AddWorkerDefaults().AddOpenTelemetry()
            .WithTracing(tracing => tracing
                .AddSource(CertificateTraces.SourceName)
                .AddAzureMonitorTraceExporter(exporter => Configure(exporter, connection, credential)))
            .WithMetrics(metrics => metrics
                .AddMeter(CertificateMetrics.MeterName)
                .AddAzureMonitorMetricExporter(exporter => Configure(exporter, connection, credential)));
        return services;
    }

    /// <summary>The worker's own source, and the sign for the Functions host that the worker traces itself.</summary>
    private static IServiceCollection AddWorkerDefaults(this IServiceCollection services)
    {
        services.AddOpenTelemetry().UseFunctionsWorkerDefaults();
        return services;
    }

    private static void Configure(AzureMonitorExporterOptions exporter, string connection, TokenCredential? credential)
    {
        exporter.ConnectionString = connection;
        exporter.Credential = credential;
    }

    /// <summary>The identity that <c>ClientId=…;Authorization=AAD</c> names; null if the connection string is enough.</summary>
    private static ManagedIdentityCredential? CredentialOf(string? authentication)
    {
        var parts = (authentication ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(part => part.Length == 2)
            .ToLookup(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        if (!parts["Authorization"].Contains("AAD", StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        return new ManagedIdentityCredential(
            parts["ClientId"].FirstOrDefault() is { } client
                ? ManagedIdentityId.FromUserAssignedClientId(client)
                : ManagedIdentityId.SystemAssigned);
    }
}
