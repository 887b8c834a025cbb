using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Ledger;

/// <summary>
/// Two kinds of small documents, each written before the conditional write that it belongs to and never changed: of certificates whose state is
/// about to change for the worse, and of those about to be erased. One alone says nothing: the ledger tells whether it came to that.
/// </summary>
public sealed class LedgerReferences(RegistryDocuments documents)
{
    /// <summary>What the names of all certificates begin with that were, or were to be, revoked, suspended or superseded.</summary>
    public const string ChangedPrefix = "changed/";

    private const string ErasedPrefix = "erased/";

    /// <summary>Notes that a certificate is about to be revoked, suspended or superseded.</summary>
    public Task NoteChangeAsync(string certificateId, string ledger, CancellationToken cancellationToken)
    {
        return NoteAsync(ProtocolWrite.ChangeNoted, ChangedPrefix, certificateId, ledger, cancellationToken);
    }

    /// <summary>Notes that a certificate is about to be erased: its ledger is found by this when its credential is gone.</summary>
    public Task NoteErasureAsync(string certificateId, string ledger, CancellationToken cancellationToken)
    {
        return NoteAsync(ProtocolWrite.ErasureNoted, ErasedPrefix, certificateId, ledger, cancellationToken);
    }

    /// <summary>The ids of all certificates that were, or were to be, erased, in pages of at most 1,000.</summary>
    public IAsyncEnumerable<IReadOnlyList<string>> ListErasedAsync(CancellationToken cancellationToken) => documents.ListAsync(ErasedPrefix, cancellationToken);

    /// <summary>The ledger's name of a certificate that was, or was to be, erased; null of any other.</summary>
    public async Task<string?> FindErasedAsync(string certificateId, CancellationToken cancellationToken)
    {
        var read = await documents.ReadAsync($"{ErasedPrefix}{certificateId}.json", LedgerJson.Compact.LedgerReference, cancellationToken);
        return read?.Document.Ledger;
    }

    private async Task NoteAsync(ProtocolWrite write, string prefix, string certificateId, string ledger, CancellationToken cancellationToken)
    {
        var note = new LedgerReference(ledger);
        if (!await documents.TryWriteAsync($"{prefix}{certificateId}.json", note, null, LedgerJson.Compact.LedgerReference, cancellationToken))
        {
            throw new InvalidDataException("A certificate is noted under another ledger.");
        }

        ProtocolWrites.Done(write, certificateId);
    }
}

/// <summary>Says which ledger lists a certificate, where its artifacts can't say it or a list is built from many.</summary>
/// <param name="Ledger">The ledger's name.</param>
public sealed record LedgerReference(string Ledger)
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
