using System.CommandLine;
using System.Globalization;
using System.Text;
using Divoc.Functions.Domain;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Benchmarks;

/// <summary>
/// Takes a file of few rows and one of many, from the upload until all rows are accepted, and looks how much memory is alive whenever a
/// part of the file or a decision about a chunk is written. A process of its own, so that nothing else is counted.
/// </summary>
internal static class UploadRun
{
    private const int Few = 1_000;
    private const string Header = "preEnrollmentCode,recipientName,recipientMobileNumber,recipientDOB,recipientAge,recipientGender,"
        + "recipientNationality,recipientIdentity,recipientAddressLine1,recipientAddressLine2,recipientDistrict,recipientState,"
        + "recipientPincode,vaccinationBatch,vaccinationDate,vaccinationDose,vaccinationTotalDoses,vaccinationEffectiveStart,"
        + "vaccinationEffectiveEnd,vaccinationManufacturer,vaccinationName,vaccinatorName,facilityName,facilityAddressLine1,"
        + "facilityAddressLine2,facilityDistrict,facilityState,facilityPincode";
    private const string Row = ",Ishara Wendakoon,+94771234567,1979-03-02,,Female,Sri Lankan,did:example:1001,\"17, "
        + "Temple Road\",,Gampaha,Western,11104,41202025,2021-05-18T09:40:00+05:30,1,2,2021-05-18,2121-05-18,Serum Institute of "
        + "India,Covishield,Nimal Silva,Wattala Divisional Hospital,Hospital Road,,Gampaha,Western,11300";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var rows = LoadArguments.Count("--rows", 100_000, "Rows of the larger file.");
        var command = new Command("uploads", "How much memory an uploaded file has alive at most.") { rows };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(rows)));
        return command;
    }

    private static async Task<int> RunAsync(int rows)
    {
        await MostAliveAsync(10);
        var (small, large) = (await MostAliveAsync(Few), await MostAliveAsync(rows));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"alive at most: {Few} rows {small} bytes, {rows} rows {large} bytes, difference {large - small} bytes"));
        return 0;
    }

    private static async Task<long> MostAliveAsync(int rows)
    {
        using var folder = new TemporaryFolder();
        using var queues = new SqliteQueueFile(folder.Path, new QueueOptions(), TimeProvider.System);
        using var sqlite = new SqliteArtifactStore(folder.Path, TimeProvider.System);
        var store = new WatchedStore(sqlite);
        await using var services = BenchmarkServices.Create(collection =>
        {
            collection.AddKeyFileSigningKeys(folder.Path).AddSingleton<IArtifactStore>(store);
            foreach (var queue in QueueNames.All)
            {
                collection.AddKeyedSingleton<IMessageQueue>(queue.Name, queues[queue.Name]);
            }
        });
        var type = services.GetRequiredService<CertificateTypes>().Current.Find("vaccination")!;
        await using var file = new RowStream(rows);
        var call = new UploadCall(file, "rows.csv", type, type.Shapes[0], Caller.OfNoPartner(""), false);
        var outcome = (UploadOutcome.Received)await services.GetRequiredService<UploadReceiver>()
            .ReceiveAsync(call, CancellationToken.None);
        var upload = await ReadAsync(services, queues[QueueNames.CertificateUploads], outcome.Upload.UploadId);
        return upload.Counts.Accepted == rows
            ? store.MostAlive
            : throw new InvalidOperationException($"Of {rows} rows {upload.Counts.Accepted} were accepted.");
    }

    /// <summary>Takes one step after the other, as the program does, until the whole file is read.</summary>
    private static async Task<UploadRecord> ReadAsync(ServiceProvider services, SqliteMessageQueue steps, string id)
    {
        using var pause = new OutagePause(TimeProvider.System, TimeSpan.FromMinutes(1));
        var (registry, handler) = (services.GetRequiredService<UploadRegistry>(), services.GetRequiredService<UploadStepHandler>());
        while (true)
        {
            if ((await registry.FindAsync(id, CancellationToken.None))!.Value.Upload is { IsRead: true } upload)
            {
                return upload;
            }

            var received = (await steps.ReceiveAsync(1, TimeSpan.FromSeconds(30), CancellationToken.None))[0];
            var delivery = new QueueDelivery(steps, received, pause, TimeProvider.System);
            await handler.HandleAsync(received.Message.Body, delivery, CancellationToken.None);
            if (delivery.IsSettled)
            {
                throw new InvalidOperationException("A step did not succeed.");
            }

            await steps.CompleteAsync(received, CancellationToken.None);
        }
    }

    /// <summary>Looks how much is alive before some of its writes.</summary>
    private sealed class WatchedStore(IArtifactStore store) : IArtifactStore
    {
        private const int OneIn = 4;
        private int decisions;

        public long MostAlive { get; private set; }

        public Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken) =>
            store.GetAsync(name, cancellationToken);

        public Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken) =>
            store.GetPropertiesAsync(name, cancellationToken);

        public Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
            store.PutAsync(Seen(name), content, cancellationToken);

        public Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
            store.CreateAsync(Seen(name), content, cancellationToken);

        public Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(
            IReadOnlyList<NamedArtifact> artifacts,
            CancellationToken cancellationToken) => store.CreateTogetherAsync(artifacts, cancellationToken);

        public Task<string?> ReplaceAsync(ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken)
        {
            return store.ReplaceAsync(Seen(name), content, ifMatch, cancellationToken);
        }

        public Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken) => store.DeleteAsync(name, cancellationToken);

        public Task<bool> DeleteAsync(ArtifactName name, string ifMatch, CancellationToken cancellationToken) =>
            store.DeleteAsync(name, ifMatch, cancellationToken);

        public Task CheckWritableAsync(CancellationToken cancellationToken) => store.CheckWritableAsync(cancellationToken);

        public Task<ArtifactPage> ListAsync(
            string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken)
        {
            return store.ListAsync(container, prefix, pageSize, continuation, cancellationToken);
        }

        private ArtifactName Seen(ArtifactName name)
        {
            var isPart = name.Name.StartsWith("upload-files/", StringComparison.Ordinal);
            var isDecision = name.Name.StartsWith("upload-chunks/", StringComparison.Ordinal);
            if (isPart || (isDecision && decisions++ % OneIn == 0))
            {
                MostAlive = Math.Max(MostAlive, GC.GetTotalMemory(forceFullCollection: true));
            }

            return name;
        }
    }

    /// <summary>A file that is made as it is read.</summary>
    private sealed class RowStream(int rows) : Stream
    {
        private byte[] line = Encoding.UTF8.GetBytes($"{Header}\n");
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

                line = Encoding.UTF8.GetBytes($"M-{++made}{Row}\n");
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
