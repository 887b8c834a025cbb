using System.Diagnostics.CodeAnalysis;
using System.Net;
using Divoc.Functions.Hosting;
using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Hosting.AzureFunctions.Rpc;
using Google.Protobuf.WellKnownTypes;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>
/// A small Azure Functions host: starts the built program as its worker, has it announce and load its functions, and calls them for
/// requests, messages and ticks.
/// </summary>
internal sealed class FunctionsHostDouble : IHostUnderTest
{
    private readonly RpcServer server;
    private readonly IReadOnlyList<HostedFunction> functions;
    private readonly HttpFront front;
    private readonly IReadOnlyList<QueueListener> others;

    private FunctionsHostDouble(
        RpcServer server, WorkerProcess worker, IReadOnlyList<HostedFunction> functions, HttpFront front, QueueListener listener,
        IReadOnlyList<QueueListener> others)
    {
        this.others = others;
        this.server = server;
        this.functions = functions;
        this.front = front;
        Worker = worker;
        Listener = listener;
        Client = new HttpClient { BaseAddress = front.Address, Timeout = Eventually.Limit };
    }

    public HttpClient Client { get; }

    public WorkerProcess Worker { get; }

    /// <summary>Of the queue of accepted events.</summary>
    public QueueListener Listener { get; }

    public IReadOnlyCollection<RpcLog> Logs => server.Connection.Logs;

    /// <summary>What the worker says that it can do.</summary>
    public IReadOnlyDictionary<string, string> Capabilities { get; private init; } = new Dictionary<string, string>();

    /// <summary>How many calls of HTTP functions are running in the worker.</summary>
    public int HttpInWork => front.InWork;

    /// <summary>Starts a worker under a host of its own.</summary>
    /// <param name="environment">The app's settings; <c>ServiceBus</c> is the host's too.</param>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The double disposes its parts.")]
    public static async Task<FunctionsHostDouble> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        var server = await RpcServer.StartAsync();
        var worker = WorkerProcess.Start(server.Address, environment);
        try
        {
            return await StartAsync(server, worker, environment["ServiceBus"])
                .WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);
        }
        catch (Exception exception)
        {
            await worker.KillAsync();
            var told = await worker.ReadAsync();
            await worker.DisposeAsync();
            await server.DisposeAsync();
            throw new InvalidOperationException($"The worker did not start: {exception.Message} {told}", exception);
        }
    }

    /// <summary>Calls a timer function once; returns how it ended.</summary>
    public async Task<StatusResult> TickAsync(string name)
    {
        var function = functions.Single(candidate => candidate.Name == name);
        Assert.Equal("timerTrigger", function.TriggerType);
        const string tick =
            """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"2026-01-01T00:00:00+00:00","Next":"2026-01-01T00:01:00+00:00","LastUpdated":"2026-01-01T00:00:00+00:00"},"IsPastDue":false}""";
        var request = new InvocationRequest { InvocationId = Guid.NewGuid().ToString(), FunctionId = function.Metadata.FunctionId };
        request.InputData.Add(new ParameterBinding { Name = function.TriggerName, Data = new TypedData { Json = tick } });
        return (await server.Connection.InvokeAsync(request, TestContext.Current.CancellationToken)).Result;
    }

    /// <summary>Tells the worker to end and waits until it has. Returns its exit code.</summary>
    public Task<int> TerminateAsync()
    {
        server.Connection.Post(new StreamingMessage
        {
            WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(TimeSpan.FromSeconds(5)) },
        });
        return Worker.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Worker.DisposeAsync();
        await server.Connection.Ended;
        await Listener.DisposeAsync();
        foreach (var other in others)
        {
            await other.DisposeAsync();
        }

        await front.DisposeAsync();
        await server.DisposeAsync();
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The double disposes its parts.")]
    private static async Task<FunctionsHostDouble> StartAsync(RpcServer server, WorkerProcess worker, string serviceBus)
    {
        var connection = server.Connection;
        if (await Task.WhenAny(connection.Started, worker.WaitForExitAsync()) != connection.Started)
        {
            throw new InvalidOperationException(await worker.ReadAsync());
        }

        var capabilities = await InitializeAsync(connection);
        var functions = await LoadAsync(connection);
        var rules = HostRules.Read(WorkerProcess.ProgramFolder);
        var front = await HttpFront.StartAsync(functions, rules.RoutePrefix, connection, new Uri(capabilities["HttpUri"]));
        var listener = new QueueListener(TriggeredBy(functions, QueueNames.CertificationEvents), connection, rules, serviceBus);
        await listener.StartAsync();
        var others = new List<QueueListener>();
        foreach (var queue in QueueNames.All.Where(queue => queue.Name != QueueNames.CertificationEvents))
        {
            others.Add(new QueueListener(TriggeredBy(functions, queue.Name), connection, rules, serviceBus));
            await others[^1].StartAsync();
        }

        var host = new FunctionsHostDouble(server, worker, functions, front, listener, others) { Capabilities = capabilities };
        await host.WarmUpAsync();
        return host;
    }

    private static HostedFunction TriggeredBy(IReadOnlyList<HostedFunction> functions, string queueName)
    {
        return functions.Single(function => function.TriggerType == "serviceBusTrigger" && function.QueueName == queueName);
    }

    /// <summary>
    /// The worker gives the two halves of a request five seconds to meet. Its first request, for which all code must be compiled, can miss
    /// that on a busy machine, so no test sends it.
    /// </summary>
    private async Task WarmUpAsync()
    {
        HttpStatusCode status;
        do
        {
            using var answer = await Client.GetAsync("/health/live", TestContext.Current.CancellationToken);
            status = answer.StatusCode;
        }
        while (status != HttpStatusCode.OK);
    }

    /// <summary>Returns the worker's capabilities; one is the address to which it wants its requests forwarded.</summary>
    private static async Task<Dictionary<string, string>> InitializeAsync(WorkerConnection connection)
    {
        var answer = await connection.AskAsync(new StreamingMessage
        {
            WorkerInitRequest = new WorkerInitRequest
            {
                HostVersion = "4.0.0.0",
                WorkerDirectory = WorkerProcess.ProgramFolder,
                FunctionAppDirectory = WorkerProcess.ProgramFolder,
            },
        });
        Check(answer.WorkerInitResponse.Result);
        return new Dictionary<string, string>(answer.WorkerInitResponse.Capabilities);
    }

    private static async Task<IReadOnlyList<HostedFunction>> LoadAsync(WorkerConnection connection)
    {
        var answer = await connection.AskAsync(new StreamingMessage
        {
            FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = WorkerProcess.ProgramFolder },
        });
        Check(answer.FunctionMetadataResponse.Result);
        List<HostedFunction> functions =
            [.. answer.FunctionMetadataResponse.FunctionMetadataResults.Select(metadata => new HostedFunction(metadata))];
        foreach (var function in functions)
        {
            var loaded = await connection.AskAsync(new StreamingMessage
            {
                FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.Metadata.FunctionId, Metadata = function.Metadata },
            });
            Check(loaded.FunctionLoadResponse.Result);
        }

        return functions;
    }

    private static void Check(StatusResult result)
    {
        if (result.Status != StatusResult.Types.Status.Success)
        {
            throw new InvalidOperationException(result.Exception?.Message);
        }
    }
}
