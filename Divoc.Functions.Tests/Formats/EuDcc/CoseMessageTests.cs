using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats.EuDcc;
using Judge = System.Security.Cryptography.Cose;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>Messages with one signature: judged by the library of .NET, by published certificates, and by changing them.</summary>
public sealed class CoseMessageTests
{
    private const int Mutations = 50_000;

    private static readonly DateTimeOffset Now = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Published
    {
        get
        {
            var folder = Path.Combine(SharedData.RepositoryRoot, "..", "shared", "data", "vectors", "dcc");
            folder = Environment.GetEnvironmentVariable("DIVOC_SHARED_DATA") is { } shared
                ? Path.Combine(shared, "vectors", "dcc")
                : folder;
            return Directory.Exists(folder)
                ? [.. Directory.GetFiles(folder, "*.json").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)]
                : ["(none)"];
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_NET_library_verifies_the_messages_that_are_written(bool isRsa)
    {
        using var signer = isRsa ? DocumentSigner.Ps256() : DocumentSigner.Es256();
        var payload = HealthClaims.Write("XX", Now, Now.AddYears(1), EuSamples.Vaccination);
        var bytes = signer.Message(payload);
        var judged = Judge.CoseMessage.DecodeSign1(bytes);

        Assert.True(
            isRsa
                ? judged.VerifyEmbedded(new Judge.CoseKey((RSA)signer.Key, RSASignaturePadding.Pss, HashAlgorithmName.SHA256))
                : judged.VerifyEmbedded((ECDsa)signer.Key));
        Assert.Equal(payload, judged.Content!.Value.ToArray());
        Assert.Equal(signer.Kid, judged.ProtectedHeaders[Judge.CoseHeaderLabel.KeyIdentifier].GetValueAsBytes());
        Assert.Empty(judged.UnprotectedHeaders);
        var read = CoseMessage.Read(bytes);
        Assert.Equal((signer.Algorithm, true), (read.Algorithm, signer.Verifies(read)));
        Assert.Equal(bytes, CoseMessage.Write(read.Protected.Span, read.Payload.Span, read.Signature.Span));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Messages_that_the_NET_library_signs_are_read(bool isRsa)
    {
        using var signer = isRsa ? DocumentSigner.Ps256() : DocumentSigner.Es256();
        var key = isRsa
            ? new Judge.CoseKey((RSA)signer.Key, RSASignaturePadding.Pss, HashAlgorithmName.SHA256)
            : new Judge.CoseKey((ECDsa)signer.Key, HashAlgorithmName.SHA256);
        var headers = new Judge.CoseHeaderMap { [Judge.CoseHeaderLabel.KeyIdentifier] = Judge.CoseHeaderValue.FromBytes(signer.Kid) };
        var read = CoseMessage.Read(Judge.CoseSign1Message.SignEmbedded([1, 2, 3], new Judge.CoseSigner(key, null, headers)));

        Assert.True(signer.Verifies(read));
        Assert.Equal(
            (signer.Algorithm, Convert.ToHexString(signer.Kid)), (read.Algorithm!.Value, Convert.ToHexString(read.Kid!.Value.Span)));
    }

    [Fact]
    public void Tags_are_optional_and_headers_may_be_in_either_part()
    {
        using var signer = DocumentSigner.Es256();
        var tagged = signer.Message([1]);
        Assert.True(signer.Verifies(CoseMessage.Read(tagged.AsMemory(1))));
        Assert.True(signer.Verifies(CoseMessage.Read((byte[])[0xD8, 61, .. tagged])));
        Assert.Throws<FormatException>(() => CoseMessage.Read((byte[])[0xD2, .. tagged]));
        Assert.Throws<FormatException>(() => CoseMessage.Read((byte[])[0xD2, 0xD8, 61, .. tagged[1..]]));

        var unprotected = CoseMessage.Read(Message([], Map((1, -7), (4, 5))));
        Assert.Equal(-7, unprotected.Algorithm);
        Assert.Null(unprotected.Kid);
        var both = CoseMessage.Read(Message(Map((1, -37)), Map((1, -7))));
        Assert.Equal(-37, both.Algorithm);
        Assert.True(CoseMessage.Read(Message(Map((1, -7), (2, 1)), Map())).IsCritical);
        Assert.Null(CoseMessage.Read(Message(Map(), Map())).Algorithm);
    }

    [Fact]
    public void Headers_are_limited_in_size_and_each_may_occur_once()
    {
        Assert.Throws<FormatException>(() => CoseMessage.Read(Message([0xA2, 1, 0x26, 1, 0x26], Map())));
        Assert.Throws<FormatException>(() => CoseMessage.Read(Message([.. Map((1, -7)), 0], Map())));
        Assert.Throws<FormatException>(() => CoseMessage.Read(Message([0x80], Map())));
        var many = Enumerable.Range(10, 17).Select(label => (label, 0)).ToArray();
        Assert.NotNull(CoseMessage.Read(Message(Map(many[..16]), Map())));
        Assert.Throws<FormatException>(() => CoseMessage.Read(Message(Map(many[..16]), Map(many[16..]))));
    }

    /// <summary>Whatever is changed, what is still accepted is what was signed.</summary>
    [Fact]
    public void No_mutation_that_changes_the_signed_data_verifies_and_none_causes_another_exception()
    {
        using var signer = DocumentSigner.Es256();
        var original = signer.Message(HealthClaims.Write("XX", Now, Now.AddYears(1), EuSamples.Test));
        var signed = CoseMessage.Read(original);
        var random = new Random(20260401);
        var verified = 0;
        for (var index = 0; index < Mutations; index++)
        {
            var mutated = Mutation.Of(original, random);
            if (TryRead(mutated) is { } read && signer.Verifies(read))
            {
                verified++;
                Assert.True(
                    read.Payload.Span.SequenceEqual(signed.Payload.Span) && read.Protected.Span.SequenceEqual(signed.Protected.Span),
                    Convert.ToHexString(mutated));
            }
        }

        Assert.InRange(verified, 1, Mutations / 20);
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void Published_certificates_are_read_as_their_publishers_wrote_them(string file)
    {
        var vector = JsonNode.Parse(SharedData.Read("vectors", "dcc", file))!;
        var text = vector["PREFIX"]!.GetValue<string>();
        if (HealthCertificateText.Read(System.Text.Encoding.UTF8.GetBytes(text)) is not { } bytes)
        {
            Assert.Equal("common-H2.json", file);
            return;
        }

        var claims = HealthClaims.Read(CoseMessage.Read(bytes).Payload);
        Assert.NotNull(claims.ExpiresAt);
        if (vector["COSE"]?.GetValue<string>() is { } expected)
        {
            Assert.Equal(expected, Convert.ToHexString(bytes), ignoreCase: true);
        }

        if (vector["JSON"] is { } json)
        {
            Assert.True(
                JsonNode.DeepEquals(JsonNode.Parse(json.ToJsonString()), JsonNode.Parse(claims.Certificate.GetRawText())),
                claims.Certificate.GetRawText());
        }
    }

    private static CoseMessage? TryRead(byte[] bytes)
    {
        try
        {
            return CoseMessage.Read(bytes);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static byte[] Message(byte[] protectedHeaders, byte[] others)
    {
        var writer = new CborWriter();
        writer.WriteStartArray(4);
        writer.WriteByteString(protectedHeaders);
        writer.WriteEncodedValue(others);
        writer.WriteByteString([1]);
        writer.WriteByteString([2]);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static byte[] Map(params (int Label, int Value)[] headers)
    {
        var writer = new CborWriter();
        writer.WriteStartMap(headers.Length);
        foreach (var (label, value) in headers)
        {
            writer.WriteInt32(label);
            writer.WriteInt32(value);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }
}
