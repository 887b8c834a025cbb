using Divoc.Functions.LinkedData.Proofs;
using Ed25519 = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Divoc.Functions.Tests.LinkedData.Proofs;

/// <summary>The key of RFC 8032 section 7.1, test 1.</summary>
internal static class Ed25519TestKey
{
    private static readonly byte[] Secret = Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    public static Ed25519PublicKey Public { get; } =
        new(Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));

    public static byte[] Sign(byte[] message)
    {
        var signature = new byte[64];
        Ed25519.Sign(Secret, 0, message, 0, message.Length, signature, 0);
        return signature;
    }
}
