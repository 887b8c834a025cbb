using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>
/// Stores which updates of a certificate were accepted, before they are queued. Until one of them is listed, the ledger does not show it,
/// and it would undo a later update that seems to change nothing.
/// </summary>
public sealed class UpdateNotes(RegistryDocuments documents)
{
    // The maximum of updates of one certificate that wait at the same time; all but one end in a conflict.
    private const int Most = 20;

    /// <summary>Stores an update; only once, however often it is sent.</summary>
    /// <param name="replaced">The certificate that it should replace.</param>
    /// <param name="certificateId">The id that was reserved for it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
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

    /// <summary>The accepted updates of a certificate, whatever their outcome, in their order.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(string replaced, CancellationToken cancellationToken)
    {
        return await documents.ReadAsync(PathOf(replaced), RegistryJson.Compact.UpdateNote, cancellationToken) is { } read
            ? read.Document.Updates
            : [];
    }

    private static string PathOf(string certificateId) => $"updates/{certificateId}.json";
}

/// <summary>The accepted updates of one certificate.</summary>
/// <param name="Updates">The ids that were reserved for them, in their order.</param>
public sealed record UpdateNote(IReadOnlyList<string> Updates)
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
