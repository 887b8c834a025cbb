using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>
/// Looks once at start whether a key that others rely on is missing. The worker runs all the same, since only issuing must stop; the check logs what is missing,
/// and from then on events are refused and deliveries wait.
/// </summary>
internal sealed class KeyWatch(SigningKeyCheck check) : BackgroundService
{
    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The first delivery looks again; a fault here must not end the worker.")]
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await check.RequireAllAsync(stoppingToken);
        }
        catch (Exception)
        {
            // A missing key is logged by the check; store and vault tell of their outages themselves.
        }
    }
}
