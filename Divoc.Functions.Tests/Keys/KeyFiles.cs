using System.Security.Cryptography;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Keys.Vault;

namespace Divoc.Functions.Tests.Keys;

/// <summary>Puts keys of an operator's own into a folder.</summary>
internal static class KeyFiles
{
    /// <summary>Returns its kid.</summary>
    public static string PutRsa(TemporaryFolder folder, string name, string head = "")
    {
        using var rsa = RSA.Create(2048);
        File.WriteAllText(folder.PathOf(name), $"{head}\n{rsa.ExportPkcs8PrivateKeyPem()}");
        return PublishedKey.Of(rsa).KeyId;
    }

    /// <summary>Returns its kid.</summary>
    public static string PutP256(TemporaryFolder folder, string name, string head = "")
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(folder.PathOf(name), $"{head}\n{curve.ExportPkcs8PrivateKeyPem()}");
        return PublishedKey.Of(curve).KeyId;
    }

    /// <summary>Puts a key on P-256 with a certificate of its own; returns its kid and the certificate's DER.</summary>
    public static (string Kid, byte[] Certificate) PutCertified(TemporaryFolder folder, string name, string head = "")
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = SignerCertificate.Of(curve);
        File.WriteAllText(folder.PathOf(name), $"{head}\n{curve.ExportPkcs8PrivateKeyPem()}\n{SignerCertificate.PemOf(certificate)}\n");
        return (PublishedKey.Of(curve).KeyId, certificate);
    }
}
