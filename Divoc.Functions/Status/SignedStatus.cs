using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Status;

/// <summary>
/// A list or the index as it is published: a JWS (RFC 7515), signed with PS256. The list of all is handed out in the flattened JSON form (section 7.2.2), the kid in the header that is not signed;
/// shards and index in the compact form (section 7.1), the kid in the header that is signed.
/// </summary>
/// <param name="Payload">The <see cref="StatusList"/> or <see cref="StatusIndex"/> as JSON, base64url.</param>
/// <param name="Protected">The header that is signed, base64url.</param>
/// <param name="Header">The header that is not signed.</param>
/// <param name="Signature">The signature, base64url.</param>
public sealed record SignedStatus(string Payload, string Protected, SignedStatusHeader Header, string Signature)
{
    /// <summary>The media type of the list of all (RFC 7515 section 9.2.1).</summary>
    public const string WholeListType = "application/jose+json";

    /// <summary>The <c>typ</c> of a shard, and its media type behind <c>application/</c>.</summary>
    public const string ShardType = "status-shard+jws";

    /// <summary>The <c>typ</c> of the index, and its media type behind <c>application/</c>.</summary>
    public const string IndexType = "status-index+jws";

    /// <summary>As a document of JSON, with all members.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StatusJson.Compact.SignedStatus);

    /// <summary>In the compact form.</summary>
    public byte[] ToCompact() => Encoding.ASCII.GetBytes($"{Protected}.{Payload}.{Signature}");
}

/// <summary>The header that is not signed.</summary>
/// <param name="Kid">Which of the published keys signed.</param>
public sealed record SignedStatusHeader(string Kid);

/// <summary>The header that is signed.</summary>
/// <param name="Alg">The algorithm.</param>
/// <param name="Kid">Which of the published keys signed; absent in the list of all.</param>
/// <param name="Typ">What is signed; absent in the list of all.</param>
internal sealed record SignedStatusProtectedHeader(string Alg, string? Kid, string? Typ);

/// <summary>How many hex digits the shards have.</summary>
public sealed record StatusLengthDocument
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>How many there are now; it never becomes less.</summary>
    public required int Length { get; init; }

    /// <summary>The lengths before that are still answered.</summary>
    public IReadOnlyList<FormerStatusLength> Former { get; init; } = [];

    /// <summary>Whether shards of so many hex digits are answered.</summary>
    public bool Answers(int length) => length > 0 && (length == Length || Former.Any(former => former.Length == length));
}

/// <summary>A length that shards had, answered so that verifiers that know nothing else yet still find what they look for.</summary>
/// <param name="Length">How many hex digits.</param>
/// <param name="Until">Until when it is answered (UTC).</param>
public sealed record FormerStatusLength(int Length, DateTimeOffset Until);
