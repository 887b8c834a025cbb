using System.Text.Json.Serialization;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Registry;

/// <summary>
/// The public half of a key that signed, for verifying: written before the first of what it signed is stored, and kept for good. Only whether it may be missing
/// changes.
/// </summary>
public sealed record RememberedKey
{
    /// <summary>What the names of all these documents begin with in the registry.</summary>
    internal const string Prefix = "keys/";

    /// <summary>The form of this document.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = 1;

    /// <summary>The key id: SHA-256 thumbprint of the JWK, base64url (RFC 7638).</summary>
    public required string Kid { get; init; }

    /// <summary>Always <c>divoc</c>: earlier versions of the program, which knew no purposes, want it.</summary>
    public required string Purpose { get; init; }

    /// <summary>The names of all purposes that the key served when it signed; null for every purpose.</summary>
    public IReadOnlyList<string>? Purposes { get; init; }

    /// <summary>The one algorithm that it signs with.</summary>
    public required SignatureAlgorithm Algorithm { get; init; }

    /// <summary>The members of the JWK that the kid is made of, in lexicographic order: <c>e, kty, n</c> of an RSA key, <c>crv, kty, x, y</c> of one on a curve.</summary>
    public required IReadOnlyDictionary<string, string> PublicKey { get; init; }

    /// <summary>
    /// The X.509 certificates that it had when it signed, DER in base64, in the order in which the registry saw them; null if it never had any.
    /// Versions of the program before there were any pass over this.
    /// </summary>
    public IReadOnlyList<string>? Certificates { get; init; }

    /// <summary>When it was written (UTC).</summary>
    public required DateTimeOffset RememberedAt { get; init; }

    /// <summary>Whether the program made the key for use on its own machine, and nobody else has relied on what it signed since.</summary>
    public required bool MadeByProgram { get; init; }

    /// <summary>When an operator said that it is gone for good (UTC); null if nobody did, or if it has signed again since.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>Why, in the operator's words; null unless it is retired.</summary>
    public string? RetiredFor { get; init; }

    /// <summary>Whether it must not be missing.</summary>
    [JsonIgnore]
    public bool IsNeeded => !MadeByProgram && RetiredAt is null;

    /// <summary>When the last of its certificates ends that the registry saw (UTC); null if it never had any.</summary>
    public DateTimeOffset? CertificateUntil() => Certificates is [.., var last] ? KeyCertificate.EndOf(Convert.FromBase64String(last)) : null;

    /// <summary>Whether what it signed for a purpose counts.</summary>
    public bool Served(KeyPurpose purpose) => Purposes is null || Purposes.Contains(purpose.Name);

    internal static string PathOf(string kid) => $"{Prefix}{kid}.json";
}
