using Divoc.Functions.Registry;

namespace Divoc.Functions.Ledger;

/// <summary>
/// Two kinds of small documents, each written before the conditional write that it belongs to and never changed: of certificates whose state is
/// about to change for the worse, and of those about to be erased. One alone says nothing: the enrollment tells whether it came to that.
/// </summary>
public sealed class EnrollmentReferences(RegistryDocuments documents)
{
    /// <summary>What the names of all certificates begin with that were, or were to be, revoked, suspended or superseded.</summary>
    public const string ChangedPrefix = "changed/";

    private const string ErasedPrefix = "erased/";

    /// <summary>Notes that a certificate is about to be revoked, suspended or superseded.</summary>
    public Task NoteChangeAsync(string certificateId, string enrollment, CancellationToken cancellationToken)
    {
        return NoteAsync(ProtocolWrite.ChangeNoted, ChangedPrefix, certificateId, enrollment, cancellationToken);
    }

    /// <summary>Notes that a certificate is about to be erased: its enrollment is found by this when its credential is gone.</summary>
    public Task NoteErasureAsync(string certificateId, string enrollment, CancellationToken cancellationToken)
    {
        return NoteAsync(ProtocolWrite.ErasureNoted, ErasedPrefix, certificateId, enrollment, cancellationToken);
    }

    /// <summary>The ids of all certificates that were, or were to be, erased, in pages of at most 1,000.</summary>
    public IAsyncEnumerable<IReadOnlyList<string>> ListErasedAsync(CancellationToken cancellationToken) => documents.ListAsync(ErasedPrefix, cancellationToken);

    /// <summary>The enrollment's name of a certificate that was, or was to be, erased; null of any other.</summary>
    public async Task<string?> FindErasedAsync(string certificateId, CancellationToken cancellationToken)
    {
        var read = await documents.ReadAsync($"{ErasedPrefix}{certificateId}.json", LedgerJson.Compact.EnrollmentReference, cancellationToken);
        return read?.Document.Enrollment;
    }

    private async Task NoteAsync(ProtocolWrite write, string prefix, string certificateId, string enrollment, CancellationToken cancellationToken)
    {
        var note = new EnrollmentReference(enrollment);
        if (!await documents.TryWriteAsync($"{prefix}{certificateId}.json", note, null, LedgerJson.Compact.EnrollmentReference, cancellationToken))
        {
            throw new InvalidDataException("A certificate is noted under another enrollment.");
        }

        ProtocolWrites.Done(write, certificateId);
    }
}

/// <summary>Says which enrollment lists a certificate, where its artifacts can't say it or a list is built from many.</summary>
/// <param name="Enrollment">The enrollment's name.</param>
public sealed record EnrollmentReference(string Enrollment);
