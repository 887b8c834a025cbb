using System.Security.Cryptography;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Hosting.Preview;

/// <summary>A key that is made for one preview and forgotten, so that the QR code is as large as a real one and verifies with nobody.</summary>
internal sealed class PreviewSigningKey : ISigningKey, IDisposable
{
    private const int KeySize = 2048;

    private readonly RSA rsa = RSA.Create(KeySize);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken)
    {
        return Task.FromResult<IReadOnlyList<PublishedKey>>([PublishedKey.Of(rsa)]);
    }

    /// <inheritdoc/>
    public Task<KeySignature> SignDigestAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> digest, SigningLane lane, CancellationToken cancellationToken)
    {
        var signature = rsa.SignHash(digest.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        return Task.FromResult(new KeySignature(signature, PublishedKey.Of(rsa).KeyId));
    }

    /// <inheritdoc/>
    public void Dispose() => rsa.Dispose();
}
