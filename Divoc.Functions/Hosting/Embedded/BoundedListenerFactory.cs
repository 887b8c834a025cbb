using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Kestrel's sockets with a limit of open connections for each listening address. A connection above the limit is closed before the next
/// one is accepted. Kestrel's own limit is checked only when a thread is free, and in a burst the process would run out of descriptors
/// before.
/// </summary>
internal sealed class BoundedListenerFactory(
    SocketTransportFactory sockets, ListenAddresses addresses, IOptions<HttpOptions> options, RefusalLog refusals)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>Health checks come only every few seconds.</summary>
    private const int HealthConnections = 64;

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => sockets.CanBind(endpoint);

    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var isHealth = addresses.IsHealth(endpoint);
        var listener = await sockets.BindAsync(endpoint, cancellationToken);
        if (!isHealth)
        {
            // Before the first connection is accepted, because its answers have links.
            addresses.Listens(listener.EndPoint);
        }

        return new BoundedListener(listener, isHealth ? HealthGate() : Gate(), isHealth, refusals);
    }

    private ConnectionGate Gate()
    {
        var most = options.Value.Connections ?? HttpOptions.DefaultConnections(OpenFileLimit.Read(), addresses.Count);
        var mostPerAddress = options.Value.ConnectionsPerAddress ?? HttpOptions.DefaultPerAddress(most);
        return new ConnectionGate(most, mostPerAddress, [.. options.Value.ProxyNetworks().OfType<IPNetwork>()]);
    }

    private static ConnectionGate HealthGate() => new(HealthConnections, HealthConnections, []);

    private sealed class BoundedListener(IConnectionListener listener, ConnectionGate gate, bool isHealth, RefusalLog refusals)
        : IConnectionListener
    {
        public EndPoint EndPoint => listener.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await listener.AcceptAsync(cancellationToken) is { } connection)
            {
                var admission = gate.Enter(connection.RemoteEndPoint);
                if (admission == Admission.Open)
                {
                    if (isHealth)
                    {
                        connection.Features.Set(HealthConnection.Mark);
                    }

                    return new CountedConnection(connection, gate);
                }

                refusals.Connection(admission);
                connection.Abort();
                await connection.DisposeAsync();
            }

            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => listener.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => listener.DisposeAsync();
    }

    /// <summary>A connection that is counted until its descriptor is free again.</summary>
    private sealed class CountedConnection(ConnectionContext connection, ConnectionGate gate) : ConnectionContext
    {
        private readonly EndPoint? remote = connection.RemoteEndPoint;
        private int isDisposed;

        public override IDuplexPipe Transport
        {
            get => connection.Transport;
            set => connection.Transport = value;
        }

        public override string ConnectionId
        {
            get => connection.ConnectionId;
            set => connection.ConnectionId = value;
        }

        public override IFeatureCollection Features => connection.Features;

        public override IDictionary<object, object?> Items
        {
            get => connection.Items;
            set => connection.Items = value;
        }

        public override EndPoint? LocalEndPoint
        {
            get => connection.LocalEndPoint;
            set => connection.LocalEndPoint = value;
        }

        public override EndPoint? RemoteEndPoint
        {
            get => connection.RemoteEndPoint;
            set => connection.RemoteEndPoint = value;
        }

        public override CancellationToken ConnectionClosed
        {
            get => connection.ConnectionClosed;
            set => connection.ConnectionClosed = value;
        }

        public override void Abort() => connection.Abort();

        public override void Abort(ConnectionAbortedException abortReason) => connection.Abort(abortReason);

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            try
            {
                await connection.DisposeAsync();
            }
            finally
            {
                if (Interlocked.Exchange(ref isDisposed, 1) == 0)
                {
                    gate.Leave(remote);
                }
            }
        }
    }
}

/// <summary>Marks a connection to the address for health checks.</summary>
internal sealed class HealthConnection
{
    private HealthConnection()
    {
    }

    /// <summary>The mark, among the features of the connection and of its requests.</summary>
    public static HealthConnection Mark { get; } = new();
}
