using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Ledger;

/// <summary>
/// A small document of each certificate that is about to be erased, written before the conditional write that it belongs to and never changed. Alone it says nothing: the ledger tells whether it
/// came to that.
/// </summary>
public sealed class LedgerReferences(RegistryDocuments documents)
{
    /// <summary>What the names of these documents begin with; the certificate's id follows.</summary>
    internal const string ErasedPrefix = "erased/";

    /// <summary>Notes that a certificate is about to be erased: its ledger is found by this when its credential is gone.</summary>
    public async Task NoteErasureAsync(string certificateId, string ledger, CancellationToken cancellationToken)
    {
        var note = new LedgerReference(ledger);
        if (!await documents.TryWriteAsync($"{ErasedPrefix}{certificateId}.json", note, null, LedgerJson.Compact.LedgerReference, cancellationToken))
        {
            throw new InvalidDataException("A certificate is noted under another ledger.");
        }

        ProtocolWrites.Done(ProtocolWrite.ErasureNoted, certificateId);
    }

    /// <summary>The ids of all certificates that were, or were to be, erased, in pages of at most 1,000.</summary>
    public IAsyncEnumerable<IReadOnlyList<string>> ListErasedAsync(CancellationToken cancellationToken) => documents.ListAsync(ErasedPrefix, cancellationToken);

    /// <summary>The ledger's name of a certificate that was, or was to be, erased; null of any other.</summary>
    public async Task<string?> FindErasedAsync(string certificateId, CancellationToken cancellationToken)
    {
        var read = await documents.ReadAsync($"{ErasedPrefix}{certificateId}.json", LedgerJson.Compact.LedgerReference, cancellationToken);
        return read?.Document.Ledger;
    }
}

/// <summary>Says which ledger lists a certificate that is erased: the artifacts that said so are gone.</summary>
/// <param name="Ledger">The ledger's name.</param>
public sealed record LedgerReference(string Ledger)
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
