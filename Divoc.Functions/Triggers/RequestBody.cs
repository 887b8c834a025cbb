using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Numerics;
using System.Runtime.InteropServices;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Formats;

namespace Divoc.Functions.Triggers;

/// <summary>
/// Reads the body of a call, but never more than a limit. Only arrived bytes use memory, not announced ones, and if the host sets a
/// <see cref="BodyAllowance"/>, each piece is first taken from it. A gzip body is decompressed within the same limits. A byte order mark
/// before UTF-8 is skipped.
/// </summary>
internal static class RequestBody
{
    private const int UnpackBytes = 16 * 1024;

    /// <summary>
    /// The bytes of the body. If it is longer than the limit, the result has one byte more than the limit, so that the validation sees that
    /// it is too large; all these bytes are zeros, because nobody reads them.
    /// </summary>
    /// <exception cref="BodiesFullException">Too many bodies are in memory.</exception>
    /// <exception cref="BodyLateException">It took too long.</exception>
    /// <exception cref="ContentRefusedException">It has an encoding that is not accepted.</exception>
    public static Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int bound, CancellationToken cancellationToken)
    {
        return ReadAsync(request, new BodyBound(bound), cancellationToken);
    }

    /// <inheritdoc cref="ReadAsync(HttpRequest, int, CancellationToken)"/>
    /// <remarks>The limit may depend on the beginning of the body.</remarks>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, BodyBound bound, CancellationToken cancellationToken)
    {
        var isPacked = ContentCoding.IsGzip(request);
        ContentCoding.RequireUtf8(request.ContentType);
        if (request.ContentLength > bound.Most)
        {
            return TooLong.Of(bound.Most);
        }

        var allowance = request.HttpContext.Features.Get<BodyAllowance>();
        using var late = allowance?.StartTime() ?? new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);

        // Not with the token: a server's reader that was cancelled with a token can't be used by the server afterwards, which must read on
        // until the end of the body.
        await using var ending = end.Token.Register(request.BodyReader.CancelPendingRead);
        using var pieces = new BodyPieces((int)(request.ContentLength ?? bound.Most), allowance);
        if (await ReadPiecesAsync(
            request.BodyReader, request.ContentLength ?? 0, isPacked ? new BodyBound(bound.Most) : bound, pieces) is { } body)
        {
            return JsonInput.WithoutByteOrderMark(
                isPacked && body.Length is > 0 && body.Length <= bound.Most ? Unpack(body, bound, allowance) : body);
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new BodyLateException();
    }

    /// <summary>The body, or null if reading was cancelled.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadPiecesAsync(PipeReader reader, long announced, BodyBound bound, BodyPieces pieces)
    {
        var most = bound.Most;
        while (true)
        {
            var read = await reader.ReadAsync(CancellationToken.None);
            try
            {
                if (read.IsCanceled)
                {
                    return null;
                }

                if (pieces.Length == 0 && !read.Buffer.IsEmpty)
                {
                    most = bound.Of(read.Buffer);
                }

                if (Math.Max(announced, pieces.Length + read.Buffer.Length) > most)
                {
                    return TooLong.Of(most);
                }

                pieces.Add(read.Buffer);
            }
            finally
            {
                reader.AdvanceTo(read.Buffer.End);
            }

            if (read.IsCompleted)
            {
                return pieces.Join();
            }
        }
    }

    /// <summary>
    /// Decompresses up to the limit: a small body that would become larger costs no more than a body with the size of the limit.
    /// </summary>
    private static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> packed, BodyBound bound, BodyAllowance? allowance)
    {
        using var pieces = new BodyPieces(bound.Most, allowance);
        MemoryMarshal.TryGetArray(packed, out var array);
        using var source = new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
        using var stream = new GZipStream(source, CompressionMode.Decompress);
        var buffer = ArrayPool<byte>.Shared.Rent(UnpackBytes);
        try
        {
            var most = bound.Most;
            while (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) is > 0 and var count)
            {
                var unpacked = new ReadOnlySequence<byte>(buffer, 0, count);
                most = pieces.Length == 0 ? bound.Of(unpacked) : most;
                if (pieces.Length + count > most)
                {
                    return TooLong.Of(most);
                }

                pieces.Add(unpacked);
            }

            // The stream treats the end of its input as the end of the data, even in the middle. The last four bytes have the length (RFC
            // 1952, section 2.3.1); so only one member is accepted, which is all that senders make of a body.
            return packed.Length >= sizeof(uint)
                && BinaryPrimitives.ReadUInt32LittleEndian(packed.Span[^sizeof(uint)..]) == (uint)pieces.Length
                ? pieces.Join()
                : throw new ContentRefusedException(ContentRefusal.Unreadable);
        }
        catch (InvalidDataException exception)
        {
            throw new ContentRefusedException(ContentRefusal.Unreadable, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>The result for a body that is too long: the same memory for all of them.</summary>
    private static class TooLong
    {
        private static readonly byte[] Zeros = new byte[Math.Max(IntakeLimits.BodyBytes, VerificationLimits.FileBytes) + 1];

        public static ReadOnlyMemory<byte> Of(int bound) => Zeros.AsMemory(0, bound + 1);
    }

    /// <summary>The arrived part of a body, in pieces that grow with it. They are reused, so that many bodies make no garbage.</summary>
    /// <param name="most">The maximum of bytes.</param>
    /// <param name="allowance">The allowance for the pieces.</param>
    private sealed class BodyPieces(int most, BodyAllowance? allowance) : IDisposable
    {
        private const int Smallest = 4 * 1024;
        private const int Largest = 64 * 1024;

        private readonly List<byte[]> pieces = [];
        private int usedOfLast;

        /// <summary>The bytes so far.</summary>
        public int Length { get; private set; }

        public void Add(in ReadOnlySequence<byte> arrived)
        {
            foreach (var part in arrived)
            {
                Add(part.Span);
            }
        }

        /// <summary>
        /// All pieces in one. During the copying the bytes exist twice, but for no more bodies at a time than there are processors.
        /// </summary>
        public byte[] Join()
        {
            var whole = GC.AllocateUninitializedArray<byte>(Length);
            var rest = whole.AsSpan();
            foreach (var piece in pieces)
            {
                var used = Math.Min(piece.Length, rest.Length);
                piece.AsSpan(0, used).CopyTo(rest);
                rest = rest[used..];
            }

            return whole;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            // The next user of a piece must not find this content: it may be personal data.
            pieces.ForEach(piece => ArrayPool<byte>.Shared.Return(piece, clearArray: true));
            pieces.Clear();
        }

        private void Add(ReadOnlySpan<byte> arrived)
        {
            while (!arrived.IsEmpty)
            {
                if (pieces.Count == 0 || usedOfLast == pieces[^1].Length)
                {
                    Grow();
                }

                var count = Math.Min(arrived.Length, pieces[^1].Length - usedOfLast);
                arrived[..count].CopyTo(pieces[^1].AsSpan(usedOfLast));
                arrived = arrived[count..];
                usedOfLast += count;
                Length += count;
            }
        }

        private void Grow()
        {
            var wanted = Math.Min(Math.Max(1, most - Length), pieces.Count == 0 ? Smallest : Math.Min(Largest, 2 * pieces[^1].Length));
            var size = (int)BitOperations.RoundUpToPowerOf2((uint)wanted);
            allowance?.Take(size);
            pieces.Add(ArrayPool<byte>.Shared.Rent(size));
            usedOfLast = 0;
        }
    }
}

/// <summary>The length limit of a body.</summary>
/// <param name="Most">The limit for any content.</param>
internal sealed record BodyBound(int Most)
{
    private const int HeadBytes = 16;

    /// <summary>A lower limit that depends on the first bytes, at most 16 of those that arrived first. Null for none.</summary>
    public Func<ReadOnlySpan<byte>, int>? ByHead { get; init; }

    /// <summary>The limit of a body with this beginning.</summary>
    public int Of(in ReadOnlySequence<byte> beginning)
    {
        if (ByHead is null)
        {
            return Most;
        }

        Span<byte> head = stackalloc byte[HeadBytes];
        var length = (int)Math.Min(head.Length, beginning.Length);
        beginning.Slice(0, length).CopyTo(head);
        return Math.Min(Most, ByHead(head[..length]));
    }
}
