using System.Security.Cryptography;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Storage.Blob;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Keys;

public sealed class KeyFileSigningKeysTests : SigningKeysContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("divoc-keys-");

    private readonly Lazy<KeyFileSigningKeys> opened;

    public KeyFileSigningKeysTests() => opened = new Lazy<KeyFileSigningKeys>(() => KeyFileSigningKeys.Open(KeyFile));

    protected override ISigningKeys Keys => opened.Value;

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
        using (var key = KeyFileSigningKeys.Open(KeyFile))
        {
            kid = (await PublishedAsync(key)).KeyId;
        }

        using var again = KeyFileSigningKeys.Open(KeyFile);
        var published = await PublishedAsync(again);

        Assert.Equal(kid, published.KeyId);
        Assert.Equal(2048, published.SizeInBits);
    }

    /// <summary>
    /// A key that was made for one machine and is used beyond it now, or that somebody put there, is one that others rely on.
    /// </summary>
    [Fact]
    public async Task Only_a_key_created_for_local_use_and_used_locally_is_marked_as_made_by_the_program()
    {
        using (var made = KeyFileSigningKeys.Open(KeyFile, forThisMachine: true))
        using (var again = KeyFileSigningKeys.Open(KeyFile, forThisMachine: true))
        using (var beyond = KeyFileSigningKeys.Open(KeyFile))
        {
            Assert.True((await PublishedAsync(made)).MadeByProgram);
            Assert.True((await PublishedAsync(again)).MadeByProgram);
            Assert.False((await PublishedAsync(beyond)).MadeByProgram);
        }

        using var own = RSA.Create(2048);
        await File.WriteAllTextAsync(KeyFile, own.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        using var brought = KeyFileSigningKeys.Open(KeyFile, forThisMachine: true);
        Assert.False((await PublishedAsync(brought)).MadeByProgram);

        File.Delete(KeyFile);
        KeyFileSigningKeys.Open(KeyFile).Dispose();
        using var madeForOthers = KeyFileSigningKeys.Open(KeyFile, forThisMachine: true);
        Assert.False((await PublishedAsync(madeForOthers)).MadeByProgram);
    }

    [Fact]
    public void Only_the_owner_can_read_the_file()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        KeyFileSigningKeys.Open(KeyFile).Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Single(folder.GetFiles());
    }

    [Fact]
    public void A_key_file_that_others_could_read_is_restricted_to_its_owner()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        KeyFileSigningKeys.Open(KeyFile).Dispose();
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        KeyFileSigningKeys.Open(KeyFile).Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key at all")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public void A_damaged_file_is_refused_with_a_solution(string content)
    {
        File.WriteAllText(KeyFile, content);

        var fault = Assert.Throws<KeyFileException>(() => KeyFileSigningKeys.Open(KeyFile));

        Assert.Contains("restore it from a backup", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void A_public_key_is_refused()
    {
        using var rsa = RSA.Create(2048);
        File.WriteAllText(KeyFile, rsa.ExportSubjectPublicKeyInfoPem());

        Assert.Throws<KeyFileException>(() => KeyFileSigningKeys.Open(KeyFile));
    }

    [Fact]
    public void A_short_key_is_refused()
    {
        using var rsa = RSA.Create(1024);
        File.WriteAllText(KeyFile, rsa.ExportPkcs8PrivateKeyPem());

        Assert.Throws<KeyFileException>(() => KeyFileSigningKeys.Open(KeyFile));
    }

    /// <summary>As a new version of a vault's key does.</summary>
    [Fact]
    public async Task A_new_key_is_published_immediately_and_signs_a_day_later_while_the_first_stays_published()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
        string first;
        using (var alone = KeyFileSigningKeys.Open(KeyFile, time: clock))
        {
            first = (await PublishedAsync(alone)).KeyId;
        }

        var second = Put("signing-key-2.pem");
        using (var rotating = KeyFileSigningKeys.Open(KeyFile, time: clock))
        {
            Assert.Equal([first, second], await KidsAsync(rotating));
            Assert.Equal(first, await SignerAsync(rotating));
            clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
            Assert.Equal(first, await SignerAsync(rotating));
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(second, await SignerAsync(rotating));
            Assert.Equal([second, first], await KidsAsync(rotating));
        }

        using var later = KeyFileSigningKeys.Open(KeyFile, time: clock);
        Assert.Equal(second, await SignerAsync(later));
        Assert.Equal([second, first], await KidsAsync(later));
    }

    /// <summary>A start in between does not begin the day anew, and an operator may write another time into the file.</summary>
    [Fact]
    public async Task The_start_time_of_a_signing_key_is_in_its_file()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
        KeyFileSigningKeys.Open(KeyFile, time: clock).Dispose();
        var second = Put("signing-key-2.pem");
        KeyFileSigningKeys.Open(KeyFile, time: clock).Dispose();
        var file = Path.Combine(folder.FullName, "signing-key-2.pem");
        var written = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromHours(23));
        KeyFileSigningKeys.Open(KeyFile, time: clock).Dispose();

        Assert.StartsWith("Signs from 2026-03-02T09:00:00Z", written, StringComparison.Ordinal);
        Assert.Equal(written, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));

        await File.WriteAllTextAsync(
            file, written.Replace("2026-03-02T09", "2026-03-01T10", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        using (var sooner = KeyFileSigningKeys.Open(KeyFile, time: clock))
        {
            Assert.Equal(second, await SignerAsync(sooner));
        }

        await File.WriteAllTextAsync(
            file, written.Replace("2026-03-02T09:00:00Z", "tomorrow", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var fault = Assert.Throws<KeyFileException>(() => KeyFileSigningKeys.Open(KeyFile, time: clock));
        Assert.Contains("'Signs from tomorrow'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_key_that_is_the_only_key_signs_immediately_and_no_first_key_is_created()
    {
        var alone = Put("signing-key-2.pem");
        using (var key = KeyFileSigningKeys.Open(KeyFile))
        {
            Assert.Equal(alone, await SignerAsync(key));
        }

        Assert.False(File.Exists(KeyFile));
        using var again = KeyFileSigningKeys.Open(KeyFile);
        Assert.Equal([alone], await KidsAsync(again));
    }

    [Fact]
    public void Files_and_folders_that_others_can_read_give_a_warning()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        using var lines = new LogLines();
        KeyFileSigningKeys.Open(KeyFile, logger: lines.CreateLogger("")).Dispose();
        Assert.Empty(lines.Lines);

        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        folder.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        KeyFileSigningKeys.Open(KeyFile, logger: lines.CreateLogger("")).Dispose();
        Assert.Collection(
            lines.Lines,
            line => Assert.StartsWith($"Warning: Other users could read the key file {KeyFile}", line, StringComparison.Ordinal),
            line => Assert.StartsWith($"Warning: Other users can open the folder {folder.FullName}, which has "
                + "the signing key", line, StringComparison.Ordinal));
    }

    private static async Task<string[]> KidsAsync(KeyFileSigningKeys key)
    {
        return [.. (await key.GetPublishedKeysAsync(TestContext.Current.CancellationToken)).Select(published => published.KeyId)];
    }

    private static async Task<string> SignerAsync(KeyFileSigningKeys key)
    {
        return (await key.SignDigestAsync(
            new(Purpose, SignatureAlgorithm.PS256),
            SHA256.HashData("event"u8),
            SigningLane.Interactive,
            TestContext.Current.CancellationToken)).KeyId;
    }

    /// <summary>Puts a new key into the folder; returns its kid.</summary>
    private string Put(string name)
    {
        using var rsa = RSA.Create(2048);
        File.WriteAllText(Path.Combine(folder.FullName, name), rsa.ExportPkcs8PrivateKeyPem());
        return PublishedKey.Of(rsa).KeyId;
    }

    private static async Task<PublishedKey> PublishedAsync(KeyFileSigningKeys key) =>
        Assert.Single(await key.GetPublishedKeysAsync(TestContext.Current.CancellationToken));
}
