using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Divoc.Functions.Hosting;
using Divoc.Functions.Tests.Hosting.AzureFunctions.Rpc;
using Google.Protobuf;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>
/// The host's Service Bus trigger, over Microsoft's own client: calls the function for each message under a lock that is renewed, completes
/// the message when the call succeeded and abandons it when not.
/// </summary>
internal sealed class QueueListener : IAsyncDisposable
{
    private readonly HostedFunction function;
    private readonly WorkerConnection connection;
    private readonly ServiceBusClient client;
    private readonly ServiceBusProcessor processor;
    private CancellationTokenSource calls = new();
    private int inWork;
    private int failed;

    public QueueListener(HostedFunction function, WorkerConnection connection, HostRules rules, string connectionString)
    {
        this.function = function;
        this.connection = connection;
        client = new ServiceBusClient(connectionString);
        processor = client.CreateProcessor(function.QueueName, new ServiceBusProcessorOptions
        {
            MaxConcurrentCalls = rules.MaxConcurrentCalls,
            MaxAutoLockRenewalDuration = rules.MaxAutoLockRenewalDuration,
            AutoCompleteMessages = true,
        });
        processor.ProcessMessageAsync += CallAsync;
        processor.ProcessErrorAsync += static _ => Task.CompletedTask;
    }

    /// <summary>How many calls are running.</summary>
    public int InWork => Volatile.Read(ref inWork);

    /// <summary>How many calls have failed.</summary>
    public int Failed => Volatile.Read(ref failed);

    /// <summary>Cancels the calls that run.</summary>
    public void CancelCalls()
    {
        using var ended = Interlocked.Exchange(ref calls, new CancellationTokenSource());
        ended.Cancel();
    }

    /// <summary>Begins, or goes on, to receive.</summary>
    public Task StartAsync() => processor.StartProcessingAsync(TestContext.Current.CancellationToken);

    /// <summary>Receives no more and waits for the calls that run.</summary>
    public Task StopAsync() => processor.StopProcessingAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        processor.ProcessMessageAsync -= CallAsync;
        await processor.DisposeAsync();
        await client.DisposeAsync();
        calls.Dispose();
    }

    private async Task CallAsync(ProcessMessageEventArgs delivery)
    {
        if (connection.Ended.IsCompleted)
        {
            // The host waits for another worker and does not hand a message back again and again.
            await Task.Delay(Timeout.Infinite, delivery.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new WorkerGoneException();
        }

        Interlocked.Increment(ref inWork);
        try
        {
            var response = await connection.InvokeAsync(RequestFor(delivery.Message), calls.Token);
            if (response.Result.Status != StatusResult.Types.Status.Success)
            {
                Interlocked.Increment(ref failed);
                throw new InvalidOperationException($"The function failed: {response.Result.Exception?.Message}");
            }
        }
        finally
        {
            Interlocked.Decrement(ref inWork);
        }
    }

    private InvocationRequest RequestFor(ServiceBusReceivedMessage message)
    {
        var request = new InvocationRequest { InvocationId = Guid.NewGuid().ToString(), FunctionId = function.Metadata.FunctionId };
        var body = ByteString.CopyFrom(message.Body.ToMemory().Span);
        request.InputData.Add(new ParameterBinding { Name = function.TriggerName, Data = new TypedData { Bytes = body } });
        foreach (var (name, value) in BindingData(message))
        {
            if (value is not null)
            {
                request.TriggerMetadata[name] = value is string text
                    ? new TypedData { String = text }
                    : new TypedData { Json = JsonSerializer.Serialize(value) };
            }
        }

        return request;
    }

    /// <summary>What the host's extension tells of a message; text goes as text, all else as JSON, and what is null not at all.</summary>
    private static Dictionary<string, object?> BindingData(ServiceBusReceivedMessage message) => new()
    {
        ["MessageId"] = message.MessageId,
        ["SequenceNumber"] = message.SequenceNumber,
        ["DeliveryCount"] = message.DeliveryCount,
        ["EnqueuedTimeUtc"] = message.EnqueuedTime.UtcDateTime,
        ["ExpiresAtUtc"] = message.ExpiresAt.UtcDateTime,
        ["LockToken"] = message.LockToken,
        ["ContentType"] = message.ContentType,
        ["Subject"] = message.Subject,
        ["Label"] = message.Subject,
        ["CorrelationId"] = message.CorrelationId,
        ["ReplyTo"] = message.ReplyTo,
        ["To"] = message.To,
        ["ApplicationProperties"] = message.ApplicationProperties,
        ["UserProperties"] = message.ApplicationProperties,
    };
}
