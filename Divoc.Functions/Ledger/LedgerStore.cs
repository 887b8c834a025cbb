using Divoc.Functions.Registry;

namespace Divoc.Functions.Ledger;

/// <summary>
/// Reads and writes ledgers. Their single conditional write is the only commit point of a certificate; only <see cref="LedgerChanger"/> and
/// the handler of announcements write.
/// </summary>
public sealed class LedgerStore(RegistryDocuments documents)
{
    /// <summary>The prefix of the names of all ledgers in the registry.</summary>
    public const string Prefix = "ledgers/";

    /// <summary>Reads a ledger; an empty one if nothing was ever listed.</summary>
    public async Task<LedgerSnapshot> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var read = await documents.ReadAsync(PathOf(name), LedgerJson.Compact.CertificateLedger, cancellationToken);
        return read is null
            ? new LedgerSnapshot(name, CertificateLedger.Empty, null)
            : new LedgerSnapshot(name, read.Value.Document, read.Value.ETag);
    }

    /// <summary>Writes a changed ledger as the next revision, if nobody has written since it was read.</summary>
    /// <returns>The ledger as it was written; null if it was not written.</returns>
    public async Task<CertificateLedger?> TryChangeAsync(
        LedgerSnapshot read, CertificateLedger changed, CancellationToken cancellationToken)
    {
        var written = changed.AsRevision(read.Ledger.Revision + 1);
        var (path, json) = (PathOf(read.Name), LedgerJson.Compact.CertificateLedger);
        return await documents.TryWriteAsync(path, written, read.ETag, json, cancellationToken) ? written : null;
    }

    /// <summary>The names of all ledgers from a position on, in pages.</summary>
    /// <param name="continuation">Null for the first page, else the value from the page before.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<(IReadOnlyList<string> Names, string? Continuation)> ListAsync(
        string? continuation, CancellationToken cancellationToken)
    {
        var page = await documents.ListPageAsync(Prefix, RegistryDocuments.PageSize, continuation, cancellationToken);
        return (page.Names, page.Continuation);
    }

    private static string PathOf(string name) => $"{Prefix}{name}.json";
}

/// <summary>A ledger as it was read.</summary>
/// <param name="Name">The SHA-256 of its preEnrollmentCode, 64 lower-case hex digits.</param>
/// <param name="Ledger">Its content.</param>
/// <param name="ETag">Its ETag; null if there is no document yet.</param>
public sealed record LedgerSnapshot(string Name, CertificateLedger Ledger, string? ETag);
