using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>Reads and writes the documents of Key Vault's REST interface. What is not of their form is refused as a <see cref="JsonException"/>.</summary>
internal static partial class VaultJson
{
    private const int SmallestRsaKey = 2048;
    private const int LargestNumber = 2048;
    private const int P256Coordinate = 32;

    /// <summary>Reads a page of <c>value[]</c> with <c>kid</c> and <c>attributes</c>. Returns the next page's address, or null.</summary>
    public static Uri? ReadPage(JsonElement page, List<VaultKeyAttributes> into)
    {
        foreach (var item in Member(page, "value", JsonValueKind.Array).EnumerateArray())
        {
            into.Add(ReadAttributes(item));
        }

        return !page.TryGetProperty("nextLink", out var next) || next.ValueKind == JsonValueKind.Null || Text(page, "nextLink").Length == 0
            ? null
            : Uri.TryCreate(Text(page, "nextLink"), UriKind.Absolute, out var address) ? address : throw Malformed("nextLink");
    }

    /// <summary>Reads the member <c>key</c>, a JWK whose kty may end with <c>-HSM</c>.</summary>
    /// <exception cref="NotSupportedException">It is neither RSA of at least 2048 bits nor on P-256.</exception>
    public static VaultPublicKey ReadKey(JsonElement bundle)
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
    public static byte[] ReadSignature(JsonElement answer) => Bytes(answer, "value");

    private static VaultKeyAttributes ReadAttributes(JsonElement item)
    {
        var attributes = Member(item, "attributes", JsonValueKind.Object);
        var version = Text(item, "kid").Split('/')[^1];
        if (!Version().IsMatch(version))
        {
            throw Malformed("kid");
        }

        return new VaultKeyAttributes(
            version,
            Time(attributes, "created") ?? DateTimeOffset.UnixEpoch,
            attributes.TryGetProperty("enabled", out var enabled) && enabled.ValueKind == JsonValueKind.True,
            Time(attributes, "nbf"),
            Time(attributes, "exp"));
    }

    private static PublishedKey ReadRsa(JsonElement key)
    {
        // Vaults may put a zero before the modulus; .NET would take it for a longer key.
        using var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(key, "n").AsSpan().TrimStart((byte)0).ToArray(), Exponent = Bytes(key, "e") });
        return rsa.KeySize >= SmallestRsaKey ? PublishedKey.Of(rsa) : throw new NotSupportedException($"The vault's RSA key has less than {SmallestRsaKey} bits.");
    }

    private static PublishedKey ReadP256(JsonElement key)
    {
        using var curve = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Coordinate(key, "x"), Y = Coordinate(key, "y") } });
        return PublishedKey.Of(curve);
    }

    /// <summary>Vaults may leave out zeros at the beginning, or put more there.</summary>
    private static byte[] Coordinate(JsonElement key, string name)
    {
        var number = Bytes(key, name).AsSpan().TrimStart((byte)0);
        if (number.Length > P256Coordinate)
        {
            throw Malformed(name);
        }

        var coordinate = new byte[P256Coordinate];
        number.CopyTo(coordinate.AsSpan(P256Coordinate - number.Length));
        return coordinate;
    }

    private static DateTimeOffset? Time(JsonElement attributes, string name)
    {
        if (!attributes.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is >= 0 and <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw Malformed(name);
    }

    private static byte[] Bytes(JsonElement element, string name)
    {
        var text = Text(element, name);
        try
        {
            return text.Length <= LargestNumber ? Base64Url.DecodeFromChars(text) : throw Malformed(name);
        }
        catch (FormatException)
        {
            throw Malformed(name);
        }
    }

    private static string Text(JsonElement element, string name) => Member(element, name, JsonValueKind.String).GetString()!;

    private static JsonElement Member(JsonElement element, string name, JsonValueKind kind)
    {
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == kind ? member : throw Malformed(name);
    }

    private static JsonException Malformed(string member) => new($"The vault's answer lacks a good member {member}.");

    [GeneratedRegex("^[0-9A-Za-z-]{1,64}$")]
    private static partial Regex Version();
}
