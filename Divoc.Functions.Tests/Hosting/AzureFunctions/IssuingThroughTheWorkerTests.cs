using Divoc.Functions.Tests.EndToEnd;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>
/// The whole way of an event through the worker: HTTP, Service Bus trigger, Blob storage; judged as in the embedded host.
/// </summary>
[Collection(nameof(WorkerCollection))]
[Trait("Kind", "Slow")]
public sealed class IssuingThroughTheWorkerTests(WorkerBench bench) : IssuingOverHttpTests
{
    private protected override Task<IHostUnderTest> StartHostAsync() => Task.FromResult<IHostUnderTest>(new Lent(bench.Host.Client));

    private protected override string DidOf(IHostUnderTest host) => "did:web:localhost%3A7071";

    /// <summary>The worker goes on when a test is done with it.</summary>
    private sealed class Lent(HttpClient client) : IHostUnderTest
    {
        public HttpClient Client => client;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
