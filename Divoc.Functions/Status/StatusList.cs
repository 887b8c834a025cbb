using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Status;

/// <summary>
/// Certificates that are not valid, for verifiers without a connection: all of them, or those whose hash begins with some hex digits. Whatever is not listed was not revoked, superseded or
/// suspended when the list was made. A list of all names a certificate by the SHA-256 of its id, a shard by the first 128 bits of that, both base64url, so that neither tells anything to whoever does
/// not hold the certificate.
/// </summary>
public sealed record StatusList : IStatusDocument
{
    /// <summary>The <c>issuer</c> of the certificates.</summary>
    public required string Issuer { get; init; }

    /// <summary>How many hex digits shards have: 0 in the list of all; absent in a shard.</summary>
    public int? PrefixLength { get; init; }

    /// <summary>The lower-case hex digits with which the hashes begin; absent in the list of all.</summary>
    public string? Prefix { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>When a newer one is to be had at the latest (UTC). A verifier trusts it no longer.</summary>
    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>Those that are never valid again, in ordinal order.</summary>
    public required IReadOnlyList<string> Revoked { get; init; }

    /// <summary>Those that an update has replaced, in ordinal order.</summary>
    public required IReadOnlyList<string> Superseded { get; init; }

    /// <summary>Those that are suspended, now or later, by certificate and time.</summary>
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
/// <param name="Certificate">The certificate, as the list names it.</param>
/// <param name="From">From when it is not valid (UTC).</param>
/// <param name="Until">Until when it is not valid (UTC, exclusive); null where only a reinstatement ends it.</param>
public sealed record SuspendedCertificate(string Certificate, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>Says where a verifier finds the status of a certificate once a list of all would be too long. It has no member of the lists, so that nobody takes it for an empty one.</summary>
public sealed record StatusIndex : IStatusDocument
{
    /// <summary>The <c>issuer</c> of the certificates.</summary>
    public required string Issuer { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>When a newer one is to be had at the latest (UTC).</summary>
    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>How many hex digits of its hash name the shard of a certificate.</summary>
    public required int PrefixLength { get; init; }

    /// <summary>How many they had before, where those are still answered: a verifier may ask for these where the others can't be had.</summary>
    public required IReadOnlyList<int> FormerPrefixLengths { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public string? Type => SignedStatus.IndexType;

    /// <inheritdoc/>
    public IStatusDocument At(DateTimeOffset issued, DateTimeOffset nextUpdate) => this with { Issued = issued, NextUpdate = nextUpdate };

    /// <inheritdoc/>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StatusJson.Compact.StatusIndex);

    /// <inheritdoc/>
    public string ContentHash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{PrefixLength} {string.Join(',', FormerPrefixLengths)} {Issuer}")));
}

/// <summary>What is signed and published of the status.</summary>
public interface IStatusDocument
{
    /// <summary>The <c>typ</c> of its JWS; null for none.</summary>
    string? Type { get; }

    /// <summary>When it was made (UTC).</summary>
    DateTimeOffset Issued { get; }

    /// <summary>When a newer one is to be had at the latest (UTC).</summary>
    DateTimeOffset NextUpdate { get; }

    /// <summary>The same, made at another time.</summary>
    IStatusDocument At(DateTimeOffset issued, DateTimeOffset nextUpdate);

    /// <summary>As JSON.</summary>
    byte[] ToJson();

    /// <summary>What tells it from another but for the times: SHA-256, lower-case hex.</summary>
    string ContentHash();
}
