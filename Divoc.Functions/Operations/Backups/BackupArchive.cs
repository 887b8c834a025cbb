using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;

namespace Divoc.Functions.Operations.Backups;

/// <summary>
/// The file of a backup: a tar archive with the manifest first, then the files that the manifest lists with their SHA-256.
/// </summary>
public static class BackupArchive
{
    /// <summary>The media type of the archive.</summary>
    public const string ContentType = "application/x-tar";

    private const string ManifestName = "manifest.json";
    private const int LargestManifest = 1024 * 1024;
    private const int BufferBytes = 1024 * 1024;

    /// <summary>Writes an archive.</summary>
    /// <param name="target">The target stream; it need not be seekable.</param>
    /// <param name="manifest">Its content.</param>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="cancellationToken">Cancels the writing; the archive is then incomplete.</param>
    public static async Task WriteAsync(Stream target, BackupManifest manifest, string folder, CancellationToken cancellationToken)
    {
        await using var writer = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
        await using var told = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest));
        await writer.WriteEntryAsync(EntryOf(ManifestName, manifest, told), cancellationToken);
        foreach (var file in manifest.Files)
        {
            await using var content = new FileStream(
                Path.Combine(folder, file.Name), FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
            await writer.WriteEntryAsync(EntryOf(file.Name, manifest, content), cancellationToken);
        }
    }

    /// <summary>Reads an archive to its end and compares its content with its manifest.</summary>
    /// <param name="source">The archive.</param>
    /// <param name="folder">
    /// An empty folder into which the files are written, each readable only by its owner; null to compare only.
    /// </param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="told">Gets the number of MiB that were read.</param>
    /// <exception cref="BackupDamagedException">
    /// It is not a backup, or not complete. Files that were already written must not be used.
    /// </exception>
    public static async Task<BackupManifest> ReadAsync(
        Stream source, string? folder, CancellationToken cancellationToken, Action<int>? told = null)
    {
        try
        {
            await using var reader = new TarReader(source, leaveOpen: true);
            var manifest = await ReadManifestAsync(reader, cancellationToken);
            long read = 0;
            foreach (var file in manifest.Files)
            {
                if (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is not { DataStream: { } content } entry
                    || entry.Name != file.Name)
                {
                    throw new BackupDamagedException($"{file.Name} is missing, although the manifest names it.");
                }

                await ReadFileAsync(content, file, folder, length => told?.Invoke((int)((read + length) / BufferBytes)), cancellationToken);
                read += file.Bytes;
            }

            return manifest;
        }
        catch (Exception fault) when (fault is EndOfStreamException or InvalidDataException or FormatException)
        {
            throw new BackupDamagedException($"The archive is incomplete: {fault.Message}", fault);
        }
    }

    private static PaxTarEntry EntryOf(string name, BackupManifest manifest, Stream content) => new(TarEntryType.RegularFile, name)
    {
        DataStream = content,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        ModificationTime = manifest.TakenAt,
    };

    private static async Task<BackupManifest> ReadManifestAsync(TarReader reader, CancellationToken cancellationToken)
    {
        if (await reader.GetNextEntryAsync(
            copyData: false, cancellationToken) is not { Name: ManifestName, Length: <= LargestManifest, DataStream: { } content })
        {
            throw new BackupDamagedException("It is not a backup of this program: it does not begin with a manifest.");
        }

        using var told = new MemoryStream();
        await content.CopyToAsync(told, cancellationToken);
        return BackupManifest.Read(told.ToArray());
    }

    private static async Task ReadFileAsync(
        Stream content, BackupFile file, string? folder, Action<long> told, CancellationToken cancellationToken)
    {
        await using Stream target = folder is null ? Stream.Null : BackupFiles.Create(Path.Combine(folder, file.Name));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        long length = 0;
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            length += read;
            hash.AppendData(buffer.AsSpan(0, read));
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            told(length);
        }

        if (length != file.Bytes || Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256)
        {
            throw new BackupDamagedException($"{file.Name} does not agree with the manifest.");
        }

        if (target is FileStream written)
        {
            BackupFiles.Sync(written);
        }
    }
}
