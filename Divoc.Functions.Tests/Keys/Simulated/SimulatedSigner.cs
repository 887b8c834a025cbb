using Azure;
using Divoc.Functions.Keys;
using Divoc.Functions.Keys.KeyVault;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Tests.Keys.Vault;
using Microsoft.Extensions.Logging.Abstractions;

namespace Divoc.Functions.Tests.Keys.Simulated;

/// <summary>A process that signs with a vault which others use too. The vault answers at once or refuses for its limit.</summary>
internal sealed class SimulatedSigner
{
    private readonly Simulation simulation;
    private readonly VaultWindow window;
    private readonly Action<SigningLane> signed;
    private readonly VaultCalls calls;
    private bool isDead;

    /// <param name="simulation">What it runs in.</param>
    /// <param name="window">The vault's limit.</param>
    /// <param name="store">The store that all share.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="signed">Called with each signature.</param>
    public SimulatedSigner(
        Simulation simulation, VaultWindow window, IArtifactStore store, CertificateMetrics metrics, Action<SigningLane> signed)
    {
        (this.simulation, this.window, this.signed) = (simulation, window, signed);
        Throttle = new VaultThrottle(simulation.Time);
        var reports = new MortalReports(new SignerDocuments(store, new RegistryDocuments(store)), () => isDead);
        var lease = new VaultLease("keys.vault.azure.net", Throttle, reports, simulation.Time, NullLogger.Instance);
        calls = new VaultCalls(Throttle, new VaultPlaces(TimeSpan.FromSeconds(5), simulation.Time), lease, metrics);
    }

    public VaultThrottle Throttle { get; }

    /// <summary>How often the vault refused it.</summary>
    public int Refusals { get; private set; }

    /// <summary>Signs nothing and reports nothing any more.</summary>
    public void Die() => isDead = true;

    /// <summary>Makes one signature. Returns how long it took.</summary>
    public async Task<TimeSpan> SignAsync(SigningLane lane, double perSecond)
    {
        var began = simulation.Time.GetTimestamp();
        await calls.MakeAsync("sign", lane, perSecond, _ => CallAsync(), CancellationToken.None, CancellationToken.None);
        signed(lane);
        return simulation.Time.GetElapsedTime(began);
    }

    /// <summary>Always has events to sign, so many at a time.</summary>
    public void BeginQueue(SigningLane lane, double perSecond, int workers)
    {
        for (var worker = 0; worker < workers; worker++)
        {
            simulation.Begin(async () =>
            {
                while (!isDead)
                {
                    await SignAsync(lane, perSecond);
                }
            });
        }
    }

    private async Task<bool> CallAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(20), simulation.Time);
        if (window.Take(1) is null)
        {
            return true;
        }

        Refusals++;
        throw new RequestFailedException(429, "Throttled");
    }

    private sealed class MortalReports(ISignerReports reports, Func<bool> isDead) : ISignerReports
    {
        public Task WriteAsync(string vault, SignerReport report, CancellationToken cancellationToken) =>
            isDead() ? Task.CompletedTask : reports.WriteAsync(vault, report, cancellationToken);

        public Task<IReadOnlyList<SignerReport>> ReadAsync(string vault, CancellationToken cancellationToken) =>
            reports.ReadAsync(vault, cancellationToken);

        public Task DeleteAsync(string vault, string instance, CancellationToken cancellationToken) =>
            isDead() ? Task.CompletedTask : reports.DeleteAsync(vault, instance, cancellationToken);
    }
}
