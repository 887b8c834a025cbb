using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>
/// A caller at the level of TCP: it can leave its connection idle or its body unfinished, and sees when the connection is closed.
/// </summary>
internal sealed class RawCaller : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private bool wasReset;

    private RawCaller()
    {
    }

    /// <summary>Whether the program has closed the connection; to be asked where nothing else is to come.</summary>
    public bool IsClosed => wasReset || socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Connects.</summary>
    /// <param name="address">Where the program listens.</param>
    /// <param name="from">The address of the caller; all of 127.0.0.0/8 are this machine's.</param>
    public static async Task<RawCaller> ConnectAsync(Uri address, string from = "127.0.0.1")
    {
        var caller = new RawCaller();
        caller.socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        try
        {
            await caller.socket.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed before this side had seen it open.
            caller.wasReset = true;
        }

        return caller;
    }

    /// <summary>Sends the head of a POST and the first bytes of its body.</summary>
    public async Task PostAsync(string path, int contentLength, int sent)
    {
        await SendAsync($"POST /{path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {contentLength}\r\n\r\n");
        await SendAsync(new byte[sent]);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.ASCII.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, TestContext.Current.CancellationToken)..];
        }
    }

    /// <summary>What comes next; empty once the connection is closed.</summary>
    public async Task<string> ReceiveAsync()
    {
        try
        {
            var buffer = new byte[8 * 1024];
            var count = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken)
                .AsTask()
                .WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);
            return Encoding.UTF8.GetString(buffer, 0, count);
        }
        catch (SocketException)
        {
            return "";
        }
    }

    /// <summary>Whether the program serves this connection, by a request on it.</summary>
    public async Task<bool> IsServedAsync(string path)
    {
        try
        {
            await SendAsync($"GET /{path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        catch (SocketException)
        {
            return false;
        }

        return (await ReceiveAsync()).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
    }

    /// <summary>Says that nothing more comes, in the middle of what was announced or not.</summary>
    public void EndSending() => socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => socket.Dispose();
}
