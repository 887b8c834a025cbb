using System.Security.Cryptography;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Keys.Vault;
using Divoc.Functions.Tests.Storage.Blob;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Keys;

/// <summary>Key files of both algorithms, and those that say what they are for.</summary>
public sealed class KeyFilePurposesTests : IDisposable
{
    private static readonly byte[] Digest = SHA256.HashData("event"u8);
    private static readonly KeyPurpose Divoc = new("divoc");
    private static readonly KeyPurpose Status = new("status");

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
    private readonly LogLines lines = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string First => folder.PathOf("signing-key.pem");

    private string Elliptic => folder.PathOf("signing-key-es256.pem");

    public void Dispose()
    {
        lines.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_first_key_for_an_algorithm_is_created_on_first_use_and_found_again(bool forThisMachine)
    {
        KeySignature made;
        using (var keys = Open(forThisMachine))
        {
            Assert.Single(await keys.GetPublishedKeysAsync(Token));
            Assert.False(File.Exists(Elliptic));
            made = await SignAsync(keys, Divoc, SignatureAlgorithm.ES256);
            Assert.Equal(made.KeyId, (await SignAsync(keys, Status, SignatureAlgorithm.ES256)).KeyId);
            Assert.Equal(2, (await keys.GetPublishedKeysAsync(Token)).Count);
        }

        using var again = Open(forThisMachine);
        var published = (await again.GetPublishedKeysAsync(Token)).Single(key => key.Algorithm == SignatureAlgorithm.ES256);

        Assert.Equal((made.KeyId, forThisMachine, 256), (published.KeyId, published.MadeByProgram, published.SizeInBits));
        Assert.True(published.Verifies(Digest, made.Value));
        Assert.Equal(made.KeyId, (await SignAsync(again, Divoc, SignatureAlgorithm.ES256)).KeyId);
        Assert.Single(
            lines.Lines, line => line.Contains($"The first ES256 key {made.KeyId} was made and signs now", StringComparison.Ordinal));
        Assert.Equal(
            ["signing-key-es256.pem", "signing-key.pem"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Elliptic));
        }
    }

