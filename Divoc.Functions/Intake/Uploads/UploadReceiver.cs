using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake.Uploads;

/// <summary>
/// Receives a file with many events: stores it part by part as it arrives, and requests the first step. Errors that can be seen while it
/// arrives refuse it at once. The same file of the same owner is the same upload, however often it is sent.
/// </summary>
public sealed class UploadReceiver(
    UploadRegistry uploads, UploadFiles files, UploadQueue queue, IOptions<UploadsOptions> options, TimeProvider time)
{
    /// <summary>The maximum of unfinished uploads of a caller and a type.</summary>
    public const int MostOpen = 50;

    private const int LongestFileName = 255;

    /// <summary>The number of the row below the header.</summary>
    private const int FirstRow = 2;

    /// <summary>Receives a file.</summary>
    public async Task<UploadOutcome> ReceiveAsync(UploadCall call, CancellationToken cancellationToken)
    {
        using var incoming = new IncomingFile(RandomId.New(), time.GetUtcNow());
        try
        {
            var header = await StoreAsync(call, incoming, cancellationToken);
            if (incoming.Refusal is { } refusal)
            {
                return new UploadOutcome.Refused(refusal);
            }

            // From here on it is finished even if the caller disconnects.
            return incoming.IsTooLarge
                ? new UploadOutcome.TooLarge(options.Value.Bytes)
                : await PromiseAsync(call, incoming, header!, CancellationToken.None);
        }
        finally
        {
            await DropAsync(incoming);
        }
    }

    /// <summary>Stores the file; returns its header, unless it is refused.</summary>
    private async Task<CsvHeader?> StoreAsync(UploadCall call, IncomingFile incoming, CancellationToken cancellationToken)
    {
        CsvHeader? header = null;
        for (var isEnd = false; !isEnd;)
        {
            var part = await ReadPartAsync(call.Content, cancellationToken);
            isEnd = part.Length < UploadFiles.PartBytes;
            incoming.Look(part);
            if (incoming.Parts == 0 && incoming.Refusal is null)
            {
                header = ReadHeader(part, call.Shape, incoming);
            }

            if (incoming.Refusal is not null || incoming.Bytes > options.Value.Bytes)
            {
                incoming.IsTooLarge = incoming.Refusal is null;
                return null;
            }

            if (part.Length > 0)
            {
                await files.StoreAsync(incoming.FileId, incoming.Parts++, part, incoming.ReceivedAt, cancellationToken);
            }
        }

        incoming.End();
        return incoming.Refusal is null ? header : null;
    }

    private static async Task<byte[]> ReadPartAsync(Stream content, CancellationToken cancellationToken)
    {
        var part = new byte[UploadFiles.PartBytes];
        var length = await content.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellationToken);
        return length == part.Length ? part : part[..length];
    }

    private static CsvHeader? ReadHeader(byte[] beginning, RequestShape shape, IncomingFile incoming)
    {
        var cells = CsvRows.ReadHeader(beginning, out var end);
        (var header, incoming.Refusal) = CsvHeader.Of(beginning.Length == 0 ? [] : cells, shape);
        incoming.HeaderBytes = end;
        if (header is not null && beginning.Length < UploadFiles.PartBytes && !beginning.AsSpan(end).ContainsAnyExcept("\r\n \t,"u8))
        {
            incoming.Refusal = new UploadRefusal(
                UploadCodes.EmptyFile,
                "The file has no row below its header: send a file with at least one row.");
        }

        return header;
    }

    private async Task<UploadOutcome> PromiseAsync(
        UploadCall call, IncomingFile incoming, CsvHeader header, CancellationToken cancellationToken)
    {
        var upload = new UploadRecord
        {
            UploadId = IdOf(call, incoming),
            Owner = call.Caller.Partner,
            Type = call.Type.Name,
            Shape = call.Shape.Name,
            FileName = FileNameOf(call.FileName),
            Header = header.Names,
            Run = 1,
            ReceivedAt = incoming.ReceivedAt,
            File = new UploadedFile(incoming.FileId, incoming.Bytes, incoming.Parts, UploadFiles.PartBytes),
            Next = new UploadCursor(Chunk: 0, incoming.HeaderBytes, FirstRow),
        };
        while (true)
        {
            var read = await uploads.FindAsync(upload.UploadId, cancellationToken);
            if (read is { Upload: var there } && !(call.Again && there.IsOver))
            {
                if (!there.IsOver)
                {
                    // Its first call may have been interrupted before this.
                    await queue.SendAsync(there, 0, TimeSpan.Zero, cancellationToken);
                }

                return new UploadOutcome.Received(there, header.Unknown);
            }

            if (await HasTooManyAsync(call, cancellationToken))
            {
                return new UploadOutcome.TooMany(MostOpen);
            }

            var begun = upload with { Run = (read?.Upload.Run ?? 0) + 1 };
            if (await TryBeginAsync(begun, read?.ETag, incoming, cancellationToken))
            {
                return new UploadOutcome.Received(begun, header.Unknown);
            }
        }
    }

    /// <summary>Whether the caller has the maximum of unfinished uploads.</summary>
    private async Task<bool> HasTooManyAsync(UploadCall call, CancellationToken cancellationToken)
    {
        var (newest, _) = await uploads.ListAsync(call.Caller, call.Type.Name, MostOpen, null, cancellationToken);
        return newest.Count(upload => !upload.IsOver) >= MostOpen;
    }

    private async Task<bool> TryBeginAsync(UploadRecord upload, string? ifMatch, IncomingFile incoming, CancellationToken cancellationToken)
    {
        await uploads.EnterAsync(upload, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.UploadListed, upload.UploadId);

        // Even if the answer is lost, the upload may exist: it must find its file.
        incoming.IsPromised = true;
        if (!await uploads.TryWriteAsync(upload, ifMatch, cancellationToken))
        {
            incoming.IsPromised = false;
            return false;
        }

        ProtocolWrites.Done(ProtocolWrite.UploadStored, upload.UploadId);
        await queue.SendAsync(upload, 0, TimeSpan.Zero, cancellationToken);
        return true;
    }

    /// <summary>A file that no upload needs is deleted at once if possible, else together with old ones.</summary>
    private async Task DropAsync(IncomingFile incoming)
    {
        if (incoming.IsPromised || incoming.Parts == 0)
        {
            return;
        }

        try
        {
            await files.DeleteAsync(incoming.FileId, incoming.Parts, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // It is removed when it is old.
        }
    }

    private static string IdOf(UploadCall call, IncomingFile incoming)
    {
        var name = $"{call.Caller.Partner}\n{call.Type.Name}\n{call.Shape.Name}\n{incoming.Hash}";
        return RandomId.Of(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
    }

    private static string FileNameOf(string? name)
    {
        var visible = new string([.. (name ?? "").Where(character => !char.IsControl(character) && !char.IsSurrogate(character))]);
        return visible.Length > LongestFileName ? visible[..LongestFileName] : visible;
    }

    /// <summary>A file as it arrives.</summary>
    private sealed class IncomingFile(string fileId, DateTimeOffset receivedAt) : IDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly Decoder decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        private readonly char[] decoded = new char[8 * 1024];

        public string FileId => fileId;

        public DateTimeOffset ReceivedAt => receivedAt;

        public long Bytes { get; private set; }

        public int Parts { get; set; }

        public int HeaderBytes { get; set; }

        public string Hash { get; private set; } = "";

        public UploadRefusal? Refusal { get; set; }

        public bool IsTooLarge { get; set; }

        /// <summary>Whether an upload may need it.</summary>
        public bool IsPromised { get; set; }

        /// <summary>Reads a part as it arrives.</summary>
        public void Look(byte[] part)
        {
            Bytes += part.Length;
            hash.AppendData(part);
            if (part.AsSpan().Contains((byte)0) || !IsUtf8(part, isEnd: false))
            {
                RefuseEncoding();
            }
        }

        /// <summary>The end of the file.</summary>
        public void End()
        {
            Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (!IsUtf8([], isEnd: true))
            {
                RefuseEncoding();
            }
        }

        /// <inheritdoc/>
        public void Dispose() => hash.Dispose();

        private void RefuseEncoding() =>
            Refusal = new UploadRefusal(
                UploadCodes.NotUtf8,
                "The file is not UTF-8, or not text: save it as CSV in UTF-8, with or without a byte order mark.");

        private bool IsUtf8(ReadOnlySpan<byte> bytes, bool isEnd)
        {
            try
            {
                bool isDone;
                do
                {
                    decoder.Convert(bytes, decoded, isEnd, out var used, out _, out isDone);
                    bytes = bytes[used..];
                }
                while (!isDone);
                return true;
            }
            catch (DecoderFallbackException)
            {
                return false;
            }
        }
    }
}

