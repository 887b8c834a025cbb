using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>One version of a key of the vault double, with its private half.</summary>
internal sealed class VaultDoubleVersion : IDisposable
{
    private readonly Lock gate = new();
    private readonly RSA? rsa;
    private readonly ECDsa? curve;

    public VaultDoubleVersion(VaultDoubleKind kind, int sizeInBits, DateTimeOffset created)
    {
        Kind = kind;
        Created = created;
        if (kind is VaultDoubleKind.Rsa or VaultDoubleKind.RsaHsm)
        {
            rsa = LentRsaKeys.Borrow(sizeInBits);
        }
        else
        {
            curve = ECDsa.Create(kind == VaultDoubleKind.P384 ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
        }
    }

    public string Name { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public VaultDoubleKind Kind { get; }

    public DateTimeOffset Created { get; }

    public bool IsEnabled { get; set; } = true;

    public DateTimeOffset? NotBefore { get; set; }

    public DateTimeOffset? Expires { get; set; }

    /// <summary>Signatures made so far.</summary>
    public int Signatures { get; private set; }

    /// <summary>How much of the vault's limit a signature takes.</summary>
    public double Weight => (Kind is VaultDoubleKind.RsaHsm or VaultDoubleKind.P256Hsm ? 2 : 1)
        * (rsa?.KeySize ?? 0) switch { <= 2048 => 1, <= 3072 => 4, _ => 8 };

    public bool IsUsableAt(DateTimeOffset time) => IsEnabled && (NotBefore ?? time) <= time && time < (Expires ?? DateTimeOffset.MaxValue);

    public JsonObject Attributes() => new()
    {
        ["enabled"] = IsEnabled,
        ["nbf"] = NotBefore?.ToUnixTimeSeconds(),
        ["exp"] = Expires?.ToUnixTimeSeconds(),
        ["created"] = Created.ToUnixTimeSeconds(),
        ["updated"] = Created.ToUnixTimeSeconds(),
        ["recoveryLevel"] = "Recoverable",
    };

    public JsonObject PublicKey(string id)
    {
        var key = new JsonObject { ["kid"] = id, ["kty"] = KeyType(), ["key_ops"] = new JsonArray("sign", "verify") };
        if (rsa is not null)
        {
            var numbers = rsa.ExportParameters(includePrivateParameters: false);
            key["n"] = Base64Url.EncodeToString(numbers.Modulus);
            key["e"] = Base64Url.EncodeToString(numbers.Exponent);
            return key;
        }

        var point = curve!.ExportParameters(includePrivateParameters: false).Q;
        key["crv"] = Kind == VaultDoubleKind.P384 ? "P-384" : "P-256";
        key["x"] = Base64Url.EncodeToString(point.X);
        key["y"] = Base64Url.EncodeToString(point.Y);
        return key;
    }

    /// <summary>A certificate of its own as DER.</summary>
    public byte[] Certificate() => rsa is null ? SignerCertificate.Of(curve!) : SignerCertificate.Of(rsa);

    /// <summary>Signs a digest of 32 bytes; null if this kind of key does not know the algorithm.</summary>
    public byte[]? Sign(string? algorithm, byte[] digest)
    {
        lock (gate)
        {
            var signature = (algorithm, rsa) switch
            {
                ("PS256", not null) => rsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
                ("RS256", not null) => rsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                ("ES256", null) when Kind != VaultDoubleKind.P384 => curve!.SignHash(digest),
                _ => null,
            };
            Signatures += signature is null ? 0 : 1;
            return signature;
        }
    }

    public void Dispose()
    {
        if (rsa is not null)
        {
            LentRsaKeys.GiveBack(rsa);
        }

        curve?.Dispose();
    }

    private string KeyType() => Kind switch
    {
        VaultDoubleKind.Rsa => "RSA",
        VaultDoubleKind.RsaHsm => "RSA-HSM",
        VaultDoubleKind.P256Hsm => "EC-HSM",
        _ => "EC",
    };
}
