using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Status;

/// <summary>
/// Certificates that are not valid, for offline verifiers: all of them, or those whose hash begins with some hex digits. A certificate that
/// is not listed was not revoked, superseded or suspended when the list was made. A full list names a certificate by the SHA-256 of its id,
/// a shard by the first 128 bits of that, both in base64url, so that neither reveals anything to somebody without the certificate.
/// </summary>
public sealed record StatusList : IStatusDocument
{
    /// <summary>The <c>issuer</c> of the certificates.</summary>
    public required string Issuer { get; init; }

    /// <summary>The number of hex digits of shards: 0 in the full list; absent in a shard.</summary>
    public int? PrefixLength { get; init; }

    /// <summary>The lower-case hex digits with which the hashes begin; absent in the full list.</summary>
    public string? Prefix { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>The latest time at which a newer one is available (UTC). After it, a verifier must not use this one.</summary>
    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>Certificates that are never valid again, in ordinal order.</summary>
    public required IReadOnlyList<string> Revoked { get; init; }

    /// <summary>Certificates that an update has replaced, in ordinal order.</summary>
    public required IReadOnlyList<string> Superseded { get; init; }

    /// <summary>Certificates that are suspended, now or later, by certificate and time.</summary>
    public required IReadOnlyList<SuspendedCertificate> Suspended { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public string? Type => Prefix is null ? null : SignedStatus.ShardType;

    /// <inheritdoc/>
    public IStatusDocument At(DateTimeOffset issued, DateTimeOffset nextUpdate) => this with { Issued = issued, NextUpdate = nextUpdate };

    /// <inheritdoc/>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StatusJson.Compact.StatusList);

    /// <inheritdoc/>
    public string ContentHash()
    {
        var timeless = this with { Issued = default, NextUpdate = default };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(timeless, StatusJson.Compact.StatusList)));
    }
}

/// <summary>A suspension in a list. A certificate has one entry for each of its suspensions that is not over.</summary>
/// <param name="Certificate">The name of the certificate in the list.</param>
/// <param name="From">The beginning (UTC).</param>
/// <param name="Until">The end (UTC, exclusive); null if only a reinstatement ends it.</param>
public sealed record SuspendedCertificate(string Certificate, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>
/// Leads verifiers to the status of a certificate if a full list would be too long. It has no member of the lists, so that nobody mistakes
/// it for an empty list.
/// </summary>
public sealed record StatusIndex : IStatusDocument
{
    /// <summary>The <c>issuer</c> of the certificates.</summary>
    public required string Issuer { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>The latest time at which a newer one is available (UTC).</summary>
    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>The number of hex digits of a certificate's hash that name its shard.</summary>
    public required int PrefixLength { get; init; }

    /// <summary>Former numbers that are still answered: a verifier may request these shards if the others are not available.</summary>
    public required IReadOnlyList<int> FormerPrefixLengths { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public string? Type => SignedStatus.IndexType;

    /// <inheritdoc/>
    public IStatusDocument At(DateTimeOffset issued, DateTimeOffset nextUpdate) => this with { Issued = issued, NextUpdate = nextUpdate };

    /// <inheritdoc/>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StatusJson.Compact.StatusIndex);

    /// <inheritdoc/>
    public string ContentHash() => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{PrefixLength} {string.Join(',', FormerPrefixLengths)} {Issuer}")));
}

/// <summary>A signed and published document about the status.</summary>
public interface IStatusDocument
{
    /// <summary>The <c>typ</c> of its JWS; null for none.</summary>
    string? Type { get; }

    /// <summary>When it was made (UTC).</summary>
    DateTimeOffset Issued { get; }

    /// <summary>The latest time at which a newer one is available (UTC).</summary>
    DateTimeOffset NextUpdate { get; }

    /// <summary>The same, made at another time.</summary>
    IStatusDocument At(DateTimeOffset issued, DateTimeOffset nextUpdate);

    /// <summary>As JSON.</summary>
    byte[] ToJson();

    /// <summary>A hash that distinguishes it from others, independent of the times: SHA-256, lower-case hex.</summary>
    string ContentHash();
}
