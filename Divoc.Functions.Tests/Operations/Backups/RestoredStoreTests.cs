using Divoc.Functions.Commands.Backups;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Operations.Backups;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Ledger;
using Divoc.Functions.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Operations.Backups;

/// <summary>What a restored store is told by the store that was in use until then.</summary>
public sealed class RestoredStoreTests : IAsyncDisposable
{
    private static readonly string Name = LedgerName.Of("CODE-1");
    private static readonly DateTimeOffset Accepted = new(2030, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private readonly DataFolder formerFolder = new();
    private readonly DataFolder restoredFolder = new();
    private readonly ServiceProvider former;
    private readonly ServiceProvider restored;

    public RestoredStoreTests()
    {
        var configuration = new ConfigurationBuilder().Build();
        former = DataCommands.Open(configuration, formerFolder.Path);
        restored = DataCommands.Open(configuration, restoredFolder.Path);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RepeatedErasures Erasures => new(former.GetRequiredService<StoreReader>(), restored.GetRequiredService<RestoredStore>());

    [Fact]
    public async Task A_certificate_erased_after_the_backup_is_erased_again_with_its_artifacts()
    {
        var version = VersionBuilder.Version();
        await ListAsync(restored, version);
        await restored.GetRequiredService<IArtifactStore>().CreateAsync(
            CertificateArtifacts.Pdf(version.CertificateId), new ArtifactContent("page"u8.ToArray(), CertificateArtifacts.PdfContentType),
            Token);
        await EraseInFormerAsync(version);

        Assert.Equal(new ErasedAgain(1, 0), await Erasures.ApplyAsync(Token));

        var ledger = await ReadAsync(restored);
        var erased = ledger.Find(version.CertificateId)!;
        Assert.True(erased.IsErased());
        Assert.Equal(("ERASED", "as told", "clinic"), (erased.Changes[^1].Reason, erased.Changes[^1].Text, erased.Changes[^1].By));
        Assert.Null(await restored.GetRequiredService<IArtifactStore>().GetAsync(CertificateArtifacts.Pdf(version.CertificateId), Token));
        Assert.Equal(new ErasedAgain(0, 0), await Erasures.ApplyAsync(Token));
    }

    [Fact]
    public async Task A_certificate_issued_and_erased_after_the_backup_is_never_issued_from_the_restored_queue()
    {
        var version = VersionBuilder.Version();
        await EraseInFormerAsync(version);

        Assert.Equal(new ErasedAgain(0, 1), await Erasures.ApplyAsync(Token));

        Assert.True((await ReadAsync(restored)).HasDiscarded(version.CertificateId));
        Assert.Equal(new ErasedAgain(0, 0), await Erasures.ApplyAsync(Token));
    }

    [Fact]
    public async Task An_event_discarded_after_the_backup_is_discarded_again()
    {
        var id = RandomId.New();
        var failure = new FailureRecord(id, "QR_TOO_LARGE", "It is too large.", 10, Accepted) { Ledger = Name };
        await restored.GetRequiredService<FailureRegistry>().RecordAsync(failure, Token);
        await former.GetRequiredService<FailureRegistry>().RecordAsync(failure with { Reason = FailureRecord.Discarded }, Token);

        Assert.Equal(new ErasedAgain(0, 1), await Erasures.ApplyAsync(Token));

        Assert.True((await restored.GetRequiredService<FailureRegistry>().FindAsync(id, Token))!.IsDiscarded);
        Assert.True((await ReadAsync(restored)).HasDiscarded(id));
        Assert.Equal(new ErasedAgain(0, 0), await Erasures.ApplyAsync(Token));
    }

    [Fact]
    public async Task A_note_about_an_erasure_that_did_not_happen_erases_nothing()
    {
        var version = VersionBuilder.Version();
        await ListAsync(former, version);
        await ListAsync(restored, version);
        await former.GetRequiredService<LedgerReferences>().NoteErasureAsync(version.CertificateId, Name, Token);

        Assert.Equal(new ErasedAgain(0, 0), await Erasures.ApplyAsync(Token));
        Assert.False((await ReadAsync(restored)).Find(version.CertificateId)!.IsErased());
    }

    [Fact]
    public async Task Lost_requests_are_counted_by_sender_and_lost_certificates_and_persons_in_total()
    {
        var (kept, lost) = (VersionBuilder.Version(), VersionBuilder.Version(dose: 2));
        await ListAsync(restored, kept);
        await ListAsync(former, kept, lost);
        await StoreAsync(restored, "0123456789abcdefghjkmnpqrs", "north", 0);
        await StoreAsync(former, "0123456789abcdefghjkmnpqrs", "north", 0);
        await StoreAsync(former, "1123456789abcdefghjkmnpqrs", "north", 1);
        await StoreAsync(former, "2123456789abcdefghjkmnpqrs", "north", 5);
        await StoreAsync(former, "3123456789abcdefghjkmnpqrs", null, 3);

        List<int> told = [];
        var found = await LostSince.FindAsync(
            former.GetRequiredService<StoreReader>(), restored.GetRequiredService<StoreReader>(), told.Add, Token);

        Assert.Equal(
            [
                new LostRequests(null, 1, 2, Accepted.AddMinutes(3), Accepted.AddMinutes(3)),
                new LostRequests("north", 2, 4, Accepted.AddMinutes(1), Accepted.AddMinutes(5)),
            ],
            found.Requests);
        Assert.Equal((1, 1), (found.Certificates, found.Persons));
        Assert.Equal([1], told);
    }

    public async ValueTask DisposeAsync()
    {
        await former.DisposeAsync();
        await restored.DisposeAsync();
        formerFolder.Dispose();
        restoredFolder.Dispose();
    }

    private async Task EraseInFormerAsync(ListedCertificate version)
    {
        await former.GetRequiredService<LedgerReferences>().NoteErasureAsync(version.CertificateId, Name, Token);
        await ListAsync(former, version.With(VersionBuilder.Change(StateChangeKind.Erased) with { Order = RandomId.New(), By = "clinic" }));
    }

    private static async Task ListAsync(IServiceProvider services, params ListedCertificate[] versions)
    {
        var ledgers = services.GetRequiredService<LedgerStore>();
        foreach (var version in versions)
        {
            var read = await ledgers.ReadAsync(Name, Token);
            Assert.NotNull(await ledgers.TryChangeAsync(read, read.Ledger.With(version), Token));
        }
    }

    private static async Task<CertificateLedger> ReadAsync(IServiceProvider services) =>
        (await services.GetRequiredService<LedgerStore>().ReadAsync(Name, Token)).Ledger;

    private static Task StoreAsync(IServiceProvider services, string requestId, string? owner, int minute) =>
        services.GetRequiredService<RequestRegistry>().StoreAsync(
            new CertifyRequest
            {
                RequestId = requestId,
                AcceptedAt = Accepted.AddMinutes(minute),
                Owner = owner,
                BodyHash = new string('a', 64),
                Certificates = [Requested(), Requested()],
                Warnings = [],
            },
            null,
            Token);

    private static RequestedCertificate Requested() => new()
    {
        PreEnrollmentCode = "CODE-1",
        Ledger = Name,
        Key = VersionBuilder.Version().Key,
        CertificateId = RandomId.New(),
        VersionsAtAcceptance = 0,
    };
}
