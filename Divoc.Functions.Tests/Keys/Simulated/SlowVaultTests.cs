using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Hosting.AzureFunctions;
using Divoc.Functions.Issuing;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Tests.Faults;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Storage;
using Divoc.Functions.Tests.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Keys.Simulated;

/// <summary>What a program makes of a vault that is slow, or away for a time. Simulated: no test takes as long as it tells.</summary>
public sealed class SlowVaultTests : IDisposable
{
    private const int Callers = 16;
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(5);
    private static readonly byte[] Digest = SHA256.HashData("event"u8);

    private readonly Simulation simulation = new(TimeSpan.FromMilliseconds(50));
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CertificateMetrics metrics;

    public SlowVaultTests() => metrics = new CertificateMetrics(services.GetRequiredService<IMeterFactory>());

    public void Dispose()
    {
        metrics.Dispose();
        services.Dispose();
    }

    /// <summary>Sixteen calls at a time would wait for eight seconds each, and each is given up after five.</summary>
    [Theory]
    [InlineData(1, 0, 0.9)]
    [InlineData(4, 60, 0.8)]
    public async Task A_vault_with_two_signatures_a_second_is_used_at_its_own_speed(int processes, int secondsToLearn, double part)
    {
        var signed = 0;
        using var vault = new SlowVault(simulation.Time, TimeSpan.FromMilliseconds(500), TryTimeout);
        for (var process = 0; process < processes; process++)
        {
            var key = await vault.OpenAsync(metrics);
            for (var caller = 0; caller < Callers; caller++)
            {
                simulation.Begin(() => SignForEverAsync(key, () => signed++));
            }
        }

        simulation.Run(TimeSpan.FromSeconds(secondsToLearn));
        signed = 0;
        simulation.Run(TimeSpan.FromMinutes(5));

        TestContext.Current.TestOutputHelper?.WriteLine($"{signed} signed in five minutes");
        Assert.InRange(signed, part * 600, 600);
        Assert.Equal(0, vault.CalledOff);
    }

    [Theory]
    [Trait("Kind", "Slow")]
    [InlineData(0.1)]
    [InlineData(5)]
    public async Task An_outage_of_five_minutes_costs_few_deliveries_and_no_attempt_and_all_events_recover_soon(
        double secondsUntilACallFails)
    {
        const int Events = 200;
        using var vault = new SlowVault(simulation.Time, TimeSpan.FromMilliseconds(20), TryTimeout);
        var key = await vault.OpenAsync(metrics);
        await using var bench = new IssuingBench(
            collection => collection.AddSingleton<TimeProvider>(simulation.Time)
                .AddSingleton<ISigningKeys>(key)
                .AddSingleton<IPdfWriter>(new ShortPageWriter()),
            new InMemoryArtifactStore(simulation.Time));
        var worker = new SimulatedWorker(bench.Handler, simulation);
        vault.AbsentFor = TimeSpan.FromSeconds(secondsUntilACallFails);
        await worker.SendAsync(Events);

        simulation.Run(TimeSpan.FromMinutes(5), worker.Receive);
        Assert.Equal(0, worker.Issued);
        vault.AbsentFor = null;
        simulation.Run(TimeSpan.FromSeconds(90), worker.Receive);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{worker.MostDeliveries} deliveries at most, the last event was issued {worker.LastIssued - TimeSpan.FromMinutes(5)} after "
            + $"the outage, {vault.Asked} calls");
        Assert.Equal(Events, worker.Issued);
        Assert.InRange(worker.MostDeliveries, 2, 12);
        Assert.Equal(1, worker.HighestAttempt);
    }

    /// <summary>Behind a vault that answers at once nobody waits for a place, before an outage and soon after it.</summary>
    [Fact]
    public async Task After_an_outage_all_callers_soon_use_a_fast_vault_in_parallel_again()
    {
        var signed = 0;
        using var vault = new SlowVault(simulation.Time, TimeSpan.Zero, TryTimeout);
        var key = await vault.OpenAsync(metrics);
        for (var caller = 0; caller < Callers; caller++)
        {
            simulation.Begin(() => SignForEverAsync(key, () => signed++));
        }

        simulation.Run(TimeSpan.FromSeconds(5));
        var before = signed;
        vault.AbsentFor = TryTimeout;
        simulation.Run(TimeSpan.FromMinutes(2));
        vault.AbsentFor = null;
        simulation.Run(TimeSpan.FromSeconds(15));
        signed = 0;
        simulation.Run(TimeSpan.FromSeconds(5));

        Assert.InRange(signed, 0.9 * before, 1.1 * before);
    }

    private async Task SignForEverAsync(KeyVaultSigningKeys key, Action signed)
    {
        while (true)
        {
            try
            {
                await key.SignDigestAsync(
                    new(DivocKeys.Purpose, SignatureAlgorithm.PS256), Digest, SigningLane.Interactive, CancellationToken.None);
                signed();
            }
            catch (SigningKeyUnavailableException)
            {
                // The event would come again.
                await Task.Delay(OutageDelay.After(0), simulation.Time);
            }
        }
    }

    /// <summary>A worker as the Functions host runs it: so many deliveries at a time, each with the copies that it schedules.</summary>
    private sealed class SimulatedWorker(CertificationEventHandler handler, Simulation simulation)
    {
        private readonly InMemoryMessageQueue queue = new(simulation.Time);
        private readonly InMemoryMessageQueue failures = new(simulation.Time);
        private readonly Dictionary<string, int> deliveries = [];
        private int running;

        public int Issued { get; private set; }

        public TimeSpan LastIssued { get; private set; }

        public int HighestAttempt { get; private set; }

        public int MostDeliveries => deliveries.Values.Max();

        public async Task SendAsync(int count)
        {
            for (var number = 0; number < count; number++)
            {
                var certification = EventBuilder.Certification(EventBuilder.Vaccination($"PE-{number}"), CertificateShape.VaccinationV1);
                var body = JsonSerializer.SerializeToUtf8Bytes(certification, CertificationEventJson.Compact.CertificationEvent);
                await queue.SendAsync([new QueueMessage { MessageId = certification.CertificateId, Body = body }], CancellationToken.None);
            }
        }

        /// <summary>Takes what is due.</summary>
        public void Receive()
        {
            if (running < Callers)
            {
                foreach (var message in queue.ReceiveAsync(Callers - running, TimeSpan.Zero, CancellationToken.None)
                    .GetAwaiter()
                    .GetResult())
                {
                    running++;
                    simulation.Begin(() => DeliverAsync(message));
                }
            }
        }

        private async Task DeliverAsync(ReceivedMessage received)
        {
            var id = RetryCopy.IdOf(received.Message);
            deliveries[id] = deliveries.GetValueOrDefault(id) + 1;
            HighestAttempt = Math.Max(HighestAttempt, RetryCopy.AttemptOf(received.Message));
            var sentBefore = queue.Sent.Count;
            var delivery = new TriggeredDelivery(received.Message, received.DeliveryCount > 1, queue, failures, simulation.Time);
            await handler.HandleAsync(received.Message.Body, delivery, SigningLane.Interactive, CancellationToken.None);
            await queue.CompleteAsync(received, CancellationToken.None);
            running--;
            if (!queue.Sent.Skip(sentBefore).Any(copy => RetryCopy.IdOf(copy) == id))
            {
                Issued++;
                LastIssued = simulation.Elapsed;
            }
        }
    }
}
