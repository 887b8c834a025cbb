using System.Security.Cryptography;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Tests.Keys;

public sealed class KeyFileSigningKeyTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("divoc-keys-");

    private string KeyFile => Path.Combine(folder.FullName, "signing-key.pem");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_new_key_signs_PS256_and_is_found_again_at_the_next_start()
    {
        var digest = SHA256.HashData("event"u8);
        string kid;
        using (var key = KeyFileSigningKey.Open(KeyFile))
        {
            kid = key.PublicKey.KeyId;
        }

        using var again = KeyFileSigningKey.Open(KeyFile);
        var signature = await again.SignDigestAsync(digest, TestContext.Current.CancellationToken);
        using var verifier = again.PublicKey.ToRsa();

        Assert.Equal(kid, again.PublicKey.KeyId);
        Assert.Equal(2048, verifier.KeySize);
        Assert.True(verifier.VerifyHash(digest, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    [Fact]
    public void Only_its_owner_can_read_the_file()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        KeyFileSigningKey.Open(KeyFile).Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Single(folder.GetFiles());
    }

    [Fact]
    public void A_key_that_others_could_read_is_hidden_from_them()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        KeyFileSigningKey.Open(KeyFile).Dispose();
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        KeyFileSigningKey.Open(KeyFile).Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
    }

    [Fact]
    public async Task Signs_from_many_threads_at_once()
    {
        using var key = KeyFileSigningKey.Open(KeyFile);
        using var verifier = key.PublicKey.ToRsa();
        var digests = Enumerable.Range(0, 64).Select(number => SHA256.HashData(BitConverter.GetBytes(number))).ToArray();

        var signatures = await Task.WhenAll(digests.Select(digest => Task.Run(() => key.SignDigestAsync(digest, TestContext.Current.CancellationToken))));

        Assert.All(digests.Zip(signatures), pair =>
            Assert.True(verifier.VerifyHash(pair.First, pair.Second, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key at all")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public void A_damaged_file_is_refused_with_a_way_out(string content)
    {
        File.WriteAllText(KeyFile, content);

        var fault = Assert.Throws<KeyFileException>(() => KeyFileSigningKey.Open(KeyFile));

        Assert.Contains("restore it from a backup", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void A_public_key_is_refused()
    {
        using var rsa = RSA.Create(2048);
        File.WriteAllText(KeyFile, rsa.ExportSubjectPublicKeyInfoPem());

        Assert.Throws<KeyFileException>(() => KeyFileSigningKey.Open(KeyFile));
    }

    [Fact]
    public void A_short_key_is_refused()
    {
        using var rsa = RSA.Create(1024);
        File.WriteAllText(KeyFile, rsa.ExportPkcs8PrivateKeyPem());

        Assert.Throws<KeyFileException>(() => KeyFileSigningKey.Open(KeyFile));
    }
}
