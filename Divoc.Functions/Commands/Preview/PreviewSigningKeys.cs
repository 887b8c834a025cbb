using System.Security.Cryptography;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Commands.Preview;

/// <summary>
/// Keys that are made for one preview and then discarded. So the QR code is as large as a real one, but nobody can verify it.
/// </summary>
internal sealed class PreviewSigningKeys : ISigningKeys, IDisposable
{
    private const int RsaKeySize = 2048;

    private readonly RSA rsa = RSA.Create(RsaKeySize);
    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    // A key object is used by one thread at a time.
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken)
    {
        return Task.FromResult<IReadOnlyList<PublishedKey>>([PublishedKey.Of(rsa), PublishedKey.Of(curve)]);
    }

    /// <inheritdoc/>
    public async Task<T> SignAsync<T>(
        SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var published = TrialCertificate.AddIfNeeded(
            use, use.Algorithm == SignatureAlgorithm.PS256 ? PublishedKey.Of(rsa) : PublishedKey.Of(curve));
        return await sign(
            new ChosenKey(use, published, (digest, _) => Task.FromResult(Sign(use.Algorithm, digest.Span))), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        rsa.Dispose();
        curve.Dispose();
    }

    private byte[] Sign(SignatureAlgorithm algorithm, ReadOnlySpan<byte> digest)
    {
        lock (gate)
        {
            return algorithm == SignatureAlgorithm.PS256
                ? rsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
                : curve.SignHash(digest, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }
}
