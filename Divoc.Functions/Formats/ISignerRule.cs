using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats;

/// <summary>What a format wants of the X.509 certificates of the keys that sign it. Each format that names keys by their certificates registers one.</summary>
public interface ISignerRule
{
    /// <summary>What the keys sign.</summary>
    KeyPurpose Purpose { get; }

    /// <summary>Whether the format is set up: before that nobody waits for its certificates.</summary>
    bool IsInUse { get; }

    /// <summary>
    /// The names of certificate types with the extended key usage (RFC 5280 section 4.2.1.12) by which the certificate of a key is for them, as an OID in dots.
    /// </summary>
    IReadOnlyDictionary<string, string> Usages { get; }

    /// <summary>What an operator has to do something about; none where all can be signed for some time to come.</summary>
    /// <param name="published">All published keys, those of other purposes too.</param>
    /// <param name="now">The time (UTC).</param>
    IReadOnlyList<SignerFinding> Judge(IReadOnlyList<PublishedKey> published, DateTimeOffset now);

    /// <summary>Whether verifiers are to know the certificate of a key, if it has one.</summary>
    bool IsForVerifiers(PublishedKey key);

    /// <summary>What a verifier goes by where a certificate names the key; null where the certificate can't be read.</summary>
    /// <param name="certificate">DER.</param>
    SignerUse? UseOf(ReadOnlyMemory<byte> certificate);
}

/// <summary>What a certificate of a key says of its use.</summary>
/// <param name="NotBefore">From when on it is valid.</param>
/// <param name="NotAfter">The last instant at which it is valid.</param>
/// <param name="Types">The names of the certificate types that it is for.</param>
public sealed record SignerUse(DateTimeOffset NotBefore, DateTimeOffset NotAfter, IReadOnlyList<string> Types);

/// <summary>What an operator has to do something about.</summary>
/// <param name="Text">A sentence, or several. It tells of keys and certificates, never of a person.</param>
/// <param name="MayBeMeant">Whether it may be as the operator wants it: a certificate that leaves out what is not issued.</param>
public sealed record SignerFinding(string Text, bool MayBeMeant = false);
