using Divoc.Functions.Tests.Hosting.AzureFunctions.Rpc;
using Grpc.Core;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>Where the worker connects to.</summary>
internal sealed class FunctionRpcService(WorkerConnection connection) : FunctionRpc.FunctionRpcBase
{
    public override Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream,
        IServerStreamWriter<StreamingMessage> responseStream,
        ServerCallContext context) =>
        connection.RunAsync(requestStream, responseStream, context.CancellationToken);
}
