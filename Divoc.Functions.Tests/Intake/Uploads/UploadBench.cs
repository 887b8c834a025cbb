using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Issuing;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Faults;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Triggers.Divoc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Intake.Uploads;

/// <summary>
/// The rooms of the service with the routes of uploads, at a fixed time that goes on where a test or a message that is put off wants it to.
/// </summary>
internal sealed class UploadBench : IAsyncDisposable
{
    private readonly OutagePause pause;
    private readonly Dictionary<string, InMemoryMessageQueue> queues;

    /// <summary>Puts the rooms together, over what another one of them left where that is given.</summary>
    public UploadBench(Action<IServiceCollection>? configure = null, IArtifactStore? store = null, UploadBench? before = null)
    {
        Clock = before?.Clock ?? new(IntakeDriver.Now);
        queues = before?.queues
            ?? QueueNames.All.ToDictionary(queue => queue.Name, queue => new InMemoryMessageQueue(Clock, queue.DetectsDuplicates));
        Issuing = new IssuingBench(
            services =>
            {
                services.AddSingleton<TimeProvider>(Clock).AddSingleton<IPdfWriter, ShortPageWriter>();
                foreach (var (name, queue) in queues)
                {
                    services.AddKeyedSingleton<IMessageQueue>(name, queue);
                }

                configure?.Invoke(services);
            },
            store);
        Functions = Issuing.Create<UploadFunctions>();
        pause = new OutagePause(Clock, TimeSpan.FromMinutes(1));
    }

    public FakeTimeProvider Clock { get; }

    public IEnumerable<InMemoryMessageQueue> Queues => queues.Values;

    public IssuingBench Issuing { get; }

    public UploadFunctions Functions { get; }

    public IArtifactStore Store => Issuing.Store;

    public InMemoryMessageQueue Steps => Queue(QueueNames.CertificateUploads);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public InMemoryMessageQueue Queue(string name) => queues[name];

    /// <summary>Sends a file of vaccinations.</summary>
    public Task<PlainAnswer> PostAsync(string file, string query = "", string name = "events.csv") =>
        PostAsync(CsvFile.Bytes(file), query, name);

    public async Task<PlainAnswer> PostAsync(byte[] file, string query = "", string name = "events.csv") =>
        await (await FormAsync(file, query, name)).AnswerAsync(request => Functions.UploadVaccinationsAsync(request, Token));

    public async Task<PlainAnswer> PostTestsAsync(string file) =>
        await (await FormAsync(CsvFile.Bytes(file), "", "tests.csv")).AnswerAsync(request => Functions.UploadTestsAsync(request, Token));

    /// <summary>A form as a browser makes it.</summary>
    public static async Task<HttpRequest> FormAsync(byte[] file, string query, string name)
    {
        using var form = new MultipartFormDataContent();
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv");
        using var comment = new StringContent("of no interest");
        form.Add(comment, "comment");
        form.Add(content, "file", name);
        var request = PlainRequest.Of("POST", query, ("Content-Type", form.Headers.ContentType!.ToString()));
        request.Body = new MemoryStream(await form.ReadAsByteArrayAsync(Token));
        return request;
    }

    public async Task<JsonNode> ShowAsync(string uploadId) =>
        (await PlainRequest.Get().AnswerAsync(request => Functions.ShowUploadAsync(request, uploadId, Token))).Json;

    public async Task<JsonNode> ErrorsAsync(string uploadId, string query = "") =>
        (await PlainRequest.Get(query).AnswerAsync(request => Functions.ShowErrorsAsync(request, uploadId, Token))).Json;

    public async Task<UploadRecord> RecordAsync(string uploadId) =>
        (await Issuing.Get<UploadRegistry>().FindAsync(uploadId, Token))!.Value.Upload;

    /// <summary>Delivers steps and events until nothing is left of them, letting time go on where all wait.</summary>
    public async Task RunAsync()
    {
        for (var rounds = 0; rounds < 1_000; rounds++)
        {
            if (await DeliverStepAsync() | await DeliverEventsAsync())
            {
                continue;
            }

            if (Steps.Active.Count + EventsLeft == 0)
            {
                return;
            }

            Clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Fail("The messages came to no end.");
    }

    /// <summary>Delivers steps until the file is read.</summary>
    public async Task ReadAsync(string uploadId)
    {
        for (var steps = 0; !(await RecordAsync(uploadId)).IsRead; steps++)
        {
            Assert.True(steps < 1_000, "The file is not read.");
            if (!await DeliverStepAsync())
            {
                Clock.Advance(TimeSpan.FromSeconds(30));
            }
        }
    }

    /// <summary>Delivers one step, if one is due.</summary>
    public async Task<bool> DeliverStepAsync()
    {
        if (await Steps.ReceiveAsync(1, TimeSpan.Zero, Token) is not [var received])
        {
            return false;
        }

        await DeliverAsync(received);
        return true;
    }

    /// <summary>Delivers a step that was received.</summary>
    public async Task DeliverAsync(ReceivedMessage received)
    {
        var delivery = new QueueDelivery(Steps, received, pause, Clock);
        await Issuing.Get<UploadStepHandler>().HandleAsync(received.Message.Body, delivery, Token);
        if (!delivery.IsSettled)
        {
            await Steps.CompleteAsync(received, Token);
        }
    }

    /// <summary>Delivers all events that are due.</summary>
    public async Task<bool> DeliverEventsAsync()
    {
        var found = false;
        foreach (var name in (string[])[QueueNames.CertificationEvents, QueueNames.BulkCertificationEvents])
        {
            var queue = Queue(name);
            while (await queue.ReceiveAsync(1, TimeSpan.Zero, Token) is [var received])
            {
                found = true;
                var delivery = new QueueDelivery(queue, received, pause, Clock);
                await Issuing.Get<CertificationEventHandler>().HandleAsync(received.Message.Body, delivery, SigningLane.Bulk, Token);
                if (!delivery.IsSettled)
                {
                    await queue.CompleteAsync(received, Token);
                }
            }
        }

        return found;
    }

    private int EventsLeft => Queue(QueueNames.CertificationEvents).Active.Count + Queue(QueueNames.BulkCertificationEvents).Active.Count;

    public async ValueTask DisposeAsync()
    {
        pause.Dispose();
        await Issuing.DisposeAsync();
    }
}
