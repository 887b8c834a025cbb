using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Status;

/// <summary>
/// A list or the index as it is published: a JWS (RFC 7515), signed with PS256. The full list has the flattened JSON form (section 7.2.2)
/// with the kid in the unprotected header; shards and index have the compact form (section 7.1) with the kid in the protected header.
/// </summary>
/// <param name="Payload">The <see cref="StatusList"/> or <see cref="StatusIndex"/> as JSON, base64url.</param>
/// <param name="Protected">The protected header, base64url.</param>
/// <param name="Header">The unprotected header.</param>
/// <param name="Signature">The signature, base64url.</param>
public sealed record SignedStatus(string Payload, string Protected, SignedStatusHeader Header, string Signature)
{
    /// <summary>The media type of the full list (RFC 7515 section 9.2.1).</summary>
    public const string WholeListType = "application/jose+json";

    /// <summary>The <c>typ</c> of a shard, and its media type after <c>application/</c>.</summary>
    public const string ShardType = "status-shard+jws";

    /// <summary>The <c>typ</c> of the index, and its media type after <c>application/</c>.</summary>
    public const string IndexType = "status-index+jws";

    /// <summary>As a JSON document, with all members.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StatusJson.Compact.SignedStatus);

    /// <summary>In the compact form.</summary>
    public byte[] ToCompact() => Encoding.ASCII.GetBytes($"{Protected}.{Payload}.{Signature}");
}

/// <summary>The unprotected header.</summary>
/// <param name="Kid">The kid of the published key that signed.</param>
public sealed record SignedStatusHeader(string Kid);

/// <summary>The protected header.</summary>
/// <param name="Alg">The algorithm.</param>
/// <param name="Kid">The kid of the published key that signed; absent in the full list.</param>
/// <param name="Typ">The type of the payload; absent in the full list.</param>
internal sealed record SignedStatusProtectedHeader(string Alg, string? Kid, string? Typ);

/// <summary>The number of hex digits of shards.</summary>
public sealed record StatusLengthDocument
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>The present number; it never becomes smaller.</summary>
    public required int Length { get; init; }

    /// <summary>Former lengths that are still answered.</summary>
    public IReadOnlyList<FormerStatusLength> Former { get; init; } = [];

    /// <summary>Whether shards with this number of hex digits are answered.</summary>
    public bool Answers(int length) => length > 0 && (length == Length || Former.Any(former => former.Length == length));
}

/// <summary>A former length of shards. It is still answered for verifiers that do not know the new one yet.</summary>
/// <param name="Length">The number of hex digits.</param>
/// <param name="Until">The time until which it is answered (UTC).</param>
public sealed record FormerStatusLength(int Length, DateTimeOffset Until);
