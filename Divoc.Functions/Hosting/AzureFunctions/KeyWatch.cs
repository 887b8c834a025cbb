using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>
/// Checks once at start whether a key is missing on which others rely. The worker runs anyway, because only issuing must stop; the check
/// logs what is missing, and from then on events are refused and deliveries wait.
/// </summary>
internal sealed class KeyWatch(SigningKeyCheck check) : BackgroundService
{
    /// <inheritdoc/>
    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "The first delivery looks again; a fault here must not end the worker.")]
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await check.RequireAllAsync(stoppingToken);
        }
        catch (Exception)
        {
            // The check logs a missing key; store and vault report their outages themselves.
        }
    }
}