/// <summary>A file that was sent.</summary>
/// <param name="Content">Its bytes, read once.</param>
/// <param name="FileName">Its name, or null.</param>
/// <param name="Type">The certificate type.</param>
/// <param name="Shape">The shape of its columns.</param>
/// <param name="Caller">Who sent it, and will own the certificates.</param>
/// <param name="Again">Whether to run the same file again if its upload has ended.</param>
public sealed record UploadCall(Stream Content, string? FileName, ICertificateType Type, RequestShape Shape, Caller Caller, bool Again);

/// <summary>The outcome of an upload: one of the nested records.</summary>
public abstract record UploadOutcome
{
    private UploadOutcome()
    {
    }

    /// <summary>It is stored, now or earlier, and is processed.</summary>
    /// <param name="Upload">The upload.</param>
    /// <param name="UnknownColumns">Columns that are ignored.</param>
    public sealed record Received(UploadRecord Upload, IReadOnlyList<string> UnknownColumns) : UploadOutcome;

    /// <summary>It is refused; nothing is stored.</summary>
    public sealed record Refused(UploadRefusal Refusal) : UploadOutcome;

    /// <summary>The caller has the maximum of unfinished uploads; nothing is stored.</summary>
    public sealed record TooMany(int Most) : UploadOutcome;

    /// <summary>It is too large; nothing is stored.</summary>
    public sealed record TooLarge(long MostBytes) : UploadOutcome;
}
