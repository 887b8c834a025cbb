using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Ledger;

/// <summary>
/// A small document for each certificate that will be erased. It is written before its conditional write and never changed. Alone it proves
/// nothing: the ledger shows whether the certificate was erased.
/// </summary>
public sealed class LedgerReferences(RegistryDocuments documents)
{
    /// <summary>The prefix of these documents' names; the certificate's id follows.</summary>
    internal const string ErasedPrefix = "erased/";

    /// <summary>Notes that a certificate will be erased: this leads to its ledger when its credential is gone.</summary>
    public async Task NoteErasureAsync(string certificateId, string ledger, CancellationToken cancellationToken)
    {
        var note = new LedgerReference(ledger);
        if (!await documents.TryWriteAsync(
            $"{ErasedPrefix}{certificateId}.json", note, null, LedgerJson.Compact.LedgerReference, cancellationToken))
        {
            throw new InvalidDataException("A certificate is noted under another ledger.");
        }

        ProtocolWrites.Done(ProtocolWrite.ErasureNoted, certificateId);
    }

    /// <summary>The ids of all certificates that were erased, or should be, in pages of at most 1,000.</summary>
    public IAsyncEnumerable<IReadOnlyList<string>> ListErasedAsync(CancellationToken cancellationToken) =>
        documents.ListAsync(ErasedPrefix, cancellationToken);

    /// <summary>The ledger's name of a certificate that was erased, or should be; null for any other.</summary>
    public async Task<string?> FindErasedAsync(string certificateId, CancellationToken cancellationToken)
    {
        var read = await documents.ReadAsync($"{ErasedPrefix}{certificateId}.json", LedgerJson.Compact.LedgerReference, cancellationToken);
        return read?.Document.Ledger;
    }
}

/// <summary>Names the ledger of an erased certificate, whose artifacts with this information are gone.</summary>
/// <param name="Ledger">The ledger's name.</param>
public sealed record LedgerReference(string Ledger)
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
