using Divoc.Functions.Registry;

namespace Divoc.Functions.Ledger;

/// <summary>Reads and changes enrollments. Their one conditional write is the only commit point of a certificate.</summary>
public sealed class EnrollmentRegistry(RegistryDocuments documents)
{
    /// <summary>Reads an enrollment; an empty one when nothing was ever listed.</summary>
    public async Task<EnrollmentSnapshot> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var read = await documents.ReadAsync(PathOf(name), LedgerJson.Compact.Enrollment, cancellationToken);
        return read is null ? new EnrollmentSnapshot(name, Enrollment.Empty, null) : new EnrollmentSnapshot(name, read.Value.Document, read.Value.ETag);
    }

    /// <summary>Writes a changed enrollment if nobody changed it since it was read. Returns whether it stands.</summary>
    public Task<bool> TryChangeAsync(EnrollmentSnapshot read, Enrollment changed, CancellationToken cancellationToken)
    {
        return documents.TryWriteAsync(PathOf(read.Name), changed, read.ETag, LedgerJson.Compact.Enrollment, cancellationToken);
    }

    private static string PathOf(string name) => $"enrollments/{name}.json";
}

/// <summary>An enrollment as it was read.</summary>
/// <param name="Name">The SHA-256 of its preEnrollmentCode, 64 lower-case hex digits.</param>
/// <param name="Enrollment">What it lists.</param>
/// <param name="ETag">Its ETag; null when there is no document yet.</param>
public sealed record EnrollmentSnapshot(string Name, Enrollment Enrollment, string? ETag);
