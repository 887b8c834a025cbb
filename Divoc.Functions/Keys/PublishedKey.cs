using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Keys;

/// <summary>The public half of a signing key, as it is published to verifiers.</summary>
public sealed class PublishedKey
{
    private PublishedKey(SignatureAlgorithm algorithm, int sizeInBits, byte[] publicKeyInfo, params KeyValuePair<string, string>[] members)
    {
        Members = members;
        Algorithm = algorithm;
        SizeInBits = sizeInBits;
        PublicKeyInfo = publicKeyInfo;
        PublicKeyPem = PemEncoding.WriteString("PUBLIC KEY", publicKeyInfo);
        KeyId = Thumbprint(members);
    }

    /// <summary>The key id: SHA-256 thumbprint of the JWK, base64url (RFC 7638).</summary>
    public string KeyId { get; }

    /// <summary>The only algorithm with which the key signs.</summary>
    public SignatureAlgorithm Algorithm { get; }

    /// <summary>Length of the modulus, or of the curve's order.</summary>
    public int SizeInBits { get; }

    /// <summary>SubjectPublicKeyInfo as PEM (RFC 7468 section 13).</summary>
    public string PublicKeyPem { get; }

    /// <summary>The required members of the JWK in lexicographic order, as for the thumbprint (RFC 7638 section 3.2).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Members { get; }

    /// <summary>Whether the program itself made the key for use on its own machine, so that nobody else relies on its signatures.</summary>
    public bool MadeByProgram { get; private init; }

    /// <summary>The purposes to which the key is assigned; empty for every purpose.</summary>
    public IReadOnlyList<KeyPurpose> Purposes { get; private init; } = [];

    /// <summary>The DER of an X.509 certificate of the key; null if it has none.</summary>
    public ReadOnlyMemory<byte>? Certificate { get; private init; }

    /// <summary>SubjectPublicKeyInfo as DER (RFC 5280 section 4.1).</summary>
    internal byte[] PublicKeyInfo { get; }

    /// <summary>Reads the public half of an RSA key.</summary>
    public static PublishedKey Of(RSA key, bool madeByProgram = false)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new PublishedKey(
            SignatureAlgorithm.PS256,
            key.KeySize,
            key.ExportSubjectPublicKeyInfo(),
            new("e", Base64Url.EncodeToString(parameters.Exponent)),
            new("kty", "RSA"),
            new("n", Base64Url.EncodeToString(parameters.Modulus)))
        {
            MadeByProgram = madeByProgram,
        };
    }

    /// <summary>Reads the public half of a key on the curve P-256.</summary>
    /// <exception cref="ArgumentException">It is on another curve.</exception>
    public static PublishedKey Of(ECDsa key, bool madeByProgram = false)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        if (parameters.Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
        {
            throw new ArgumentException("The key is not on the curve P-256.", nameof(key));
        }

        return new PublishedKey(
            SignatureAlgorithm.ES256,
            key.KeySize,
            key.ExportSubjectPublicKeyInfo(),
            new("crv", "P-256"),
            new("kty", "EC"),
            new("x", Base64Url.EncodeToString(parameters.Q.X)),
            new("y", Base64Url.EncodeToString(parameters.Q.Y)))
        {
            MadeByProgram = madeByProgram,
        };
    }

    /// <summary>The same key, assigned to purposes; with none, it serves every purpose.</summary>
    public PublishedKey For(IReadOnlyList<KeyPurpose> purposes) => With(purposes, Certificate);

    /// <summary>The same key with the first of some certificates that is its own; unchanged if none is.</summary>
    internal PublishedKey CertifiedBy(IEnumerable<KeyCertificate> certificates)
    {
        return certificates.FirstOrDefault(certificate => certificate.IsOf(this)) is { } own ? With(Purposes, own.Der) : this;
    }

    /// <summary>
    /// Each key once, at its first place. A key in several places serves the purposes of all of them, and has the first certificate.
    /// </summary>
    internal static IReadOnlyList<PublishedKey> Join(IEnumerable<PublishedKey> keys)
    {
        return [.. keys.Distinct().GroupBy(key => key.KeyId).Select(same => same.Count() == 1 ? same.First() : Join([.. same]))];
    }

    /// <summary>Whether the key may sign for a purpose.</summary>
    public bool Serves(KeyPurpose purpose) => Purposes.Count == 0 || Purposes.Contains(purpose);

    /// <summary>The key as a JWK for signatures (RFC 7517 section 4).</summary>
    public JsonObject ToJsonWebKey()
    {
        var key = new JsonObject
        {
            ["kty"] = Members.Single(member => member.Key == "kty").Value,
            ["kid"] = KeyId,
            ["use"] = "sig",
            ["alg"] = Algorithm.ToString(),
        };
        foreach (var (name, value) in Members)
        {
            key[name] = value;
        }

        if (Certificate is { } der)
        {
            key["x5c"] = new JsonArray(Convert.ToBase64String(der.Span));
        }

        return key;
    }

    /// <summary>Whether a signature with this key's algorithm is valid.</summary>
    /// <param name="digest">SHA-256, 32 bytes.</param>
    /// <param name="signature">The signature in the form of <see cref="SignatureAlgorithm"/>.</param>
    public bool Verifies(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        if (Algorithm == SignatureAlgorithm.PS256)
        {
            using var rsa = ToRsa();
            return rsa.VerifyHash(digest, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        }

        using var curve = ECDsa.Create();
        curve.ImportSubjectPublicKeyInfo(PublicKeyInfo, out _);
        return curve.VerifyHash(digest, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>An RSA key for verifying. The caller disposes it.</summary>
    /// <exception cref="CryptographicException">It is not an RSA key.</exception>
    public RSA ToRsa()
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportSubjectPublicKeyInfo(PublicKeyInfo, out _);
            return rsa;
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    private PublishedKey With(IReadOnlyList<KeyPurpose> purposes, ReadOnlyMemory<byte>? certificate)
    {
        return new PublishedKey(Algorithm, SizeInBits, PublicKeyInfo, [.. Members])
        {
            MadeByProgram = MadeByProgram,
            Purposes = purposes,
            Certificate = certificate,
        };
    }

    private static PublishedKey Join(IReadOnlyList<PublishedKey> same)
    {
        return same[0].With(AllPurposes(same), same.Select(key => key.Certificate).FirstOrDefault(certificate => certificate is not null));
    }

    private static IReadOnlyList<KeyPurpose> AllPurposes(IReadOnlyList<PublishedKey> keys)
    {
        return keys.Any(key => key.Purposes.Count == 0) ? [] : [.. keys.SelectMany(key => key.Purposes).Distinct()];
    }

    /// <summary>
    /// RFC 7638 section 3: the required members in lexicographic order, without white space. No value has a character that JSON escapes.
    /// </summary>
    private static string Thumbprint(IReadOnlyList<KeyValuePair<string, string>> members)
    {
        var json = $"{{{string.Join(',', members.Select(member => $"\"{member.Key}\":\"{member.Value}\""))}}}";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
    }
}
