using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Operations.Backups;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Operations.Backups;

public sealed class BackupArchiveTests : IDisposable
{
    private static readonly string[] Names = ["artifacts.db", "keys.json", "queue.db", "signing-key.pem"];

    private readonly TemporaryFolder source = new();
    private readonly TemporaryFolder target = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_archive_is_read_back_as_it_was_written()
    {
        var (archive, manifest) = await WriteAsync();

        var read = await BackupArchive.ReadAsync(new MemoryStream(archive), target.Path, Token);

        Assert.Equal(JsonSerializer.Serialize(manifest), JsonSerializer.Serialize(read));
        Assert.All(Names, name => Assert.Equal(File.ReadAllBytes(source.PathOf(name)), File.ReadAllBytes(target.PathOf(name))));
        if (!OperatingSystem.IsWindows())
        {
            foreach (var name in Names)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target.PathOf(name)));
            }
        }
    }

    [Fact]
    public async Task An_archive_that_is_truncated_at_any_place_is_refused()
    {
        var (archive, _) = await WriteAsync();

        // The last kilobyte is the end of the archive, two empty blocks: without it all that the manifest names is there.
        for (var length = 0; length < archive.Length - 1024 - 512; length += 331)
        {
            await Assert.ThrowsAsync<BackupDamagedException>(
                () => BackupArchive.ReadAsync(new MemoryStream(archive, 0, length), null, Token));
        }
    }

    [Fact]
    public async Task A_modified_file_is_refused()
    {
        var (archive, _) = await WriteAsync();
        var place = archive.AsSpan().IndexOf("Content of queue.db"u8);
        archive[place] ^= 1;

        var refused = await Assert.ThrowsAsync<BackupDamagedException>(
            () => BackupArchive.ReadAsync(new MemoryStream(archive), target.Path, Token));
        Assert.Contains("queue.db", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../keys.json")]
    [InlineData("/etc/signing-key.pem")]
    [InlineData("signing-key/../x.pem")]
    [InlineData("owner.lock")]
    public async Task A_file_name_that_does_not_belong_to_a_backup_is_refused(string name)
    {
        var manifest = Manifest([.. Names.Select(known => Describe(known, "x"u8.ToArray())), Describe(name, "x"u8.ToArray())]);

        await Assert.ThrowsAsync<BackupDamagedException>(
            () => BackupArchive.ReadAsync(ArchiveOf(manifest, "x"u8.ToArray()), target.Path, Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(target.Path));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("no JSON")]
    [InlineData("""{"form":1,"version":"1","takenAt":"2030-01-01T00:00:00Z","files":null}""")]
    [InlineData("""{"form":1,"version":"1","takenAt":"2030-01-01T00:00:00Z","files":[null]}""")]
    [InlineData("""{"form":1,"version":"1","takenAt":"2030-01-01T00:00:00Z","files":[{"name":"artifacts.db","bytes":1,"sha256":"00"}]}""")]
    [InlineData("""{"form":2,"version":"1","takenAt":"2030-01-01T00:00:00Z","files":[]}""")]
    public void An_invalid_manifest_is_refused(string json)
    {
        Assert.Throws<BackupDamagedException>(() => BackupManifest.Read(Encoding.UTF8.GetBytes(json)));
    }

    public void Dispose()
    {
        source.Dispose();
        target.Dispose();
    }

    private async Task<(byte[] Archive, BackupManifest Manifest)> WriteAsync()
    {
        var files = new List<BackupFile>();
        foreach (var name in Names)
        {
            var bytes = Encoding.UTF8.GetBytes($"Content of {name}: {new string('x', 3000)}");
            await File.WriteAllBytesAsync(source.PathOf(name), bytes, Token);
            files.Add(Describe(name, bytes));
        }

        var manifest = Manifest(files);
        using var archive = new MemoryStream();
        await BackupArchive.WriteAsync(archive, manifest, source.Path, Token);
        return (archive.ToArray(), manifest);
    }

    private static BackupFile Describe(string name, byte[] bytes) =>
        new(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    private static BackupManifest Manifest(IReadOnlyList<BackupFile> files) =>
        new()
        {
            Version = "1.2.3",
            InstallationId = "installation",
            TakenAt = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Files = files,
        };

    private static MemoryStream ArchiveOf(BackupManifest manifest, byte[] content)
    {
        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "manifest.json")
            {
                DataStream = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest)),
            });
            foreach (var file in manifest.Files)
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, file.Name) { DataStream = new MemoryStream(content) });
            }
        }

        archive.Position = 0;
        return archive;
    }
}
