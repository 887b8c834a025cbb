using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Erases what tells of a person: credential, QR image, page, claims, the facts of the event and the texts of the history. Id, key, times, reason codes and hashes stay.
/// It is done when the artifacts are gone, and doing it again deletes again: a delivery beside it may have stored them once more.
/// </summary>
public sealed class CertificateEraser(
    CertificateFinder finder,
    LedgerChanger changer,
    IArtifactStore store,
    CertificateArtifacts artifacts,
    TimeProvider time)
{
    /// <summary>Erases a certificate, whatever its state.</summary>
    public async Task<ChangeOutcome> EraseAsync(string certificateId, ChangeOrder order, CancellationToken cancellationToken)
    {
        if (CertificateId.Read(certificateId) is not { } id || await finder.FindLedgerAsync(id, order.Caller, cancellationToken) is not { } read)
        {
            return new ChangeOutcome.NotFound();
        }

        var erased = await MarkAsync(id, read.Name, order, cancellationToken);
        await DeleteAsync(id, cancellationToken);
        return await IsGoneAsync(id, cancellationToken) ? new ChangeOutcome.Changed(erased) : new ChangeOutcome.StillKept();
    }

    /// <summary>
    /// Deletes what lies there of a certificate that is erased all the same: what a delivery that had lost its lock stored after the erasure, just before it was cut
    /// off, and what a policy has kept until now. Nothing where it is not erased.
    /// </summary>
    public async Task DeleteLateAsync(string certificateId, CancellationToken cancellationToken)
    {
        if (!await IsGoneAsync(certificateId, cancellationToken) && (await finder.FindAsync(certificateId, Caller.Service, cancellationToken))?.IsErased() == true)
        {
            await DeleteAsync(certificateId, cancellationToken);
        }
    }

    private Task<ListedCertificate> MarkAsync(string certificateId, string ledger, ChangeOrder order, CancellationToken cancellationToken)
    {
        var orderId = order.Id ?? RandomId.New();
        return changer.ChangeAsync(
            ledger,
            orderId,
            changed => changed.Find(certificateId)!,
            read =>
            {
                var version = read.Find(certificateId)!;
                if (version.IsErased())
                {
                    return new LedgerDecision<ListedCertificate>.Keep(version);
                }

                var change = order.ToChange(StateChangeKind.Erased, orderId, read.TimeOfNext(time.GetUtcNow()));
                return new LedgerDecision<ListedCertificate>.Write(
                    read.WithChanged(version.With(change)), written => written.Find(certificateId)!, [(certificateId, StateChangeKind.Erased)]);
            },
            cancellationToken);
    }

    private async Task DeleteAsync(string certificateId, CancellationToken cancellationToken)
    {
        await artifacts.DeleteAllAsync(store, certificateId, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.ArtifactsErased, certificateId);
    }

    /// <summary>A store under an immutability policy keeps what it is told to delete, and says nothing.</summary>
    private async Task<bool> IsGoneAsync(string certificateId, CancellationToken cancellationToken)
    {
        foreach (var name in artifacts.All(certificateId))
        {
            if (await store.GetPropertiesAsync(name, cancellationToken) is not null)
            {
                return false;
            }
        }

        return true;
    }
}
