using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Divoc.Functions.Keys;

/// <summary>
/// Requests for certificates (PKCS #10, RFC 2986) and self-signed certificates of signing keys, signed where the key is. .NET signs them
/// only in a synchronous call, so each is made twice: first for the bytes to be signed, which the key's store then signs, and again with
/// that signature.
/// </summary>
public static class CertificateMaking
{
    private const int SerialBytes = 16;

    /// <summary>The tolerance of verifiers for clocks that differ.</summary>
    private static readonly TimeSpan Earlier = TimeSpan.FromHours(1);

    /// <summary>Used as purpose if the key is assigned to none.</summary>
    private static readonly KeyPurpose Unnamed = new("certificate");

    /// <summary>Makes a request, as PEM (RFC 7468 section 7).</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="key">The key to certify, one of the published.</param>
    /// <param name="content">The content of its certificate.</param>
    /// <param name="cancellationToken">Cancels the wait for the key.</param>
    /// <exception cref="SigningKeyUnavailableException">The key did not sign.</exception>
    public static async Task<string> RequestAsync(
        ISigningKeys keys, PublishedKey key, KeyCertificateContent content, CancellationToken cancellationToken)
    {
        var request = RequestOf(key, content);
        var der = await SignAsync(keys, key, request.CreateSigningRequest, cancellationToken);
        return PemEncoding.WriteString("CERTIFICATE REQUEST", der);
    }

    /// <summary>Makes a self-signed certificate, as DER.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="key">The key to certify, one of the published.</param>
    /// <param name="content">The content of its certificate.</param>
    /// <param name="now">The time (UTC).</param>
    /// <param name="until">The last instant at which it is valid (UTC).</param>
    /// <param name="cancellationToken">Cancels the wait for the key.</param>
    /// <inheritdoc cref="RequestAsync" path="/exception"/>
    public static Task<byte[]> SelfSignAsync(
        ISigningKeys keys, PublishedKey key, KeyCertificateContent content, DateTimeOffset now, DateTimeOffset until,
        CancellationToken cancellationToken)
    {
        var request = RequestOf(key, content);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var serial = SerialOf();
        return SignAsync(keys, key, Make, cancellationToken);

        byte[] Make(X509SignatureGenerator generator)
        {
            using var certificate = request.Create(content.Subject, generator, now - Earlier, until, serial);
            return certificate.RawData;
        }
    }

    private static CertificateRequest RequestOf(PublishedKey key, KeyCertificateContent content)
    {
        var request = new CertificateRequest(
            content.Subject, PublicKey.CreateFromSubjectPublicKeyInfo(key.PublicKeyInfo, out _), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        if (content.Usages.Count > 0)
        {
            var usages = new OidCollection();
            foreach (var usage in content.Usages)
            {
                usages.Add(new Oid(usage));
            }

            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(usages, critical: false));
        }

        return request;
    }

    /// <summary>Positive and at most 20 bytes, as RFC 5280 section 4.1.2.2 requires, and random, so that it can't be guessed.</summary>
    private static byte[] SerialOf()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }

    private static Task<byte[]> SignAsync(
        ISigningKeys keys, PublishedKey key, Func<X509SignatureGenerator, byte[]> make, CancellationToken cancellationToken)
    {
        var use = new SigningUse(key.Purposes.Count == 0 ? Unnamed : key.Purposes[0], key.Algorithm)
        {
            Only = candidate => candidate.KeyId == key.KeyId,
        };
        return keys.SignAsync(use, SigningLane.Interactive, SignWithAsync, cancellationToken);

        async Task<byte[]> SignWithAsync(ChosenKey chosen, CancellationToken ending)
        {
            var generator = new LaterSignature(key);
            make(generator);
            generator.Take(await chosen.SignAsync(generator.Digest(), ending));
            return make(generator);
        }
    }

    /// <summary>Keeps the bytes to be signed, and returns their signature in the second run.</summary>
    private sealed class LaterSignature(PublishedKey key) : X509SignatureGenerator
    {
        private byte[] input = [];
        private byte[]? signature;

        /// <summary>SHA-256 of the bytes to be signed.</summary>
        public byte[] Digest() => SHA256.HashData(input);

        /// <summary>Takes the signature in the form of <see cref="SignatureAlgorithm"/>.</summary>
        public void Take(byte[] made) => signature = key.Algorithm == SignatureAlgorithm.ES256 ? SequenceOf(made) : made;

        /// <inheritdoc/>
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            if (key.Algorithm == SignatureAlgorithm.PS256)
            {
                using var rsa = key.ToRsa();
                return CreateForRSA(rsa, RSASignaturePadding.Pss).GetSignatureAlgorithmIdentifier(hashAlgorithm);
            }

            using var curve = ECDsa.Create();
            curve.ImportSubjectPublicKeyInfo(key.PublicKeyInfo, out _);
            return CreateForECDsa(curve).GetSignatureAlgorithmIdentifier(hashAlgorithm);
        }

        /// <inheritdoc/>
        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm)
        {
            if (signature is not null && !data.AsSpan().SequenceEqual(input))
            {
                throw new InvalidOperationException("What is signed differs from what was to be signed.");
            }

            input = data;
            return signature ?? [];
        }

        /// <inheritdoc/>
        protected override PublicKey BuildPublicKey() => PublicKey.CreateFromSubjectPublicKeyInfo(key.PublicKeyInfo, out _);

        /// <summary>R and S as in X.509 (ECDSA-Sig-Value, RFC 3279 section 2.2.3).</summary>
        private static byte[] SequenceOf(byte[] made)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteIntegerUnsigned(made.AsSpan(0, made.Length / 2));
                writer.WriteIntegerUnsigned(made.AsSpan(made.Length / 2));
            }

            return writer.Encode();
        }
    }
}
