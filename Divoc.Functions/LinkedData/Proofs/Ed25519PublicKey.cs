using Ed25519 = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>A public key of Ed25519 (RFC 8032 section 5.1).</summary>
public sealed class Ed25519PublicKey
{
    private const int SignatureLength = 64;
    private readonly byte[] key;

    /// <summary>Takes the raw key, 32 bytes.</summary>
    /// <exception cref="LinkedDataException">
    /// <see cref="LinkedDataError.InvalidProof"/>: not 32 bytes, or not a point of the curve.
    /// </exception>
    public Ed25519PublicKey(ReadOnlySpan<byte> raw)
    {
        key = raw.ToArray();
        if (key.Length != Ed25519.PublicKeySize || !Ed25519.ValidatePublicKeyFull(key, 0))
        {
            throw new LinkedDataException(LinkedDataError.InvalidProof, "", "the key is no public key of Ed25519");
        }
    }

    /// <summary>The key's 32 bytes.</summary>
    public ReadOnlyMemory<byte> Raw => key;

    /// <summary>Reads a key written in Base58.</summary>
    /// <inheritdoc cref="Ed25519PublicKey(ReadOnlySpan{byte})" path="/exception"/>
    public static Ed25519PublicKey FromBase58(string text) => new(Base58.Decode(text));

    /// <summary>Whether a signature of a message is valid with this key.</summary>
    public bool Verify(byte[] message, byte[] signature)
    {
        return signature.Length == SignatureLength && Ed25519.Verify(signature, 0, key, 0, message, 0, message.Length);
    }
}
