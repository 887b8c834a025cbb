using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>
/// Notes where the next run of a sweep goes on. A sweep that is through has no note, so that one that ends in its first run writes nothing. A note that is lost or overwritten costs a look at what was
/// looked at before, or puts off a part until the sweep begins anew; it never keeps anything from its turn for good.
/// </summary>
public sealed class SweepCursors(RegistryDocuments documents)
{
    /// <summary>The note of a sweep; null where it begins at the beginning.</summary>
    public async Task<SweepCursor?> FindAsync(string sweep, CancellationToken cancellationToken)
    {
        return (await documents.ReadAsync(PathOf(sweep), RegistryJson.Compact.SweepCursor, cancellationToken))?.Document;
    }

    /// <summary>Notes where a sweep goes on. Of two runs beside each other one may write nothing.</summary>
    public async Task NoteAsync(string sweep, SweepCursor cursor, CancellationToken cancellationToken)
    {
        var etag = await documents.FindETagAsync(PathOf(sweep), cancellationToken);
        await documents.TryWriteAsync(PathOf(sweep), cursor, etag, RegistryJson.Compact.SweepCursor, cancellationToken);
    }

    /// <summary>The next run begins at the beginning.</summary>
    public Task ForgetAsync(string sweep, CancellationToken cancellationToken) => documents.DeleteAsync(PathOf(sweep), cancellationToken);

    private static string PathOf(string sweep) => $"sweeps/{sweep}.json";
}

/// <summary>Where a sweep goes on.</summary>
/// <param name="After">The last one that it is through with.</param>
/// <param name="Continuation">Where the store's page with it begins; null for the first page, and where there are no pages.</param>
public sealed record SweepCursor(string After, string? Continuation = null)
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
