using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;

namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>Public keys as Multikey and did:key write them (Controlled Identifiers 1.0 section 2.2.2): multibase base58-btc over a code and the key.</summary>
public static class Multikey
{
    private static ReadOnlySpan<byte> Ed25519Code => [0xed, 0x01];

    private static ReadOnlySpan<byte> P256Code => [0x80, 0x24];

    private static ReadOnlySpan<byte> P384Code => [0x81, 0x24];

    /// <summary>Reads an Ed25519 key, as in <c>z6Mk…</c>.</summary>
    /// <exception cref="LinkedDataException"><see cref="LinkedDataError.InvalidProof"/>: no such key.</exception>
    public static Ed25519PublicKey ReadEd25519(string multibase) => new(Decode(multibase, Ed25519Code));

    /// <summary>Reads a P-256 key (<c>zDn…</c>) or a P-384 key (<c>z82…</c>). The caller disposes it.</summary>
    /// <inheritdoc cref="ReadEd25519" path="/exception"/>
    public static ECDsa ReadEcdsa(string multibase, EcdsaCurve curve)
    {
        var compressed = Decode(multibase, curve == EcdsaCurve.P256 ? P256Code : P384Code);
        var parameters = CustomNamedCurves.GetByName(curve == EcdsaCurve.P256 ? "P-256" : "P-384");
        try
        {
            return ECDsa.Create(new ECParameters
            {
                Curve = curve == EcdsaCurve.P256 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384,
                Q = Decompress(parameters, compressed),
            });
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or CryptographicException)
        {
            throw new LinkedDataException(LinkedDataError.InvalidProof, "", $"the key is no point of {curve}", exception);
        }
    }

    private static ECPoint Decompress(X9ECParameters parameters, byte[] compressed)
    {
        if (compressed.Length != 1 + ((parameters.Curve.FieldSize + 7) / 8))
        {
            throw new FormatException("The point is not compressed.");
        }

        var point = parameters.Curve.DecodePoint(compressed).Normalize();
        return new ECPoint { X = point.AffineXCoord.GetEncoded(), Y = point.AffineYCoord.GetEncoded() };
    }

    private static byte[] Decode(string multibase, ReadOnlySpan<byte> code)
    {
        var bytes = multibase.StartsWith('z') ? Base58.Decode(multibase.AsSpan(1)) : [];
        return bytes.AsSpan().StartsWith(code)
            ? bytes[code.Length..]
            : throw new LinkedDataException(LinkedDataError.InvalidProof, "", "the key is not in multibase, or of another kind");
    }
}
