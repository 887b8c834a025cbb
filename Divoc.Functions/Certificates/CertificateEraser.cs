using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Erases what tells of a person: credential, QR image, page, the facts of the event and the texts of the history. Id, key, times, reason codes and hashes stay.
/// It is done when the artifacts are gone, and doing it again deletes again: a delivery beside it may have stored them once more.
/// </summary>
public sealed class CertificateEraser(
    CertificateFinder finder,
    LedgerStore ledgers,
    LedgerReferences references,
    IArtifactStore store,
    CertificateMetrics metrics,
    TimeProvider time)
{
    private const int MostTries = 100;

    /// <summary>Erases a certificate, whatever its state.</summary>
    public async Task<ChangeOutcome> EraseAsync(string certificateId, ChangeOrder order, CancellationToken cancellationToken)
    {
        if (await finder.FindLedgerAsync(certificateId, order.Caller, cancellationToken) is not { } read)
        {
            return new ChangeOutcome.NotFound();
        }

        var erased = await MarkAsync(certificateId, read, order, cancellationToken);
        await DeleteAsync(certificateId, cancellationToken);
        return await IsGoneAsync(certificateId, cancellationToken) ? new ChangeOutcome.Changed(erased) : new ChangeOutcome.StillKept();
    }

    /// <summary>
    /// Deletes what lies there of erased certificates all the same: what a delivery that had lost its lock stored after the erasure, just before it was cut
    /// off, and what a policy has kept until now.
    /// </summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await foreach (var page in references.ListErasedAsync(cancellationToken))
        {
            foreach (var certificateId in page)
            {
                if (!await IsGoneAsync(certificateId, cancellationToken) && (await finder.FindAsync(certificateId, Caller.Service, cancellationToken))?.IsErased() == true)
                {
                    await DeleteAsync(certificateId, cancellationToken);
                }
            }
        }
    }

    private async Task<ListedCertificate> MarkAsync(string certificateId, LedgerSnapshot read, ChangeOrder order, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var version = read.Ledger.Find(certificateId)!;
            if (version.IsErased())
            {
                return version;
            }

            if (tries == 0)
            {
                await references.NoteErasureAsync(certificateId, read.Name, cancellationToken);
            }

            var erased = version.With(order.ToChange(StateChangeKind.Erased, time.GetUtcNow()));
            if (await ledgers.TryChangeAsync(read, read.Ledger.WithChanged(erased), cancellationToken))
            {
                ProtocolWrites.Done(ProtocolWrite.StateChanged, certificateId);
                metrics.StateChanged(nameof(StateChangeKind.Erased));
                return erased;
            }

            read = await ledgers.ReadAsync(read.Name, cancellationToken);
        }

        throw new InvalidOperationException("The ledger changed at every try.");
    }

    private async Task DeleteAsync(string certificateId, CancellationToken cancellationToken)
    {
        foreach (var name in CertificateArtifacts.All(certificateId))
        {
            await store.DeleteAsync(name, cancellationToken);
        }

        ProtocolWrites.Done(ProtocolWrite.ArtifactsErased, certificateId);
    }

    /// <summary>A store under an immutability policy keeps what it is told to delete, and says nothing.</summary>
    private async Task<bool> IsGoneAsync(string certificateId, CancellationToken cancellationToken)
    {
        foreach (var name in CertificateArtifacts.All(certificateId))
        {
            if (await store.GetPropertiesAsync(name, cancellationToken) is not null)
            {
                return false;
            }
        }

        return true;
    }
}
