using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Benchmarks.Reports;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Events;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Intake;
using Divoc.Functions.Issuing;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Benchmarks.Scale;

/// <summary>
/// Counts what certificates need of store, queue and key: the service's own rooms in this process over doubles in memory, from the call to
/// the published revocation. The clock goes by the pace. Fetches, webhooks and what nobody subscribes to are not in it.
/// </summary>
internal sealed class ScaleRun : IAsyncDisposable
{
    private const int Batch = 100;
    private const int RequestsOfRound = 20;
    private const int Partners = 20;
    private static readonly TimeSpan AheadOfWrite = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenRefreshes = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenWords = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder folder = new();
    private readonly ForwardClock clock = new();
    private readonly CountingStore store;
    private readonly Dictionary<string, CountingQueue> queues;
    private readonly ServiceProvider services;
    private readonly OutagePause pause;
    private readonly List<(string Id, Caller Owner)> toRevoke = [];
    private int accepted;
    private int requests;
    private int revoked;

    private ScaleRun()
    {
        store = new CountingStore(clock);
        queues = QueueNames.All.ToDictionary(queue => queue.Name, queue => new CountingQueue(clock, queue.DetectsDuplicates));
        pause = new OutagePause(clock, TimeSpan.FromMinutes(1));
        services = BenchmarkServices.Create(collection =>
        {
            collection.AddSingleton<TimeProvider>(clock).AddSingleton<IArtifactStore>(store).AddKeyFileSigningKeys(folder.Path);
            var keys = collection.Last(service => service.ServiceType == typeof(ISigningKeys));
            collection.AddSingleton<ISigningKeys>(provider => new CountingKeys((ISigningKeys)keys.ImplementationFactory!(provider)));
            foreach (var (name, queue) in queues)
            {
                collection.AddKeyedSingleton<IMessageQueue>(name, queue);
            }
        });
    }

    /// <summary>The command.</summary>
    public static Command Create() => ScaleOptions.Command(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        pause.Dispose();
        folder.Dispose();
    }

    private static async Task<int> RunAsync(ScaleOptions options)
    {
        var machine = MachineFacts.Now();
        Console.WriteLine(machine);
        await using var run = new ScaleRun();
        var (began, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await run.CertifyAsync(options);
        var report = new ScaleReport
        {
            Machine = machine,
            Events = run.accepted,
            Requests = run.requests,
            Revocations = run.revoked,
            Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
            CpuSeconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds,
            Documents = run.store.Kinds,
            StoreCalls = run.store.Calls,
            Queues = run.queues.ToDictionary(queue => queue.Key, queue => queue.Value.Figures),
            Signatures = ((CountingKeys)run.services.GetRequiredService<ISigningKeys>()).Signatures,
            Certificates = options.Certificates,
            PerSecond = options.PerSecond,
            Prices = options.Prices,
        };
        ScaleFigures.Print(report);
        await ReportFolder.WriteAsync("scale", options.JsonFile, report, ReportJson.Default.ScaleReport);
        return 0;
    }

    private async Task CertifyAsync(ScaleOptions options)
    {
        var (began, told, refreshed) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp(), clock.GetUtcNow());
        while (accepted < options.Events)
        {
            await RoundAsync(options);
            if (clock.GetUtcNow() - refreshed >= BetweenRefreshes || accepted >= options.Events)
            {
                await services.GetRequiredService<StatusRefresher>().RefreshAsync(CancellationToken.None);
                refreshed = clock.GetUtcNow();
            }

            if (Stopwatch.GetElapsedTime(told) > BetweenWords)
            {
                told = Stopwatch.GetTimestamp();
                var rate = accepted / Stopwatch.GetElapsedTime(began).TotalSeconds;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{accepted:N0} of {options.Events:N0}, {rate:F0} a second, "
                    + $"{(options.Events - accepted) / rate / 60:F0} minutes left"));
            }
        }
    }

    /// <summary>Some requests, and all that comes of them, until nobody reads it again.</summary>
    private async Task RoundAsync(ScaleOptions options)
    {
        var before = accepted;
        for (var number = 0; number < RequestsOfRound && accepted < options.Events; number++)
        {
            await AcceptAsync(Math.Min(Batch, options.Events - accepted), options.RevokedPerThousand);
            var issuer = services.GetRequiredService<CertificationEventHandler>();
            await DrainAsync(
                QueueNames.CertificationEvents,
                (body, delivery) => issuer.HandleAsync(body, delivery, SigningLane.Interactive, CancellationToken.None));
            await DrainAsync(
                QueueNames.BulkCertificationEvents,
                (body, delivery) => issuer.HandleAsync(body, delivery, SigningLane.Bulk, CancellationToken.None));
        }

        await RevokeAsync();
        var changes = services.GetRequiredService<ChangeMessageHandler>();
        await DrainAsync(QueueNames.CertificateChanges, (body, delivery) => changes.HandleAsync(body, delivery, CancellationToken.None));
        clock.Advance(Longer(AheadOfWrite, TimeSpan.FromSeconds((accepted - before) / (double)options.PerSecond)));
        await DrainAsync(QueueNames.CertificateChanges, (body, delivery) => changes.HandleAsync(body, delivery, CancellationToken.None));
        await store.ForgetAsync();
        queues.Values.ToList().ForEach(queue => queue.Renew());
    }

    private async Task AcceptAsync(int count, int revokedPerThousand)
    {
        var type = services.GetRequiredService<CertificateTypes>().Current.Find("vaccination")!;
        var owner = Caller.OfPartner($"partner{requests % Partners}", CallerScope.Own);
        var body = EventSource.Body(Enumerable.Range(accepted, count));
        var call = new CertifyCall(body, type, type.Shapes[0], owner, "certify", RandomId.New());
        if (await services.GetRequiredService<CertifyHandler>()
            .HandleAsync(call, CancellationToken.None) is not CertifyOutcome.Accepted outcome)
        {
            throw new BenchmarkException("A request was not accepted.");
        }

        toRevoke.AddRange(outcome.Request.Certificates
            .Where((_, index) =>
                (long)(accepted + index + 1) * revokedPerThousand / 1000 > (long)(accepted + index) * revokedPerThousand / 1000)
            .Select(certificate => (certificate.CertificateId, owner)));
        accepted += count;
        requests++;
    }

    private async Task RevokeAsync()
    {
        foreach (var (id, owner) in toRevoke)
        {
            var order = new ChangeOrder("WRONG_PERSON", null, owner);
            if (await services.GetRequiredService<StateChanger>()
                .RevokeAsync(id, order, CancellationToken.None) is not ChangeOutcome.Changed)
            {
                throw new BenchmarkException("A certificate was not revoked.");
            }

            revoked++;
        }

        toRevoke.Clear();
    }

    private async Task DrainAsync(string name, Func<ReadOnlyMemory<byte>, IDelivery, Task> handle)
    {
        var queue = queues[name];
        while (await queue.ReceiveAsync(Batch, TimeSpan.Zero, CancellationToken.None) is { Count: > 0 } messages)
        {
            await Parallel.ForEachAsync(messages, async (message, _) =>
            {
                var delivery = new QueueDelivery(queue, message, pause, clock);
                await handle(message.Message.Body, delivery);
                if (delivery.IsSettled)
                {
                    throw new BenchmarkException("A message did not succeed.");
                }

                await queue.CompleteAsync(message, CancellationToken.None);
            });
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
