using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// Reads and writes the documents of Key Vault's REST interface. Other forms are refused with a <see cref="JsonException"/>.
/// </summary>
internal static partial class VaultJson
{
    private const int SmallestRsaKey = 2048;
    private const int LargestNumber = 2048;
    private const int P256Coordinate = 32;

    /// <summary>Reads a page of <c>value[]</c> with <c>kid</c> and <c>attributes</c>. Returns the next page's address, or null.</summary>
    public static Uri? ReadPage(JsonNodeReader page, List<VaultKeyAttributes> into)
    {
        into.AddRange(Member(page, "value", JsonValueKind.Array).Items().Select(ReadAttributes));
        if (page.Find("nextLink")?.OrNull is null || Text(page, "nextLink") is not { Length: > 0 } next)
        {
            return null;
        }

        return Uri.TryCreate(next, UriKind.Absolute, out var address) ? address : throw Malformed(page, "nextLink");
    }

    /// <summary>Reads the member <c>key</c>, a JWK whose kty may end with <c>-HSM</c>.</summary>
    /// <exception cref="NotSupportedException">It is neither RSA of at least 2048 bits nor on P-256.</exception>
    public static VaultPublicKey ReadKey(JsonNodeReader bundle)
    {
        var key = Member(bundle, "key", JsonValueKind.Object);
        var kind = Text(key, "kty");
        try
        {
            return kind switch
            {
                "RSA" or "RSA-HSM" => new VaultPublicKey(ReadRsa(key), kind != "RSA"),
                "EC" or "EC-HSM" when Text(key, "crv") == "P-256" => new VaultPublicKey(ReadP256(key), kind != "EC"),
                _ => throw new NotSupportedException("The vault's key is neither RSA nor on P-256."),
            };
        }
        catch (CryptographicException fault)
        {
            throw new JsonException("The vault's key is malformed.", fault);
        }
    }

    /// <summary>The body of a call to sign.</summary>
    public static byte[] WriteSignRequest(SignatureAlgorithm algorithm, ReadOnlySpan<byte> digest)
    {
        var output = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("alg"u8, algorithm.ToString());
            writer.WriteString("value"u8, Base64Url.EncodeToString(digest));
            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>The signature in the answer to a call to sign.</summary>
    public static byte[] ReadSignature(JsonNodeReader answer) => Bytes(answer, "value");

    private static VaultKeyAttributes ReadAttributes(JsonNodeReader item)
    {
        var attributes = Member(item, "attributes", JsonValueKind.Object);
        var version = Text(item, "kid").Split('/')[^1];
        if (!Version().IsMatch(version))
        {
            throw Malformed(item, "kid");
        }

        return new VaultKeyAttributes(
            version,
            Time(attributes, "created") ?? DateTimeOffset.UnixEpoch,
            attributes.Find("enabled")?.Value.ValueKind == JsonValueKind.True,
            Time(attributes, "nbf"),
            Time(attributes, "exp"));
    }

    private static PublishedKey ReadRsa(JsonNodeReader key)
    {
        // Vaults may write a zero before the modulus; .NET would read a longer key.
        using var rsa = RSA.Create(
            new RSAParameters { Modulus = Bytes(key, "n").AsSpan().TrimStart((byte)0).ToArray(), Exponent = Bytes(key, "e") });
        return rsa.KeySize >= SmallestRsaKey
            ? PublishedKey.Of(rsa)
            : throw new NotSupportedException($"The vault's RSA key has less than {SmallestRsaKey} bits.");
    }

    private static PublishedKey ReadP256(JsonNodeReader key)
    {
        using var curve = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Coordinate(key, "x"), Y = Coordinate(key, "y") },
        });
        return PublishedKey.Of(curve);
    }

    /// <summary>Vaults may leave out zeros at the beginning, or add more.</summary>
    private static byte[] Coordinate(JsonNodeReader key, string name)
    {
        var number = Bytes(key, name).AsSpan().TrimStart((byte)0);
        if (number.Length > P256Coordinate)
        {
            throw Malformed(key, name);
        }

        var coordinate = new byte[P256Coordinate];
        number.CopyTo(coordinate.AsSpan(P256Coordinate - number.Length));
        return coordinate;
    }

    private static DateTimeOffset? Time(JsonNodeReader attributes, string name)
    {
        if (attributes.Find(name)?.OrNull is not { Value: var value })
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is >= 0 and <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw Malformed(attributes, name);
    }

    private static byte[] Bytes(JsonNodeReader node, string name)
    {
        var text = Text(node, name);
        try
        {
            return text.Length <= LargestNumber ? Base64Url.DecodeFromChars(text) : throw Malformed(node, name);
        }
        catch (FormatException)
        {
            throw Malformed(node, name);
        }
    }

    private static string Text(JsonNodeReader node, string name) => node.TextOrNull(name) ?? throw Malformed(node, name);

    private static JsonNodeReader Member(JsonNodeReader node, string name, JsonValueKind kind)
    {
        return node.Find(name) is { } member && member.Value.ValueKind == kind ? member : throw Malformed(node, name);
    }

    private static JsonException Malformed(JsonNodeReader node, string member) =>
        new($"The vault's answer has no valid member {node.Pointer}/{member}.");

    [GeneratedRegex("^[0-9A-Za-z-]{1,64}$")]
    private static partial Regex Version();
}
