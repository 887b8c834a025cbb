using System.Security.Cryptography;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Tests.Keys;

public sealed class KeyFileSigningKeyTests : SigningKeyContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("divoc-keys-");

    private readonly Lazy<KeyFileSigningKey> opened;

    public KeyFileSigningKeyTests() => opened = new Lazy<KeyFileSigningKey>(() => KeyFileSigningKey.Open(KeyFile));

    protected override ISigningKey Key => opened.Value;

    protected override IReadOnlyList<SignatureAlgorithm> Algorithms => [SignatureAlgorithm.PS256];

    private string KeyFile => Path.Combine(folder.FullName, "signing-key.pem");

    public void Dispose()
    {
        if (opened.IsValueCreated)
        {
            opened.Value.Dispose();
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_new_key_is_found_again_at_the_next_start()
    {
        string kid;
        using (var key = KeyFileSigningKey.Open(KeyFile))
        {
            kid = (await PublishedAsync(key)).KeyId;
        }

        using var again = KeyFileSigningKey.Open(KeyFile);
        var published = await PublishedAsync(again);

        Assert.Equal(kid, published.KeyId);
        Assert.Equal(2048, published.SizeInBits);
    }

    /// <summary>A key that was made for one machine and is used beyond it now, or that somebody put there, is one that others rely on.</summary>
    [Fact]
    public async Task Only_a_key_that_was_made_for_this_machine_and_stays_there_is_told_apart()
    {
        using (var made = KeyFileSigningKey.Open(KeyFile, forThisMachine: true))
        using (var again = KeyFileSigningKey.Open(KeyFile, forThisMachine: true))
        using (var beyond = KeyFileSigningKey.Open(KeyFile))
        {
            Assert.True((await PublishedAsync(made)).MadeByProgram);
            Assert.True((await PublishedAsync(again)).MadeByProgram);
            Assert.False((await PublishedAsync(beyond)).MadeByProgram);
        }

        using var own = RSA.Create(2048);
        await File.WriteAllTextAsync(KeyFile, own.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        using var brought = KeyFileSigningKey.Open(KeyFile, forThisMachine: true);
        Assert.False((await PublishedAsync(brought)).MadeByProgram);

        File.Delete(KeyFile);
        KeyFileSigningKey.Open(KeyFile).Dispose();
        using var madeForOthers = KeyFileSigningKey.Open(KeyFile, forThisMachine: true);
        Assert.False((await PublishedAsync(madeForOthers)).MadeByProgram);
    }

    [Fact]
    public async Task Knows_no_ES256()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => Key.SignDigestAsync(SignatureAlgorithm.ES256, SHA256.HashData("event"u8), TestContext.Current.CancellationToken));
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

    private static async Task<PublishedKey> PublishedAsync(KeyFileSigningKey key) => Assert.Single(await key.GetPublishedKeysAsync(TestContext.Current.CancellationToken));
}
