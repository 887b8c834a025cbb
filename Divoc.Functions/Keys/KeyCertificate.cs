using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Divoc.Functions.Keys;

/// <summary>An X.509 certificate, which may belong to a signing key.</summary>
/// <param name="Der">The certificate.</param>
/// <param name="PublicKeyInfo">The SubjectPublicKeyInfo in it as DER (RFC 5280 section 4.1).</param>
internal sealed record KeyCertificate(ReadOnlyMemory<byte> Der, ReadOnlyMemory<byte> PublicKeyInfo)
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";

    /// <summary>
    /// SHA-256 of the certificate in hex digits, like the output of <c>openssl x509 -fingerprint -sha256</c> without colons.
    /// </summary>
    public string Fingerprint => Convert.ToHexString(SHA256.HashData(Der.Span));

    /// <summary>The first instant at which it is valid (UTC).</summary>
    public DateTimeOffset ValidFrom()
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Der.Span);
        return certificate.NotBefore.ToUniversalTime();
    }

    /// <summary>The last instant at which a certificate is valid (UTC).</summary>
    /// <exception cref="CryptographicException">It is not a certificate.</exception>
    public static DateTimeOffset EndOf(ReadOnlySpan<byte> der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return certificate.NotAfter.ToUniversalTime();
    }

    /// <summary>Reads all certificates in a text (RFC 7468 section 5), and ignores the rest.</summary>
    /// <exception cref="CryptographicException">One of them can't be read.</exception>
    public static IReadOnlyList<KeyCertificate> ReadPem(string text)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(text);

            if (found.Count != text.AsSpan().Count(Begin))
            {
                // The reader of .NET skips parts that are not base64 or have no end.
                throw new CryptographicException("The text has a certificate that is damaged.");
            }

            return [.. found.Select(read => new KeyCertificate(read.RawData, read.PublicKey.ExportSubjectPublicKeyInfo()))];
        }
        finally
        {
            foreach (var certificate in found)
            {
                certificate.Dispose();
            }
        }
    }

    /// <summary>Whether it is a certificate of a key.</summary>
    public bool IsOf(PublishedKey key) => PublicKeyInfo.Span.SequenceEqual(key.PublicKeyInfo);
}
