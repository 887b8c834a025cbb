using System.Net;
using System.Net.Sockets;
using Amqp;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>Accepts the clients of the double on a free loopback port and hands each to the listener.</summary>
internal sealed class ClientWires : TransportProvider
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<ClientWire> wires = [];
    private readonly CancellationTokenSource closed = new();
    private int refused;

    public ClientWires()
    {
        AddressSchemes = ["amqp"];
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public BrokerFreezer Freezer { get; } = new();

    /// <summary>Whether each new connection is closed at once.</summary>
    public bool Refuses { get; set; }

    /// <summary>How many connections were closed at once so far.</summary>
    public int Refused => Volatile.Read(ref refused);

    public override async Task<IAsyncTransport> CreateAsync(Address address)
    {
        while (true)
        {
            var socket = await AcceptAsync();
            if (Refuses)
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Dispose();
                Interlocked.Increment(ref refused);
                continue;
            }

            socket.NoDelay = true;
            var wire = new ClientWire(socket, Freezer);
            lock (wires)
            {
                wires.Add(wire);
            }

            return wire;
        }
    }

    public void Cut()
    {
        lock (wires)
        {
            wires.ForEach(wire => wire.Cut());
            wires.Clear();
        }
    }

    public override void Dispose()
    {
        closed.Cancel();
        listener.Dispose();
        Freezer.Thaw();
        Cut();
        closed.Dispose();
        base.Dispose();
    }

    private async Task<Socket> AcceptAsync()
    {
        try
        {
            return await listener.AcceptSocketAsync(closed.Token);
        }
        catch (Exception exception)
            when (closed.IsCancellationRequested && exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The listener asks again at once whatever is thrown; it must not spin.
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            throw;
        }
    }
}
