using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.Formats;

namespace Divoc.Functions.Verification;

/// <summary>Keys of a PEM file (RFC 7468): public keys, or X.509 certificates, whose time counts but whose chain is not checked.</summary>
internal static class PemKeys
{
    /// <summary>The keys, all with one name; certificates need none, because some formats name keys by them.</summary>
    /// <exception cref="TrustedIssuerException">The file has something else, or nothing usable.</exception>
    public static IReadOnlyList<TrustedKey> Read(byte[] content, string? verificationMethod)
    {
        var keys = new List<TrustedKey>();
        ReadOnlySpan<char> rest = Encoding.UTF8.GetString(content);
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (ReadBlock(rest[fields.Label].ToString(), Convert.FromBase64String(rest[fields.Base64Data].ToString())) is { } key)
            {
                keys.Add(key with { VerificationMethods = verificationMethod is null ? [] : [verificationMethod] });
            }

            rest = rest[fields.Location.End..];
        }

        if (verificationMethod is null && keys.Exists(key => key.Certificates.Count == 0))
        {
            throw new TrustedIssuerException(
                "must be named after the verificationMethod of the proofs, percent-encoded, such as did%3Aindia.pem.");
        }

        return keys.Count > 0 ? keys : throw new TrustedIssuerException("contains no RSA or Ed25519 key in PEM (BEGIN PUBLIC KEY, RSA "
            + "PUBLIC KEY or CERTIFICATE).");
    }

    private static TrustedKey? ReadBlock(string label, byte[] content)
    {
        try
        {
            return label switch
            {
                "PUBLIC KEY" => PublicKeys.OfSubjectPublicKeyInfo(content),
                "RSA PUBLIC KEY" => OfRsaPublicKey(content),
                "CERTIFICATE" => PublicKeys.OfCertificate(content),
                _ when label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) => throw new TrustedIssuerException(
                    "contains a private key: only public keys belong here, and this key should be replaced."),
                _ => null,
            };
        }
        catch (CryptographicException exception)
        {
            throw new TrustedIssuerException($"has a block '{label}' that can't be read.", exception);
        }
    }

    private static TrustedKey OfRsaPublicKey(byte[] content)
    {
        using var key = RSA.Create();
        key.ImportRSAPublicKey(content, out _);
        return PublicKeys.Of(key);
    }
}
