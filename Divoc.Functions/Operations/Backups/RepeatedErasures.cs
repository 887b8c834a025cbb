using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Operations.Backups;

/// <summary>
/// Repeats in a restored store the erasures and discards after its backup, which it reads from the former store: deleted personal data must
/// not come back. It can be run again.
/// </summary>
public sealed class RepeatedErasures(StoreReader former, RestoredStore restored)
{
    private const string DiscardText = "Discarded again after a restore.";

    /// <summary>Repeats everything.</summary>
    /// <exception cref="ErasureNotRepeatedException">A certificate that was erased can't be erased in the restored store.</exception>
    public async Task<ErasedAgain> ApplyAsync(CancellationToken cancellationToken)
    {
        int erased = 0, discarded = 0;
        await foreach (var page in former.References.ListErasedAsync(cancellationToken))
        {
            foreach (var certificateId in page)
            {
                var (isErased, isDiscarded) = await EraseAsync(certificateId, cancellationToken);
                erased += isErased ? 1 : 0;
                discarded += isDiscarded ? 1 : 0;
            }
        }

        await foreach (var page in former.Failures.ListAsync(cancellationToken))
        {
            foreach (var certificateId in page)
            {
                discarded += await DiscardAsync(certificateId, cancellationToken) ? 1 : 0;
            }
        }

        return new ErasedAgain(erased, discarded);
    }

    /// <summary>The note alone proves nothing: the former ledger shows whether the certificate was erased.</summary>
    private async Task<(bool IsErased, bool IsDiscarded)> EraseAsync(string certificateId, CancellationToken cancellationToken)
    {
        if (await former.References.FindErasedAsync(certificateId, cancellationToken) is not { } ledger
            || (await former.Ledgers.ReadAsync(ledger, cancellationToken)).Ledger.Find(certificateId) is not { } formerly
            || formerly.Changes.LastOrDefault(change => change.Kind == StateChangeKind.Erased) is not { } erasure)
        {
            return (false, false);
        }

        var read = (await restored.Reader.Ledgers.ReadAsync(ledger, cancellationToken)).Ledger;
        if (read.Find(certificateId) is not { } listed)
        {
            // Its event may still be in the restored queue.
            return (
                false, !read.HasDiscarded(certificateId) && await restored.Discarder.DiscardAgainAsync(ledger, certificateId, DiscardText));
        }

        if (listed.IsErased())
        {
            return (false, false);
        }

        // It is always noted, and before the erasure: so the certificate is found even if its credential is missing.
        await restored.Reader.References.NoteErasureAsync(certificateId, ledger, cancellationToken);
        var order = new ChangeOrder(erasure.Reason, erasure.Text, Caller.OfNoPartner(erasure.By));
        return await restored.Eraser.EraseAsync(certificateId, order, cancellationToken) is ChangeOutcome.Changed
            ? (true, false)
            : throw new ErasureNotRepeatedException(
                $"Certificate {certificateId}, which was erased after the backup, can't be erased again in the restored data. "
                + "Use another backup.");
    }

    private async Task<bool> DiscardAsync(string certificateId, CancellationToken cancellationToken)
    {
        return await former.Failures.FindAsync(certificateId, cancellationToken) is { IsDiscarded: true } record
            && !(await restored.Reader.Ledgers.ReadAsync(record.Ledger, cancellationToken)).Ledger.HasDiscarded(certificateId)
            && await restored.Discarder.DiscardAgainAsync(record.Ledger, certificateId, DiscardText);
    }
}

/// <summary>The repeated erasures and discards.</summary>
/// <param name="Erased">Certificates that were erased.</param>
/// <param name="Discarded">Events that were discarded.</param>
public sealed record ErasedAgain(int Erased, int Discarded);

/// <summary>Data that were erased after a backup would come back with it. The message says which certificate.</summary>
public sealed class ErasureNotRepeatedException(string message) : Exception(message);
