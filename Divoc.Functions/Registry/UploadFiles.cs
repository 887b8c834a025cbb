using System.Globalization;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Registry;

/// <summary>Stores the bytes of uploaded files, in parts that are small enough for the memory.</summary>
public sealed class UploadFiles(IArtifactStore store)
{
    /// <summary>The prefix of the names of all parts in the registry.</summary>
    internal const string Prefix = "upload-files/";

    /// <summary>The size of each part in bytes, except the last one of a file.</summary>
    public const int PartBytes = 1024 * 1024;

    private const string ContentType = "application/octet-stream";

    /// <summary>Stores a part of a new file.</summary>
    public async Task StoreAsync(
        string fileId, int part, ReadOnlyMemory<byte> bytes, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        await store.PutAsync(
            NameOf(fileId, part), new ArtifactContent(bytes, ContentType, UploadRegistry.FactsOf(receivedAt)), cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.UploadPartStored, fileId);
    }

    /// <summary>Reads bytes of a file from an offset on, as many as requested or as there are.</summary>
    /// <exception cref="UploadFileGoneException">They no longer exist.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(UploadedFile file, long offset, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[(int)Math.Min(count, file.Bytes - offset)];
        for (var read = 0; read < bytes.Length;)
        {
            var (part, skip) = Math.DivRem(offset + read, file.PartBytes);
            var stored = await store.GetAsync(NameOf(file.FileId, (int)part), cancellationToken) ?? throw new UploadFileGoneException();
            var piece = stored.Bytes.Span[(int)skip..];
            piece = piece[..Math.Min(piece.Length, bytes.Length - read)];
            piece.CopyTo(bytes.AsSpan(read));
            read += piece.Length > 0 ? piece.Length : throw new UploadFileGoneException();
        }

        return bytes;
    }

    /// <summary>Deletes parts of a file, as far as they exist.</summary>
    public async Task DeleteAsync(string fileId, int parts, CancellationToken cancellationToken)
    {
        for (var part = 0; part < parts; part++)
        {
            await store.DeleteAsync(NameOf(fileId, part), cancellationToken);
            ProtocolWrites.Done(ProtocolWrite.UploadRemoved, fileId);
        }
    }

    private static ArtifactName NameOf(string fileId, int part) =>
        new(RegistryDocuments.Container, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{fileId}/{part:D4}"));
}

/// <summary>The bytes of an uploaded file are not there any more.</summary>
public sealed class UploadFileGoneException() : Exception("The content of the uploaded file does not exist any more.");
