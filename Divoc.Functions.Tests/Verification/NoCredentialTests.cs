using System.IO.Compression;
using System.Text;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types;

namespace Divoc.Functions.Tests.Verification;

/// <summary>Payloads that anybody can make, and a judge that must not stumble over the types of others.</summary>
public sealed class NoCredentialTests : IAsyncDisposable
{
    private readonly VerificationBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    public static TheoryData<string> NoObjects => ["[]", "1", "null", "\"x\"", "true", "[{\"proof\":1}]", "\"proof\"", "-0.5e3", " [] "];

    [Theory]
    [MemberData(nameof(NoObjects))]
    public async Task JSON_that_is_not_an_object_is_not_a_certificate_in_any_container(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var archive = QrPayload.Pack(bytes);
        byte[][] payloads =
            [bytes, archive, Encoding.UTF8.GetBytes(QrPayload.ToText(archive)), [0xEF, 0xBB, 0xBF, .. archive], Stored(bytes)];

        foreach (var payload in payloads)
        {
            var refused = await Assert.ThrowsAsync<PayloadException>(() => bench.VerifyAsync(payload));
            Assert.Equal(PayloadException.NotACertificate, refused.Code);
        }
    }

    /// <summary>Claims of DIVOC's credentials are those of version 1, whatever came later.</summary>
    [Theory]
    [InlineData(CertificateShape.VaccinationV1)]
    [InlineData(CertificateShape.VaccinationV3)]
    [InlineData(CertificateShape.Test)]
    public async Task A_newer_version_of_a_type_does_not_read_the_claims_of_an_older_version(CertificateShape shape)
    {
        bench.Issuing.Get<CertificateTypes>()
            .Add(new AlteredType(shape.TypeOf()) { Version = 2, Summary = _ => new Summary().Add("wrong", "yes") });
        var verdict = await bench.VerifyAsync(await bench.IssueAsync(shape));

        Assert.Equal(VerificationStatus.Valid, verdict.Status);
        Assert.Contains("name", verdict.Summary!.Values.Select(value => value.Key));
        Assert.DoesNotContain("wrong", verdict.Summary.Values.Select(value => value.Key));
    }

    /// <summary>An archive that another program made, without compression.</summary>
    private static byte[] Stored(byte[] content)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(QrPayload.EntryName, CompressionLevel.NoCompression).Open();
            entry.Write(content);
        }

        return target.ToArray();
    }
}
