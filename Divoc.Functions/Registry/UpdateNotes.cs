using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>
/// Notes which updates of a certificate were accepted, before they are queued: until one of them is listed its ledger tells nothing of it, and a later update that changes nothing
/// as the ledger stands would be undone by it.
/// </summary>
public sealed class UpdateNotes(RegistryDocuments documents)
{
    // Updates of one certificate that wait at the same time; all but one end in a conflict.
    private const int Most = 20;

    /// <summary>Notes an update; once, however often it is sent.</summary>
    /// <param name="replaced">The certificate that it is to replace.</param>
    /// <param name="certificateId">The id that was minted for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task AddAsync(string replaced, string certificateId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await documents.ReadAsync(PathOf(replaced), RegistryJson.Compact.UpdateNote, cancellationToken);
            var before = read?.Document.Updates ?? [];
            if (before.Contains(certificateId))
            {
                return;
            }

            var note = new UpdateNote([.. before.TakeLast(Most - 1), certificateId]);
            if (await documents.TryWriteAsync(PathOf(replaced), note, read?.ETag, RegistryJson.Compact.UpdateNote, cancellationToken))
            {
                ProtocolWrites.Done(ProtocolWrite.UpdateNoted, certificateId);
                return;
            }
        }
    }

    /// <summary>The updates of a certificate that were accepted, whatever has become of them, the last one last.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(string replaced, CancellationToken cancellationToken)
    {
        return await documents.ReadAsync(PathOf(replaced), RegistryJson.Compact.UpdateNote, cancellationToken) is { } read ? read.Document.Updates : [];
    }

    private static string PathOf(string certificateId) => $"updates/{certificateId}.json";
}

/// <summary>The updates of one certificate that were accepted.</summary>
/// <param name="Updates">The ids that were minted for them, the last one last.</param>
public sealed record UpdateNote(IReadOnlyList<string> Updates)
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
