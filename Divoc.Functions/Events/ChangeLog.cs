using Divoc.Functions.Ledger;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Events;

/// <summary>Reports each change of a certificate to operators: one log line and one count.</summary>
public sealed partial class ChangeLog(CertificateMetrics metrics, ILogger<ChangeLog> logger) : ILedgerSubscriber
{
    /// <inheritdoc/>
    public string Name => "log";

    /// <inheritdoc/>
    public bool WantsIssuedOf(string? owner) => false;

    /// <inheritdoc/>
    public Task TakeAsync(LedgerSnapshot read, LedgerEntry entry, CancellationToken cancellationToken)
    {
        metrics.ChangeAnnounced(entry.Kind);
        Log.Changed(logger, entry.Certificate.CertificateId, entry.Kind, entry.Revision);
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1111, Level = LogLevel.Information, Message = "Certificate {CertificateId}: {Kind}, revision {Revision}.")]
        public static partial void Changed(ILogger logger, string certificateId, string kind, long revision);
    }
}
