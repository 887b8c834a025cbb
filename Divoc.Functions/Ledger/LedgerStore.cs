using Divoc.Functions.Registry;

namespace Divoc.Functions.Ledger;

/// <summary>Reads and changes ledgers. Their one conditional write is the only commit point of a certificate.</summary>
public sealed class LedgerStore(RegistryDocuments documents)
{
    /// <summary>Reads a ledger; an empty one when nothing was ever listed.</summary>
    public async Task<LedgerSnapshot> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var read = await documents.ReadAsync(PathOf(name), LedgerJson.Compact.CertificateLedger, cancellationToken);
        return read is null ? new LedgerSnapshot(name, CertificateLedger.Empty, null) : new LedgerSnapshot(name, read.Value.Document, read.Value.ETag);
    }

    /// <summary>Writes a changed ledger if nobody changed it since it was read. Returns whether it stands.</summary>
    public Task<bool> TryChangeAsync(LedgerSnapshot read, CertificateLedger changed, CancellationToken cancellationToken)
    {
        return documents.TryWriteAsync(PathOf(read.Name), changed, read.ETag, LedgerJson.Compact.CertificateLedger, cancellationToken);
    }

    private static string PathOf(string name) => $"ledgers/{name}.json";
}

/// <summary>A ledger as it was read.</summary>
/// <param name="Name">The SHA-256 of its preEnrollmentCode, 64 lower-case hex digits.</param>
/// <param name="Ledger">What it lists.</param>
/// <param name="ETag">Its ETag; null when there is no document yet.</param>
public sealed record LedgerSnapshot(string Name, CertificateLedger Ledger, string? ETag);
