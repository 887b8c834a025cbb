using System.Collections.Concurrent;
using System.Threading.Channels;
using Divoc.Functions.Tests.Hosting.AzureFunctions.Rpc;
using Grpc.Core;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>The stream between host and worker: asks and gets answers, and keeps what the worker logged.</summary>
internal sealed class WorkerConnection
{
    private readonly Channel<StreamingMessage> outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> waiting = new();
    private readonly ConcurrentQueue<RpcLog> logs = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the worker has begun to speak.</summary>
    public Task Started => started.Task;

    /// <summary>Done when the worker has gone.</summary>
    public Task Ended => ended.Task;

    public IReadOnlyCollection<RpcLog> Logs => logs;

    /// <summary>Speaks with the worker until it goes.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> fromWorker, IServerStreamWriter<StreamingMessage> toWorker, CancellationToken gone)
    {
        var writing = WriteAsync(toWorker, gone);
        try
        {
            await foreach (var message in fromWorker.ReadAllAsync(gone))
            {
                Take(message);
            }
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The worker went without a word.
        }

        End();
        await writing;
    }

    /// <summary>Sends without waiting for an answer.</summary>
    public void Post(StreamingMessage message) => outgoing.Writer.TryWrite(message);

    /// <summary>Sends and waits for the answer.</summary>
    /// <exception cref="WorkerGoneException">The worker went before it answered.</exception>
    public async Task<StreamingMessage> AskAsync(StreamingMessage message)
    {
        message.RequestId = Guid.NewGuid().ToString();
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[message.RequestId] = answer;
        if (!outgoing.Writer.TryWrite(message))
        {
            throw new WorkerGoneException();
        }

        return await answer.Task;
    }

    /// <summary>Calls a function and waits for its end; a cancellation is told to the worker, which ends the call.</summary>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        request.TraceContext = new RpcTraceContext();
        var invoking = AskAsync(new StreamingMessage { InvocationRequest = request });
        await using var cancelling = cancellationToken.Register(
            () => Post(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } }));
        return (await invoking).InvocationResponse;
    }

    private void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.StartStream:
                started.TrySetResult();
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                logs.Enqueue(message.RpcLog);
                break;
            default:
                if (waiting.TryRemove(message.RequestId, out var answer))
                {
                    answer.TrySetResult(message);
                }

                break;
        }
    }

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> toWorker, CancellationToken gone)
    {
        try
        {
            await foreach (var message in outgoing.Reader.ReadAllAsync(gone))
            {
                await toWorker.WriteAsync(message, gone);
            }
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The reader sees it too.
        }
    }

    private void End()
    {
        outgoing.Writer.TryComplete();
        foreach (var answer in waiting.Values)
        {
            answer.TrySetException(new WorkerGoneException());
        }

        ended.TrySetResult();
    }
}
