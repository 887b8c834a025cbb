using Divoc.Functions.Domain;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Intake.Uploads;

/// <summary>
/// A file of three chunks goes its way while the program is ended after each named write, while calls of the store fail or lose their
/// answers, and while each message is delivered twice at once. Whatever happens, each row becomes one certificate and is counted once.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class UploadFaultTests : IDisposable
{
    private const int Rows = 24;
    private const int MostRestarts = 60;
    private const int MostFaults = 30;

    private static readonly string[] Folders = ["upload-files/", "upload-chunks/", "upload-lists/", "uploads/"];

    private readonly TemporaryFolder folder = new();
    private readonly KeyFileSigningKeys keys;

    public UploadFaultTests() => keys = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));

    /// <summary>The writes that uploads alone have; the harness of events does not come by them.</summary>
    internal static ProtocolWrite[] Writes { get; } =
        [.. Enum.GetValues<ProtocolWrite>().Where(write => write.ToString().StartsWith("Upload", StringComparison.Ordinal))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<ProtocolWrite> WritesToStopAt =>
    [
        .. Writes.Except([ProtocolWrite.UploadChunkSettled]),
        ProtocolWrite.UsageShared, ProtocolWrite.RequestStored, ProtocolWrite.IdempotencyKeyClaimed, ProtocolWrite.EventsQueued,
        ProtocolWrite.CertificateListed,
    ];

    [Theory]
    [MemberData(nameof(WritesToStopAt))]
    public async Task An_upload_continues_where_it_stopped_when_the_program_ends_after_a_write(ProtocolWrite write)
    {
        var ended = 0;
        for (var times = 1; times <= 3; times++)
        {
            var here = new InMemoryArtifactStore(TimeProvider.System);
            using var stop = new WriteStop(write, times);
            await RunAsync(here, bench => EndWith(bench, stop), () => stop.IsEnded = false);
            ended += stop.HasEnded ? 1 : 0;
        }

        Assert.True(ended > 0, $"Nothing stopped after {write}.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_failure_at_any_call_does_not_stop_an_upload_permanently(bool losesAnswers)
    {
        for (var first = 1; first <= 15; first += 2)
        {
            var calls = 0;
            var faults = 0;
            var begins = first;

            // Each 15th call, beginning with another one each time, until there were so many that a step of more calls than that comes to
            // its end.
            Task Fail(ArtifactName name) =>
                name.Container == ArtifactContainers.Registry
                    && (Interlocked.Increment(ref calls) - begins) % 15 == 0
                    && Interlocked.Increment(ref faults) <= MostFaults
                    ? throw new StoreUnavailableException("The store does not answer.")
                    : Task.CompletedTask;
            await RunAsync(
                new InMemoryArtifactStore(TimeProvider.System),
                bench =>
                {
                    bench.Issuing.Store.BeforeRead = losesAnswers ? null : Fail;
                    bench.Issuing.Store.BeforeWrite = losesAnswers ? null : (_, name) => Fail(name);
                    bench.Issuing.Store.AfterWrite = losesAnswers ? (_, name) => Fail(name) : null;
                },
                () => { });
        }
    }

    [Fact]
    public async Task Two_simultaneous_deliveries_of_each_message_count_once()
    {
        for (var round = 0; round < 10; round++)
        {
            await using var bench = Start(new InMemoryArtifactStore(TimeProvider.System), null);
            bench.Issuing.Store.BeforeRead = _ => ShuffleAsync();
            bench.Issuing.Store.BeforeWrite = (_, _) => ShuffleAsync();
            var id = (await bench.PostAsync(File())).Text("ID")!;
            for (var steps = 0; (await bench.RecordAsync(id)).FinishedAt is null; steps++)
            {
                Assert.True(steps < 200, "The upload comes to no end.");
                if (await bench.Steps.ReceiveAsync(1, TimeSpan.Zero, Token) is [var received])
                {
                    bench.Steps.LoseLocks();
                    var again = Assert.Single(
                        await bench.Steps.ReceiveAsync(10, TimeSpan.Zero, Token), other => other.SequenceNumber == received.SequenceNumber);
                    await Task.WhenAll(
                        Task.Run(() => DeliverAsync(bench, received), Token), Task.Run(() => DeliverAsync(bench, again), Token));
                    bench.Steps.LoseLocks();
                }
                else if (!await bench.DeliverEventsAsync())
                {
                    bench.Clock.Advance(TimeSpan.FromSeconds(30));
                }
            }

            await JudgeAsync(bench, id);
        }

        static async Task ShuffleAsync()
        {
            for (var yields = Random.Shared.Next(3); yields > 0; yields--)
            {
                await Task.Yield();
            }
        }

        static async Task DeliverAsync(UploadBench bench, ReceivedMessage received)
        {
            try
            {
                await bench.DeliverAsync(received);
            }
            catch (LockLostException)
            {
                // The other one has settled it.
            }
        }
    }

    public void Dispose()
    {
        keys.Dispose();
        folder.Dispose();
    }

    private UploadBench Start(InMemoryArtifactStore store, UploadBench? before) =>
        new(services => services.AddSingleton<ISigningKeys>(keys), store, before);

    private static void EndWith(UploadBench bench, WriteStop stop)
    {
        Task Refuse() => stop.IsEnded ? throw new ProgramEndedException() : Task.CompletedTask;
        bench.Issuing.Store.BeforeRead = _ => Refuse();
        bench.Issuing.Store.BeforeWrite = (_, _) => Refuse();
        stop.Ended = () =>
        {
            foreach (var queue in bench.Queues)
            {
                queue.Fault = new ProgramEndedException();
            }
        };
    }

    /// <summary>Sends the file until it is answered, and delivers until nothing is left; begins a program anew where one ended.</summary>
    private async Task RunAsync(InMemoryArtifactStore here, Action<UploadBench> prepare, Action restarted)
    {
        var bench = Start(here, null);
        string? id = null;
        for (var restarts = 0; ; restarts++)
        {
            Assert.True(restarts < MostRestarts, "The upload comes to no end.");
            prepare(bench);
            try
            {
                id ??= (await bench.PostAsync(File())).Text("ID");
                await bench.RunAsync();
                if (id is not null && (await bench.RecordAsync(id)).FinishedAt is not null)
                {
                    break;
                }
            }
            catch (Exception fault) when (fault is ProgramEndedException or StoreUnavailableException or QueueUnavailableException)
            {
                foreach (var queue in bench.Queues)
                {
                    queue.Fault = null;
                    queue.LoseLocks();
                }

                restarted();
                var next = Start(here, bench);
                await bench.DisposeAsync();
                bench = next;
            }
        }

        await using var last = Start(here, bench);
        await bench.DisposeAsync();
        await JudgeAsync(last, id);
    }

    private static async Task JudgeAsync(UploadBench bench, string id)
    {
        var record = await bench.RecordAsync(id);
        var upload = await bench.ShowAsync(id);

        Assert.Equal(
            """{"read":24,"queued":0,"issued":22,"duplicate":1,"failed":0,"refused":1,"kept":1}""", upload["rows"]!.ToJsonString());
        Assert.Equal((3, 3, null), (record.Next.Chunk, record.Settled, record.Failure));
        Assert.Single((await bench.ErrorsAsync(id))["errorRows"]!.AsArray());
        Assert.Empty(bench.Steps.DeadLetters);
        foreach (var number in Enumerable.Range(1, Rows - 2))
        {
            var ledger = await bench.Issuing.Get<LedgerReader>().ReadAsync([LedgerName.Of($"W-{number}")], Token);
            Assert.Single(Assert.Single(ledger).Value.Versions);
        }

        bench.Clock.Advance(TimeSpan.FromDays(31));
        await bench.Issuing.Get<UploadSweeper>().SweepAsync(Token);
        foreach (var prefix in Folders)
        {
            Assert.Empty((await bench.Store.ListAsync(ArtifactContainers.Registry, prefix, 10, null, Token)).Names);
        }
    }

    /// <summary>Rows so wide that there are three chunks of them; one is bad, and one says what another one says.</summary>
    private static byte[] File()
    {
        string[] columns = [.. CsvFile.VaccinationColumns, "notes"];
        var notes = ("notes", new string('n', 100_000));
        var rows = Enumerable.Range(1, Rows - 2).Select(number => CsvFile.Row(columns, $"W-{number}", notes))
            .Append(CsvFile.Row(columns, "W-BAD", notes, ("vaccinationDose", "one")))
            .Append(CsvFile.Row(columns, "W-1", notes));
        return CsvFile.Bytes($"{string.Join(',', columns)}\n{string.Join('\n', rows)}");
    }
}
