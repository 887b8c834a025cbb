using System.Security.Cryptography;
using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.Proofs;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;

namespace Divoc.Functions.Tests.LinkedData.Proofs;

/// <summary>Public keys of ECDSA as Multikey and did:key write them (Controlled Identifiers 1.0 section 2.2.2).</summary>
internal static class EcdsaMultikey
{
    private static ReadOnlySpan<byte> P256Code => [0x80, 0x24];

    private static ReadOnlySpan<byte> P384Code => [0x81, 0x24];

    /// <summary>Reads a P-256 key (<c>zDn…</c>) or a P-384 key (<c>z82…</c>). The caller disposes it.</summary>
    /// <exception cref="LinkedDataException"><see cref="LinkedDataError.InvalidProof"/>: no such key.</exception>
    public static ECDsa Read(string multibase, EcdsaCurve curve)
    {
        var compressed = Multikey.Decode(multibase, curve == EcdsaCurve.P256 ? P256Code : P384Code);
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
}
