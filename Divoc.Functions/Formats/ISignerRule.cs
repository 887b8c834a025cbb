using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats;

/// <summary>
/// What a format requires from the X.509 certificates of the keys that sign it. Each format that names keys by their certificates registers
/// one.
/// </summary>
public interface ISignerRule
{
    /// <summary>The purpose of the keys.</summary>
    KeyPurpose Purpose { get; }

    /// <summary>Whether the format is set up: until then nobody needs its certificates.</summary>
    bool IsInUse { get; }

    /// <summary>
    /// The names of certificate types with the extended key usage (RFC 5280 section 4.2.1.12, an OID in dots) that the certificate of a key
    /// has if it is for them.
    /// </summary>
    IReadOnlyDictionary<string, string> Usages { get; }

    /// <summary>Findings on which an operator must act; none if everything can be signed now and for some time.</summary>
    /// <param name="published">All published keys, those of other purposes too.</param>
    /// <param name="now">The time (UTC).</param>
    IReadOnlyList<SignerFinding> Judge(IReadOnlyList<PublishedKey> published, DateTimeOffset now);

    /// <summary>Whether verifiers should get the certificate of a key, if it has one.</summary>
    bool IsForVerifiers(PublishedKey key);

    /// <summary>What a verifier checks if a certificate names the key; null if the certificate can't be read.</summary>
    /// <param name="certificate">DER.</param>
    SignerUse? UseOf(ReadOnlyMemory<byte> certificate);
}

/// <summary>What a key's certificate says about its use.</summary>
/// <param name="NotBefore">The first instant at which it is valid.</param>
/// <param name="NotAfter">The last instant at which it is valid.</param>
/// <param name="Types">The names of the certificate types that it is for.</param>
public sealed record SignerUse(DateTimeOffset NotBefore, DateTimeOffset NotAfter, IReadOnlyList<string> Types);

/// <summary>A finding on which an operator must act.</summary>
/// <param name="Text">A sentence, or several. It is about keys and certificates, never about a person.</param>
/// <param name="MayBeIntended">Whether this may be intended: a certificate that leaves out types that are not issued.</param>
public sealed record SignerFinding(string Text, bool MayBeIntended = false);
