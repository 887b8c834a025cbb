using System.Text.Json.Serialization;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Registry;

/// <summary>
/// The public half of a key that signed, for verifying: written before its first signature is stored, and kept permanently. Only the
/// information whether it may be missing changes.
/// </summary>
public sealed record RememberedKey
{
    /// <summary>The prefix of these documents' names in the registry.</summary>
    internal const string Prefix = "keys/";

    /// <summary>The form of this document.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = 1;

    /// <summary>The key id: SHA-256 thumbprint of the JWK, base64url (RFC 7638).</summary>
    public required string Kid { get; init; }

    /// <summary>Always <c>divoc</c>: earlier versions of the program, which had no purposes, require it.</summary>
    public required string Purpose { get; init; }

    /// <summary>The names of all purposes that the key served when it signed; null for every purpose.</summary>
    public IReadOnlyList<string>? Purposes { get; init; }

    /// <summary>The only algorithm with which it signs.</summary>
    public required SignatureAlgorithm Algorithm { get; init; }

    /// <summary>
    /// The members of the JWK from which the kid is made, in lexicographic order: <c>e, kty, n</c> of an RSA key, <c>crv, kty, x, y</c> of
    /// one on a curve.
    /// </summary>
    public required IReadOnlyDictionary<string, string> PublicKey { get; init; }

    /// <summary>
    /// The X.509 certificates that it had when it signed, DER in base64, in the order in which the registry saw them; null if it never had
    /// one. Versions of the program from before there were certificates ignore this.
    /// </summary>
    public IReadOnlyList<string>? Certificates { get; init; }

    /// <summary>When it was written (UTC).</summary>
    public required DateTimeOffset RememberedAt { get; init; }

    /// <summary>Whether the program made the key for use on its own machine, and nobody else has relied on its signatures since.</summary>
    public required bool MadeByProgram { get; init; }

    /// <summary>When an operator recorded that it is lost permanently (UTC); null for never, or if it has signed again since.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>The operator's reason; null unless it is retired.</summary>
    public string? RetiredFor { get; init; }

    /// <summary>Whether it must not be missing.</summary>
    [JsonIgnore]
    public bool IsNeeded => !MadeByProgram && RetiredAt is null;

    /// <summary>When the last of its known certificates ends (UTC); null if it never had one.</summary>
    public DateTimeOffset? CertificateUntil() =>
        Certificates is [.., var last] ? KeyCertificate.EndOf(Convert.FromBase64String(last)) : null;

    /// <summary>Whether its signatures for a purpose are accepted.</summary>
    public bool Served(KeyPurpose purpose) => Purposes is null || Purposes.Contains(purpose.Name);

    internal static string PathOf(string kid) => $"{Prefix}{kid}.json";
}
