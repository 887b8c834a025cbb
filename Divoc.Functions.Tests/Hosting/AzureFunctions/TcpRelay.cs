using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Azure.Storage.Blobs;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>A wire between the program and a service on this machine that a test can freeze or cut.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentDictionary<TcpClient, bool> clients = new();
    private readonly int target;
    private readonly Task accepting;
    private volatile TaskCompletionSource open = Opened();
    private volatile bool refuses;
    private int waiting;

    public TcpRelay(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>A wire to a storage account on this machine, and the connection string that leads over it.</summary>
    public static (TcpRelay Wire, string ConnectionString) ToStorage(string connectionString)
    {
        var port = new BlobServiceClient(connectionString).Uri.Port;
        var wire = new TcpRelay(port);
        return (wire, connectionString.Replace($":{port}/", $":{wire.Port}/", StringComparison.Ordinal));
    }

    /// <summary>What is sent from now on, in either direction, waits.</summary>
    public void Freeze() => open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>On how many connections something waits.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>What waits goes on.</summary>
    public void Thaw() => open.TrySetResult();

    /// <summary>Closes all connections, and each new one at once.</summary>
    public void Cut()
    {
        refuses = true;
        foreach (var client in clients.Keys)
        {
            client.Close();
        }
    }

    /// <summary>Lets connections through again.</summary>
    public void Mend() => refuses = false;

    public async ValueTask DisposeAsync()
    {
        Thaw();
        await end.CancelAsync();
        Cut();
        listener.Stop();
        await accepting;
        listener.Dispose();
        end.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await listener.AcceptTcpClientAsync(end.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var service = new TcpClient();
        try
        {
            clients[client] = true;
            if (!refuses)
            {
                await service.ConnectAsync(IPAddress.Loopback, target);
                await Task.WhenAny(CopyAsync(client, service), CopyAsync(service, client));
            }
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One side went.
        }
        finally
        {
            clients.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private async Task WaitUntilOpenAsync()
    {
        if (open.Task is { IsCompleted: false } frozen)
        {
            Interlocked.Increment(ref waiting);
            await frozen;
            Interlocked.Decrement(ref waiting);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        var (source, sink) = (from.GetStream(), to.GetStream());
        var buffer = new byte[64 * 1024];
        try
        {
            while (await source.ReadAsync(buffer) is > 0 and var count)
            {
                await WaitUntilOpenAsync();
                await sink.WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
        {
            // One side went.
        }
    }
}
