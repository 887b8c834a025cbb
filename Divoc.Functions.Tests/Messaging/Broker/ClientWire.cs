using System.Buffers.Binary;
using System.Net.Sockets;
using Amqp;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>
/// The bytes between one client and the listener, frame by frame. It can be frozen and cut, and it mends three things at which the
/// listener's library and the clients' disagree: the JavaScript client writes the keys of an error's info as strings where the standard has
/// symbols, and it loses an AMQP header that comes in one piece with the outcome of SASL, so the listener's header waits until the client's
/// has come; and the .NET client opens its session's window as wide as a number goes, which the listener's library counts round to 0, and
/// then sends no more, when the flow tells of a transfer that it has not counted yet.
/// </summary>
internal sealed class ClientWire : IAsyncTransport, IDisposable
{
    private const int HeaderLength = 8;
    private const byte StringCode = 0xa1;
    private const byte SymbolCode = 0xa3;
    private const byte FlowCode = 0x13;
    private const byte DispositionCode = 0x15;

    private static readonly byte[] WidestWindow = [0x70, 0xff, 0xff, 0xff, 0xff];

    private static readonly byte[][] InfoKeys =
    [
        [StringCode, 16, .. "DeadLetterReason"u8],
        [StringCode, 26, .. "DeadLetterErrorDescription"u8],
    ];

    private readonly Socket socket;
    private readonly Stream stream;
    private readonly BufferedStream reader;
    private readonly BrokerFreezer freezer;
    private readonly SemaphoreSlim writing = new(1);
    private readonly TaskCompletionSource headerCame = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] frame = new byte[HeaderLength];
    private int available;
    private int taken;

    public ClientWire(Socket socket, BrokerFreezer freezer)
    {
        this.socket = socket;
        this.freezer = freezer;
        stream = new NetworkStream(socket, ownsSocket: true);
        reader = new BufferedStream(stream, 64 * 1024);
    }

    public void SetConnection(Connection connection)
    {
    }

    public async Task<int> ReceiveAsync(byte[] buffer, int offset, int count)
    {
        if (taken == available)
        {
            await ReadFrameAsync();
            await freezer.WaitAsync();
        }

        var copied = Math.Min(count, available - taken);
        frame.AsSpan(taken, copied).CopyTo(buffer.AsSpan(offset));
        taken += copied;
        return copied;
    }

    public async Task SendAsync(IList<ByteBuffer> bufferList, int listSize)
    {
        var bytes = new byte[listSize];
        var length = 0;
        foreach (var part in bufferList)
        {
            part.Buffer.AsSpan(part.Offset, part.Length).CopyTo(bytes.AsSpan(length));
            length += part.Length;
        }

        await WriteAsync(bytes.AsMemory(0, length));
    }

    public void Send(ByteBuffer buffer) => WriteAsync(buffer.Buffer.AsMemory(buffer.Offset, buffer.Length)).GetAwaiter().GetResult();

    public int Receive(byte[] buffer, int offset, int count) => ReceiveAsync(buffer, offset, count).GetAwaiter().GetResult();

    public void Close()
    {
        headerCame.TrySetCanceled();
        socket.Dispose();
    }

    /// <summary>Ends the connection as a cut cable does, without a word.</summary>
    public void Cut()
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (ObjectDisposedException)
        {
            // The client was faster.
        }

        Close();
    }

    public void Dispose()
    {
        Close();
        reader.Dispose();
        stream.Dispose();
        writing.Dispose();
    }

    private static bool IsAmqpHeader(ReadOnlySpan<byte> bytes) => bytes.Length >= HeaderLength && bytes.StartsWith("AMQP\0"u8);

    private async Task ReadFrameAsync()
    {
        taken = 0;
        available = HeaderLength;
        await reader.ReadExactlyAsync(frame.AsMemory(0, HeaderLength));
        if (frame.AsSpan().StartsWith("AMQP"u8))
        {
            if (IsAmqpHeader(frame))
            {
                headerCame.TrySetResult();
            }

            return;
        }

        available = BinaryPrimitives.ReadInt32BigEndian(frame);
        if (available > frame.Length)
        {
            Array.Resize(ref frame, available);
        }

        await reader.ReadExactlyAsync(frame.AsMemory(HeaderLength, available - HeaderLength));
        Mend(frame.AsSpan(0, available));
    }

    private static void Mend(Span<byte> frame)
    {
        var body = frame[Math.Min(frame.Length, frame[4] * 4)..];
        if (body.Length < 3 || body[0] != 0 || body[1] != 0x53)
        {
            return;
        }

        if (body[2] == FlowCode)
        {
            MendFlow(body);
        }
        else if (body[2] == DispositionCode)
        {
            MendDisposition(body);
        }
    }

    /// <summary>Half as wide does as well, and there is room above it.</summary>
    private static void MendFlow(Span<byte> body)
    {
        if (body.IndexOf(WidestWindow) is >= 0 and var at)
        {
            body[at + 1] = 0x7f;
        }
    }

    private static void MendDisposition(Span<byte> body)
    {
        foreach (var key in InfoKeys)
        {
            if (body.IndexOf(key) is >= 0 and var at)
            {
                body[at] = SymbolCode;
            }
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await writing.WaitAsync();
        try
        {
            if (IsAmqpHeader(bytes.Span))
            {
                await headerCame.Task;
            }

            await freezer.WaitAsync();
            await stream.WriteAsync(bytes);
        }
        finally
        {
            writing.Release();
        }
    }
}
