using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Divoc.Functions.Keys;

/// <summary>The public half of an RSA signing key, as it is published to verifiers.</summary>
public sealed class PublishedKey
{
    private PublishedKey(RSAParameters parameters, string publicKeyPem)
    {
        Modulus = Base64Url.EncodeToString(parameters.Modulus);
        Exponent = Base64Url.EncodeToString(parameters.Exponent);
        PublicKeyPem = publicKeyPem;
        KeyId = Thumbprint(Modulus, Exponent);
    }

    /// <summary>The key id: SHA-256 thumbprint of the JWK, base64url (RFC 7638).</summary>
    public string KeyId { get; }

    /// <summary>Member <c>n</c> of the JWK (RFC 7518 section 6.3.1), base64url.</summary>
    public string Modulus { get; }

    /// <summary>Member <c>e</c> of the JWK, base64url.</summary>
    public string Exponent { get; }

    /// <summary>SubjectPublicKeyInfo as PEM.</summary>
    public string PublicKeyPem { get; }

    /// <summary>Reads the public half of a key.</summary>
    public static PublishedKey Of(RSA key)
    {
        return new PublishedKey(key.ExportParameters(includePrivateParameters: false), key.ExportSubjectPublicKeyInfoPem());
    }

    /// <summary>The key for verifying. The caller disposes it.</summary>
    public RSA ToRsa()
    {
        return RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(Modulus),
            Exponent = Base64Url.DecodeFromChars(Exponent),
        });
    }

    /// <summary>RFC 7638 section 3: the required members in lexicographic order, without white space.</summary>
    private static string Thumbprint(string modulus, string exponent)
    {
        var members = $$"""{"e":"{{exponent}}","kty":"RSA","n":"{{modulus}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(members)));
    }
}
