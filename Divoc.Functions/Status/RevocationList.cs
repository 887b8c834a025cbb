using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Divoc.Functions.Status;

/// <summary>
/// The certificates that do not hold, for verifiers without a connection. A certificate is named by the SHA-256 of its id, base64url (43 characters), so
/// that the list tells nothing to whoever does not hold the certificate. Whatever is not listed was not ended when the list was made.
/// </summary>
public sealed record RevocationList
{
    /// <summary>A list has room for so many: with its signature it then still fits into one document of the store.</summary>
    public const int MaximumCertificates = 200_000;

    /// <summary>The <c>issuer</c> of the certificates.</summary>
    public required string Issuer { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>When a newer one is to be had at the latest (UTC).</summary>
    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>Those that never hold again, in ordinal order.</summary>
    public required IReadOnlyList<string> Revoked { get; init; }

    /// <summary>Those that an update took the place of, in ordinal order.</summary>
    public required IReadOnlyList<string> Superseded { get; init; }

    /// <summary>Those that do not hold for a while, holding or to come, by certificate and time.</summary>
    public required IReadOnlyList<SuspendedCertificate> Suspended { get; init; }

    /// <summary>How many entries it has.</summary>
    public int Count() => Revoked.Count + Superseded.Count + Suspended.Count;

    /// <summary>How the list names a certificate.</summary>
    public static string NameOf(string certificateId) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(certificateId)));

    /// <summary>Whether both name the same certificates with the same states.</summary>
    public bool SaysTheSameAs(RevocationList other)
    {
        return Issuer == other.Issuer && Revoked.SequenceEqual(other.Revoked) && Superseded.SequenceEqual(other.Superseded) && Suspended.SequenceEqual(other.Suspended);
    }
}

/// <summary>A suspension in the list. A certificate has one entry for each of its suspensions that is not over.</summary>
/// <param name="Certificate">SHA-256 of the certificate id, base64url.</param>
/// <param name="From">From when it does not hold (UTC).</param>
/// <param name="Until">Until when it does not hold (UTC, exclusive); null where only a reinstatement ends it.</param>
public sealed record SuspendedCertificate(string Certificate, DateTimeOffset From, DateTimeOffset? Until);
