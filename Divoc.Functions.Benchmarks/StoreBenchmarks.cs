using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Benchmarks;

/// <summary>
/// The store and the queue on the disk of the folder for temporary files, 64 callers at once. A unit is one certificate: three artifacts of
/// 7.5 KB in the store; one message of 2 KB that is sent, claimed and completed in the queue.
/// </summary>
[MemoryDiagnoser]
[SuppressMessage(
    "Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The benchmark runner calls the clean-up.")]
public class StoreBenchmarks
{
    private const int Callers = 64;
    private const int UnitsPerCaller = 32;
    private const int Units = Callers * UnitsPerCaller;

    private readonly byte[] artifact = new byte[7_500];
    private readonly byte[] body = new byte[2_000];
    private string folder = "";
    private SqliteArtifactStore? store;
    private SqliteQueueFile? queues;
    private SqliteMessageQueue? queue;

    /// <summary>Opens both in an empty folder.</summary>
    [GlobalSetup]
    public void Open()
    {
        Random.Shared.NextBytes(artifact);
        Random.Shared.NextBytes(body);
        folder = Directory.CreateTempSubdirectory("divoc-benchmark-").FullName;
        store = new SqliteArtifactStore(folder, TimeProvider.System);
        queues = new SqliteQueueFile(folder, new QueueOptions(), TimeProvider.System);
        queue = queues[QueueNames.CertificationEvents];
    }

    /// <summary>Closes and removes them.</summary>
    [GlobalCleanup]
    public void Close()
    {
        store!.Dispose();
        queues!.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Creates the three artifacts of a certificate in one call.</summary>
    [Benchmark(OperationsPerInvoke = Units)]
    public Task CreateTogether() => ByAllAsync(() =>
    {
        var id = Guid.NewGuid().ToString("N");
        return store!.CreateTogetherAsync(
            [Part(id, "credential.json"), Part(id, "qr.png"), Part(id, "certificate.pdf")], CancellationToken.None);
    });

    /// <summary>Sends a message, receives one and completes it.</summary>
    [Benchmark(OperationsPerInvoke = Units)]
    public Task SendClaimComplete() => ByAllAsync(async () =>
    {
        await queue!.SendAsync([new QueueMessage { MessageId = Guid.NewGuid().ToString("N"), Body = body }], CancellationToken.None);
        foreach (var message in await queue.ReceiveAsync(1, TimeSpan.FromSeconds(10), CancellationToken.None))
        {
            await queue.CompleteAsync(message, CancellationToken.None);
        }
    });

    private static Task ByAllAsync(Func<Task> unit) => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
    {
        for (var turn = 0; turn < UnitsPerCaller; turn++)
        {
            await unit();
        }
    })));

    private NamedArtifact Part(string id, string part) =>
        new(new ArtifactName("certificates", $"{id}/{part}"), new ArtifactContent(artifact, "application/octet-stream"));
}
