using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.Proofs;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Divoc.Functions.Verification;

/// <summary>Makes trusted keys from public keys.</summary>
internal static class PublicKeys
{
    private const int SmallestKey = 2048;
    private const int LargestKey = 8192;

    /// <summary>An RSA key.</summary>
    public static TrustedKey Of(RSA key, RsaJwsAlgorithm algorithm = RsaJwsAlgorithm.PS256)
    {
        return key.KeySize is >= SmallestKey and <= LargestKey
            ? new TrustedKey
            {
                Kid = PublishedKey.Of(key).KeyId,
                Rsa = key.ExportParameters(includePrivateParameters: false),
                Algorithm = algorithm,
            }
            : throw new TrustedIssuerException($"contains an RSA key of {key.KeySize} bits; {SmallestKey} to {LargestKey} are accepted.");
    }

    /// <summary>An RSA key by its modulus and exponent.</summary>
    public static TrustedKey OfRsa(byte[] modulus, byte[] exponent, RsaJwsAlgorithm algorithm)
    {
        try
        {
            using var key = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
            return Of(key, algorithm);
        }
        catch (CryptographicException exception)
        {
            throw new TrustedIssuerException("contains an RSA key that can't be used.", exception);
        }
    }

    /// <summary>A key on the curve P-256 by its point.</summary>
    public static TrustedKey OfP256(byte[] x, byte[] y)
    {
        var point = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } };
        try
        {
            using var key = ECDsa.Create(point);
            return new TrustedKey { Kid = PublishedKey.Of(key).KeyId, P256 = point };
        }
        catch (CryptographicException exception)
        {
            throw new TrustedIssuerException("contains a key that is not a point of the curve P-256.", exception);
        }
    }

    /// <summary>An Ed25519 key of 32 bytes.</summary>
    public static TrustedKey OfEd25519(ReadOnlySpan<byte> raw)
    {
        try
        {
            return Of(new Ed25519PublicKey(raw));
        }
        catch (LinkedDataException exception)
        {
            throw new TrustedIssuerException("contains an Ed25519 key that is not valid.", exception);
        }
    }

    /// <summary>An Ed25519 key; its thumbprint is that of RFC 8037 appendix A.3.</summary>
    public static TrustedKey Of(Ed25519PublicKey key)
    {
        var members = $$"""{"crv":"Ed25519","kty":"OKP","x":"{{Base64Url.EncodeToString(key.Raw.Span)}}"}""";
        return new TrustedKey { Kid = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(members))), Ed25519 = key };
    }

    /// <summary>The key of a certificate, with the certificate and its time; null for a kind that no format uses.</summary>
    /// <param name="certificate">DER.</param>
    /// <exception cref="CryptographicException">It is not a certificate.</exception>
    public static TrustedKey? OfCertificate(byte[] certificate)
    {
        using var read = X509CertificateLoader.LoadCertificate(certificate);
        var key = P256Of(read) ?? OfSubjectPublicKeyInfo(read.PublicKey.ExportSubjectPublicKeyInfo());
        return key is null ? null : key with
        {
            Certificates = [certificate],
            NotBefore = read.NotBefore.ToUniversalTime(),
            NotAfter = read.NotAfter.ToUniversalTime(),
        };
    }

    private static TrustedKey? P256Of(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPublicKey();
        var parameters = key?.ExportParameters(includePrivateParameters: false);
        return parameters?.Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
            ? new TrustedKey { Kid = PublishedKey.Of(key!).KeyId, P256 = parameters }
            : null;
    }

    /// <summary>A key as SubjectPublicKeyInfo; null for a kind that does not sign DIVOC's credentials.</summary>
    public static TrustedKey? OfSubjectPublicKeyInfo(byte[] info)
    {
        try
        {
            if (PublicKeyFactory.CreateKey(info) is Ed25519PublicKeyParameters ed25519)
            {
                return OfEd25519(ed25519.GetEncoded());
            }

            using var key = RSA.Create();
            key.ImportSubjectPublicKeyInfo(info, out _);
            return Of(key);
        }
        catch (CryptographicException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or SecurityUtilityException)
        {
            throw new TrustedIssuerException("contains a public key that can't be read.", exception);
        }
    }
}
