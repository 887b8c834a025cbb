using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Logs that callers are refused because of their number or their keys: one line at once, then at most one a minute, and without addresses,
/// because these identify people.
/// </summary>
internal sealed partial class RefusalLog(CertificateMetrics metrics, TimeProvider clock, ILogger<RefusalLog> logger)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long? loggedAt;
    private long connections;
    private long ofAddresses;
    private long bodies;
    private long keys;

    /// <summary>A connection was closed.</summary>
    public void Connection(Admission reason)
    {
        if (reason == Admission.TooManyOfAddress)
        {
            metrics.CallerRefused("address");
            Count(ref ofAddresses);
        }
        else
        {
            metrics.CallerRefused("connections");
            Count(ref connections);
        }
    }

    /// <summary>A call was answered with 503 because too many bodies were in memory.</summary>
    public void Body()
    {
        metrics.CallerRefused("bodies");
        Count(ref bodies);
    }

    /// <summary>A call was refused because its key opens nothing, or it had no key.</summary>
    public void Key()
    {
        metrics.CallerRefused("key");
        Count(ref keys);
    }

    private void Count(ref long kind)
    {
        lock (gate)
        {
            kind++;
            if (loggedAt is { } last && clock.GetElapsedTime(last) < BetweenLines)
            {
                return;
            }

            loggedAt = clock.GetTimestamp();
            Log.Refused(logger, connections, ofAddresses, bodies, keys);
            connections = ofAddresses = bodies = keys = 0;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 132,
            Level = LogLevel.Warning,
            Message = "Refused since the last line of this kind: {Connections} connections beyond Divoc:Http:Connections, {OfAddresses} "
                + "beyond Divoc:Http:ConnectionsPerAddress (if a proxy makes them, name it in Divoc:Http:Proxies), {Bodies} calls beyond "
                + "Divoc:Http:BodyBytes, {Keys} calls without a key that allows them.")]
        public static partial void Refused(ILogger logger, long connections, long ofAddresses, long bodies, long keys);
    }
}
