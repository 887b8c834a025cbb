using System.Text;
using Divoc.Functions.Domain;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Intake.Uploads;

/// <summary>A large file takes hardly more memory than a small one: what is alive is looked at whenever a part of the file or a decision about a chunk is written.</summary>
[Trait("Kind", "Slow")]
[Collection(nameof(UploadMemoryTests))]
[CollectionDefinition(nameof(UploadMemoryTests), DisableParallelization = true)]
public sealed class UploadMemoryTests(ITestOutputHelper output)
{
    private const int Small = 1_000;
    private const int Large = 100_000;
    private const long Most = 30 * 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_thousand_rows_take_at_most_30_MiB_more_than_a_thousand()
    {
        await MostAliveAsync(10);
        var small = await MostAliveAsync(Small);
        var large = await MostAliveAsync(Large);

        output.WriteLine($"{Small} rows: {small:N0} bytes alive at most; {Large} rows: {large:N0}.");
        Assert.True(large - small <= Most, $"{Large} rows had {large:N0} bytes alive, {Small} rows {small:N0}.");
    }

    private static async Task<long> MostAliveAsync(int rows)
    {
        using var folder = new TemporaryFolder();
        using var queues = new SqliteQueueFile(folder.Path, new QueueOptions(), TimeProvider.System);
        await using var bench = new IssuingBench(services =>
        {
            foreach (var queue in QueueNames.All)
            {
                services.AddKeyedSingleton<IEventQueue>(queue.Name, queues[queue.Name]);
            }
        });
        long most = 0;
        var looks = 0;
        bench.Store.BeforeWrite = (_, name) =>
        {
            if (name.Name.StartsWith("upload-files/", StringComparison.Ordinal) || (name.Name.StartsWith("upload-chunks/", StringComparison.Ordinal) && looks++ % 4 == 0))
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
            }

            return Task.CompletedTask;
        };
        var type = bench.Get<CertificateTypes>().Current.Find("vaccination")!;
        await using var file = new RowStream(rows);
        var outcome = await bench.Get<UploadReceiver>().ReceiveAsync(new UploadCall(file, "large.csv", type, type.Shapes[0], Caller.OfNoPartner(""), false), Token);
        var id = Assert.IsType<UploadOutcome.Received>(outcome).Upload.UploadId;
        await ReadAsync(bench, queues[QueueNames.CertificateUploads], id);
        var upload = (await bench.Get<UploadRegistry>().FindAsync(id, Token))!.Value.Upload;
        Assert.Equal((rows, rows), (upload.Counts.Read, upload.Counts.Accepted));
        return most;
    }

    private static async Task ReadAsync(IssuingBench bench, SqliteEventQueue steps, string id)
    {
        using var pause = new OutagePause(TimeProvider.System, TimeSpan.FromMinutes(1));
        while (!(await bench.Get<UploadRegistry>().FindAsync(id, Token))!.Value.Upload.IsRead)
        {
            var received = Assert.Single(await steps.ReceiveAsync(1, TimeSpan.FromSeconds(30), Token));
            var delivery = new QueueDelivery(steps, received, pause, TimeProvider.System);
            await bench.Get<UploadStepHandler>().HandleAsync(received.Message.Body, delivery, Token);
            Assert.False(delivery.IsSettled, "A step did not succeed.");
            await steps.CompleteAsync(received, Token);
        }
    }

    /// <summary>A file that is made as it is read.</summary>
    private sealed class RowStream(int rows) : Stream
    {
        private byte[] line = CsvFile.Bytes($"{CsvFile.Header}\n");
        private int used;
        private int made;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (used == line.Length)
            {
                if (made == rows)
                {
                    return 0;
                }

                line = Encoding.UTF8.GetBytes($"{CsvFile.Row($"M-{++made}")}\n");
                used = 0;
            }

            var taken = Math.Min(count, line.Length - used);
            line.AsSpan(used, taken).CopyTo(buffer.AsSpan(offset));
            used += taken;
            return taken;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
