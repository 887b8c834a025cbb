using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Certificates;

/// <summary>Without the queue nobody could be told of a revocation, a suspension or an erasure: so nothing is written.</summary>
public sealed class RevocationWithoutQueueTests : IAsyncDisposable
{
    private readonly InMemoryMessageQueue changes = new(TimeProvider.System, detectsDuplicates: false);
    private readonly IssuingBench bench;

    public RevocationWithoutQueueTests()
    {
        bench = new IssuingBench(services => services.AddKeyedSingleton<IMessageQueue>(CertificateChange.QueueName, changes));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ChangeOrder Order => new("WRONG_PERSON", null, Caller.OfNoPartner("caller"));

    [Theory]
    [InlineData(StateChangeKind.Revoked)]
    [InlineData(StateChangeKind.Suspended)]
    [InlineData(StateChangeKind.Erased)]
    public async Task A_change_that_cannot_be_announced_is_refused_and_the_same_call_succeeds_later(StateChangeKind kind)
    {
        var issued = EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1);
        Assert.True((await bench.DeliverAsync(issued)).IsUntouched);
        var before = await bench.LedgerAsync(issued);
        changes.Fault = new QueueUnavailableException("The queue is out.");

        await Assert.ThrowsAsync<QueueUnavailableException>(() => ChangeAsync(kind, issued.CertificateId));

        var after = await bench.LedgerAsync(issued);
        Assert.Equal(before.Revision, after.Revision);
        Assert.Empty(after.Find(issued.CertificateId)!.Changes);
        Assert.Equal(4, (await bench.ArtifactsAsync()).Count);

        changes.Fault = null;
        Assert.IsType<ChangeOutcome.Changed>(await ChangeAsync(kind, issued.CertificateId));
        Assert.Equal([kind], (await bench.LedgerAsync(issued)).Find(issued.CertificateId)!.Changes.Select(change => change.Kind));
        Assert.NotEmpty(changes.Sent);
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    private Task<ChangeOutcome> ChangeAsync(StateChangeKind kind, string certificateId) => kind switch
    {
        StateChangeKind.Revoked => bench.Get<StateChanger>().RevokeAsync(certificateId, Order, Token),
        StateChangeKind.Suspended => bench.Get<StateChanger>().SuspendAsync(certificateId, Order, Token),
        _ => bench.Get<CertificateEraser>().EraseAsync(certificateId, Order, Token),
    };
}