    [Fact]
    public async Task Concurrent_first_uses_get_the_same_key()
    {
        using var keys = Open();
        var kids = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Task.Run(async () => (await SignAsync(keys, Divoc, SignatureAlgorithm.ES256)).KeyId)));

        Assert.Single(kids.Distinct());
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public async Task A_key_that_cannot_be_written_is_treated_as_an_outage()
    {
        using var keys = Open();
        Directory.CreateDirectory(Elliptic);

        var fault = await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => SignAsync(keys, Divoc, SignatureAlgorithm.ES256));
        Directory.Delete(Elliptic);
        await SignAsync(keys, Divoc, SignatureAlgorithm.ES256);

        Assert.Contains("No ES256 key can be made", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>As openssl writes them: PKCS #8, and SEC 1 with the curve before it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_P256_key_of_the_operator_signs_ES256_and_an_RSA_key_is_created_for_PS256(bool isSec1)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        await File.WriteAllTextAsync(First, isSec1 ? parameters + own.ExportECPrivateKeyPem() : own.ExportPkcs8PrivateKeyPem(), Token);
        using var keys = Open();
        var signature = await SignAsync(keys, Divoc, SignatureAlgorithm.ES256);

        Assert.Equal((PublishedKey.Of(own).KeyId, 64), (signature.KeyId, signature.Value.Length));
        Assert.True(own.VerifyHash(Digest, signature.Value, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        Assert.False(File.Exists(folder.PathOf("signing-key-ps256.pem")));
        await SignAsync(keys, Divoc, SignatureAlgorithm.PS256);
        Assert.True(File.Exists(folder.PathOf("signing-key-ps256.pem")));
    }

    [Fact]
    public void A_key_on_another_curve_and_a_public_key_are_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        File.WriteAllText(First, other.ExportPkcs8PrivateKeyPem());
        Assert.Contains("P-256", Assert.Throws<KeyFileException>(() => Open()).Message, StringComparison.Ordinal);

        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(First, curve.ExportSubjectPublicKeyInfoPem());
        Assert.Throws<KeyFileException>(() => Open());
    }

    /// <summary>The first of its algorithm has nobody whose place it would take; the second waits.</summary>
    [Fact]
    public async Task A_new_key_waits_a_day_only_if_it_replaces_a_key_with_the_same_algorithm()
    {
        var rsa = KeyFiles.PutRsa(folder, "signing-key.pem");
        var elliptic = KeyFiles.PutP256(folder, "signing-key-2.pem");
        using (var keys = Open())
        {
            Assert.Equal((rsa, elliptic), (await KidAsync(keys, Divoc), await KidAsync(keys, Divoc, SignatureAlgorithm.ES256)));
        }

        var next = KeyFiles.PutP256(folder, "signing-key-3.pem");
        using var rotating = Open();
        Assert.Equal(elliptic, await KidAsync(rotating, Divoc, SignatureAlgorithm.ES256));
        Assert.Equal(3, (await rotating.GetPublishedKeysAsync(Token)).Count);
        clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal((rsa, next), (await KidAsync(rotating, Divoc), await KidAsync(rotating, Divoc, SignatureAlgorithm.ES256)));
    }

    [Fact]
    public async Task A_key_named_for_a_purpose_takes_over_only_that_purpose_after_a_day()
    {
        var shared = KeyFiles.PutRsa(folder, "signing-key.pem");
        var named = KeyFiles.PutRsa(folder, "signing-key-status.pem", "For status");
        using (var keys = Open())
        {
            Assert.Equal((shared, shared), (await KidAsync(keys, Divoc), await KidAsync(keys, Status)));
            clock.Advance(TimeSpan.FromHours(24));
            Assert.Equal((shared, named), (await KidAsync(keys, Divoc), await KidAsync(keys, Status)));
        }

        // One for every purpose that is newer does not take it back.
        var newer = KeyFiles.PutRsa(folder, "signing-key-t.pem");
        using var later = Open();
        clock.Advance(TimeSpan.FromHours(24));
        var published = await later.GetPublishedKeysAsync(Token);

        Assert.Equal((newer, named), (await KidAsync(later, Divoc), await KidAsync(later, Status)));
        Assert.Equal([named, newer, shared], published.Select(key => key.KeyId));
        Assert.Equal([Status], published[0].Purposes);
        Assert.StartsWith(
            "Signs from 2026-03-02T09:00:00Z",
            await File.ReadAllTextAsync(folder.PathOf("signing-key-status.pem"), Token),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_key_for_a_purpose_waits_a_day_and_the_first_key_for_a_purpose_does_not()
    {
        KeyFiles.PutRsa(folder, "signing-key.pem", "For divoc");
        var one = KeyFiles.PutRsa(folder, "signing-key-a.pem", "For status, vc");
        using (var keys = Open())
        {
            Assert.Equal(one, await KidAsync(keys, Status));
        }

        var two = KeyFiles.PutRsa(folder, "signing-key-b.pem", "For status");
        using var rotating = Open();
        Assert.Equal(one, await KidAsync(rotating, Status));
        clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal((two, one), (await KidAsync(rotating, Status), await KidAsync(rotating, new KeyPurpose("vc"))));
        Assert.Equal(two, (await rotating.GetPublishedKeysAsync(Token)).First(key => key.Serves(Status)).KeyId);
    }

    /// <summary>Else what the one file's key signed would count for nothing that only the other file says.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("For divoc", true)]
    [InlineData("For vc", false)]
    public async Task A_key_in_two_files_serves_the_purposes_of_both(string head, bool serves)
    {
        KeyFiles.PutRsa(folder, "signing-key.pem");
        var pem = await File.ReadAllTextAsync(First, Token);
        await File.WriteAllTextAsync(First, $"{head}\n{pem}", Token);
        await File.WriteAllTextAsync(folder.PathOf("signing-key-2.pem"), $"For status\n{pem}", Token);
        using var keys = Open();

        var published = Assert.Single(await keys.GetPublishedKeysAsync(Token));
        Assert.Equal((true, serves), (published.Serves(Status), published.Serves(Divoc)));
    }

    /// <summary>Whoever names all keys for purposes must not find one that the program made beside them.</summary>
    [Fact]
    public async Task When_all_keys_are_for_other_purposes_nothing_is_signed_and_no_key_is_created()
    {
        KeyFiles.PutRsa(folder, "signing-key.pem", "For status");
        using var keys = Open();

        var fault = await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => KidAsync(keys, Divoc));

        Assert.Contains("All PS256 keys", fault.Message, StringComparison.Ordinal);
        Assert.Contains("divoc", fault.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.Path));
        await KidAsync(keys, Status);
    }

    [Theory]
    [InlineData("For status, ")]
    [InlineData("For Status")]
    [InlineData("For divoc,Status")]
    public void A_purpose_line_without_valid_purposes_is_refused_with_a_solution(string line)
    {
        KeyFiles.PutRsa(folder, "signing-key.pem", line);
        var fault = Assert.Throws<KeyFileException>(() => Open());

        Assert.Contains($"'{line.Trim()}'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("or remove it", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Words of the operator's own, which were there before lines could name purposes.</summary>
    [Theory]
    [InlineData("For production use")]
    [InlineData("For the ministry")]
    [InlineData("For status lists, as of March")]
    public async Task A_line_of_ordinary_text_is_ignored(string line)
    {
        var kid = KeyFiles.PutRsa(folder, "signing-key.pem", $"{line}\nSigns from 2026-01-01T00:00:00Z");
        using var keys = Open();

        Assert.Empty(Assert.Single(await keys.GetPublishedKeysAsync(Token)).Purposes);
        Assert.Equal((kid, kid), (await KidAsync(keys, Divoc), await KidAsync(keys, Status)));
    }

    /// <summary>A later version of the program may have run here, and may come again.</summary>
    [Fact]
    public void An_unknown_purpose_gives_a_warning()
    {
        KeyFiles.PutRsa(folder, "signing-key.pem", "For status, statsu");
        using (Open())
        {
            Assert.DoesNotContain(lines.Lines, line => line.Contains("statsu", StringComparison.Ordinal));
        }

        using var known = KeyFileSigningKeys.Open(First, logger: lines.CreateLogger(""), purposes: [Divoc, Status]);
        Assert.Single(lines.Lines, line => line.TrimEnd() == $"Warning: The key file {First} names the purpose statsu, which this version "
            + "of the program does not know. It knows: divoc, status. The key does not sign for this purpose. Correct the line 'For' in "
            + "the file, or start a newer version.");
    }

    /// <summary>The newest key would sign else, and the one for every purpose signs what needs no certificate.</summary>
    [Fact]
    public async Task When_the_kid_is_derived_from_a_certificate_only_a_key_with_a_certificate_is_chosen()
    {
        var use = new SigningUse(Divoc, SignatureAlgorithm.ES256) { Kid = KidRule.CertificateHash };
        var (certified, certificate) = KeyFiles.PutCertified(folder, "signing-key.pem");
        var newer = KeyFiles.PutP256(folder, "signing-key-2.pem", "Signs from 2026-02-01T00:00:00Z");
        using var keys = Open();

        var chosen = await keys.SignAsync(use, SigningLane.Interactive, (key, _) => Task.FromResult(key), Token);

        Assert.Equal((certified, Convert.ToBase64String(SHA256.HashData(certificate)[..8])), (chosen.KeyId, chosen.KidToWrite));
        Assert.Equal(certificate, chosen.Published.Certificate!.Value.ToArray());
        Assert.Equal(newer, await KidAsync(keys, Divoc, SignatureAlgorithm.ES256));
    }

    /// <summary>One that is made here has none either.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_key_with_the_certificate_for_its_kid_nothing_is_signed_and_no_key_is_created(bool hasKey)
    {
        KeyFiles.PutRsa(folder, "signing-key.pem");
        if (hasKey)
        {
            KeyFiles.PutP256(folder, "signing-key-2.pem");
        }

        using var keys = Open();
        var files = Directory.GetFiles(folder.Path);
        var use = new SigningUse(Divoc, SignatureAlgorithm.ES256) { Kid = KidRule.CertificateHash };
        var fault = await Assert.ThrowsAsync<SigningKeyUnavailableException>(
            () => keys.SignDigestAsync(use, Digest, SigningLane.Interactive, Token));

        Assert.Contains($"No ES256 key for divoc in {folder.Path} has an X.509 certificate", fault.Message, StringComparison.Ordinal);
        Assert.Equal(files, Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_certificate_stays_in_its_key_file_after_the_program_writes_to_the_file_and_is_published()
    {
        KeyFiles.PutP256(folder, "signing-key.pem");
        var (kid, certificate) = KeyFiles.PutCertified(folder, "signing-key-2.pem");
        Open().Dispose();
        Assert.StartsWith("Signs from", await File.ReadAllTextAsync(folder.PathOf("signing-key-2.pem"), Token), StringComparison.Ordinal);
        using var again = Open();

        Assert.Equal(certificate, (await again.GetPublishedKeysAsync(Token)).Single(key => key.KeyId == kid).Certificate!.Value.ToArray());
    }

    [Theory]
    [InlineData("another", "belongs to another key")]
    [InlineData("two", "is one of several")]
    [InlineData("cut", "can't be read")]
    [InlineData("no DER", "can't be read")]
    [InlineData("no base64", "can't be read")]
    public void A_certificate_of_another_key_or_an_invalid_certificate_is_refused_with_the_file_name(string what, string why)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = SignerCertificate.PemOf(SignerCertificate.Of(own));
        var certificate = what switch
        {
            "another" => SignerCertificate.PemOf(SignerCertificate.Of(other)),
            "two" => $"{pem}\n{SignerCertificate.PemOf(SignerCertificate.Of(own))}",
            "cut" => pem[..^10],
            "no DER" => SignerCertificate.PemOf([1, 2, 3]),
            _ => "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----",
        };
        File.WriteAllText(First, $"{own.ExportPkcs8PrivateKeyPem()}\n{certificate}\n");
        var fault = Assert.Throws<KeyFileException>(() => Open());

        Assert.Contains(First, fault.Message, StringComparison.Ordinal);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private static async Task<string> KidAsync(
        ISigningKeys keys, KeyPurpose purpose, SignatureAlgorithm algorithm = SignatureAlgorithm.PS256)
    {
        return (await SignAsync(keys, purpose, algorithm)).KeyId;
    }

    private static Task<KeySignature> SignAsync(ISigningKeys keys, KeyPurpose purpose, SignatureAlgorithm algorithm)
    {
        return keys.SignDigestAsync(new(purpose, algorithm), Digest, SigningLane.Interactive, Token);
    }

    private KeyFileSigningKeys Open(bool forThisMachine = false) =>
        KeyFileSigningKeys.Open(First, forThisMachine, clock, lines.CreateLogger(""));
}
