using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Erases the personal data of a certificate: credential, QR image, page, claims, the facts of the event and the texts of the history. Id,
/// key, times, reason codes and hashes stay. The erasure is done when the artifacts are gone. Doing it again deletes again, because a
/// concurrent delivery may have stored them again.
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
        if (CertificateId.Read(certificateId) is not { } id
            || await finder.FindLedgerAsync(id, order.Caller, cancellationToken) is not { } read)
        {
            return new ChangeOutcome.NotFound();
        }

        var erased = await MarkAsync(id, read.Name, order, cancellationToken);
        await DeleteAsync(id, cancellationToken);
        return await IsGoneAsync(id, cancellationToken) ? new ChangeOutcome.Changed(erased) : new ChangeOutcome.StillKept();
    }

    /// <summary>
    /// Deletes artifacts of an erased certificate that are still in the store: those that a delivery stored after the erasure, when it had
    /// lost its lock, and those that a policy has kept until now. Does nothing if the certificate is not erased.
    /// </summary>
    public async Task DeleteLeftoversAsync(string certificateId, CancellationToken cancellationToken)
    {
        if (!await IsGoneAsync(certificateId, cancellationToken)
            && (await finder.FindAsync(certificateId, Caller.Service, cancellationToken))?.IsErased() == true)
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
                    read.WithChanged(version.With(change)), written => written.Find(certificateId)!,
                    [(certificateId, StateChangeKind.Erased)]);
            },
            cancellationToken);
    }

    private async Task DeleteAsync(string certificateId, CancellationToken cancellationToken)
    {
        await artifacts.DeleteAllAsync(store, certificateId, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.ArtifactsErased, certificateId);
    }

    /// <summary>A store under an immutability policy keeps what it should delete, without an error.</summary>
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
