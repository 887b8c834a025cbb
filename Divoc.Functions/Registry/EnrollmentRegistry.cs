using System.Security.Cryptography;
using System.Text;

namespace Divoc.Functions.Registry;

/// <summary>Reads and changes enrollments. Their one conditional write is the only commit point of a certificate.</summary>
public sealed class EnrollmentRegistry(RegistryDocuments documents)
{
    /// <summary>The enrollment's name for a preEnrollmentCode: its SHA-256, so that names in the store tell no code.</summary>
    public static string NameOf(string preEnrollmentCode)
    {
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(preEnrollmentCode)));
    }

    /// <summary>Reads an enrollment; an empty one when nothing was ever listed.</summary>
    public async Task<EnrollmentSnapshot> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var read = await documents.ReadAsync(PathOf(name), RegistryJson.Compact.Enrollment, cancellationToken);
        return read is null ? new EnrollmentSnapshot(name, Enrollment.Empty, null) : new EnrollmentSnapshot(name, read.Value.Document, read.Value.ETag);
    }

    /// <summary>Writes a changed enrollment if nobody changed it since it was read. Returns whether it stands.</summary>
    public Task<bool> TryChangeAsync(EnrollmentSnapshot read, Enrollment changed, CancellationToken cancellationToken)
    {
        return documents.TryWriteAsync(PathOf(read.Name), changed, read.ETag, RegistryJson.Compact.Enrollment, cancellationToken);
    }

    private static string PathOf(string name) => $"enrollments/{name}.json";
}
