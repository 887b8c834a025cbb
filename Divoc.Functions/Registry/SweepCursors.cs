using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>
/// Stores where the next run of a sweep continues. A completed sweep has no note, so a sweep that ends in its first run writes nothing. If
/// a note is lost or overwritten, some documents are checked twice, or a part waits until the sweep begins again; nothing is left out for
/// good.
/// </summary>
public sealed class SweepCursors(RegistryDocuments documents)
{
    /// <summary>The note of a sweep; null if it begins at the beginning.</summary>
    public async Task<SweepCursor?> FindAsync(string sweep, CancellationToken cancellationToken)
    {
        return (await documents.ReadAsync(PathOf(sweep), RegistryJson.Compact.SweepCursor, cancellationToken))?.Document;
    }

    /// <summary>Stores where a sweep continues. If two runs do it at the same time, one of them may write nothing.</summary>
    public async Task NoteAsync(string sweep, SweepCursor cursor, CancellationToken cancellationToken)
    {
        var etag = await documents.FindETagAsync(PathOf(sweep), cancellationToken);
        await documents.TryWriteAsync(PathOf(sweep), cursor, etag, RegistryJson.Compact.SweepCursor, cancellationToken);
    }

    /// <summary>Makes the next run begin at the beginning.</summary>
    public Task ForgetAsync(string sweep, CancellationToken cancellationToken) => documents.DeleteAsync(PathOf(sweep), cancellationToken);

    private static string PathOf(string sweep) => $"sweeps/{sweep}.json";
}

/// <summary>Where a sweep continues.</summary>
/// <param name="After">The last document that is done.</param>
/// <param name="Continuation">The continuation of the store's page with it; null for the first page, and if there are no pages.</param>
public sealed record SweepCursor(string After, string? Continuation = null)
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
