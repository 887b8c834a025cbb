using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Operations;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;
using Microsoft.Extensions.DependencyInjection;
using static Divoc.Functions.Tests.Ledger.VersionBuilder;

namespace Divoc.Functions.Tests.Ledger;

/// <summary>When the entries of a ledger are dated.</summary>
public sealed class EntryTimeTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    private readonly SettableClock clock = new() { UtcNow = Start };
    private readonly IssuingBench bench;

    public EntryTimeTests() => bench = new IssuingBench(services => services.AddSingleton<TimeProvider>(clock));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ChangeOrder Order { get; } = new("TIME", null, Caller.Service);

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    /// <summary>Another certificate is listed between what it has read and its write, a minute later.</summary>
    [Theory]
    [InlineData("revoke")]
    [InlineData("suspend")]
    [InlineData("reinstate")]
    [InlineData("revoke by code")]
    [InlineData("erase")]
    [InlineData("release")]
    [InlineData("update")]
    public async Task An_entry_gets_a_new_time_after_its_write_was_refused(string kind)
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination("TIMES"), CertificateShape.VaccinationV1);
        Assert.True((await bench.DeliverAsync(certification with { Owner = "north" })).IsUntouched);
        var (id, states) = (certification.CertificateId, bench.Get<StateChanger>());
        if (kind == "reinstate")
        {
            await states.SuspendAsync(id, Order, Token);
        }

        bench.Store.BeforeWrite = async (_, name) =>
        {
            if (name.Name == $"ledgers/{certification.Ledger}.json")
            {
                bench.Store.BeforeWrite = null;
                clock.UtcNow = Start.AddMinutes(1);
                var ledgers = bench.Get<LedgerStore>();
                var read = await ledgers.ReadAsync(certification.Ledger, Token);
                Assert.NotNull(await ledgers.TryChangeAsync(read, read.Ledger.With(Version(9) with { IssuedAt = clock.UtcNow }), Token));
                clock.UtcNow = Start.AddMinutes(2);
            }
        };
        Task work = kind switch
        {
            "revoke" => states.RevokeAsync(id, Order, Token),
            "suspend" => states.SuspendAsync(id, Order, Token),
            "reinstate" => states.ReinstateAsync(id, Order, Token),
            "revoke by code" => bench.Get<CodeRevoker>()
                .RevokeAsync("TIMES", listed => [.. listed.Where(version => version.CertificateId == id)], Order, Token),
            "erase" => bench.Get<CertificateEraser>().EraseAsync(id, Order, Token),
            "release" => bench.Get<OwnerReleaser>()
                .ReleaseAsync(new OwnerCall("TIMES", """{"owner":"north","reason":"TIME"}"""u8.ToArray(), "path", null)),
            _ => bench.DeliverAsync(
                EventBuilder.Certification(HealthEvent.Of(certification.Event), EventBuilder.ShapeOf(certification.Event), 1) with
                {
                    Replaces = id,
                    UpdatedBy = "updater",
                }),
        };
        await work;
        var ledger = await bench.LedgerAsync(certification);
        var change = ledger.Find(id)!.Changes[^1];

        Assert.Equal(Start.AddMinutes(2), change.At);
        Assert.Equal(kind == "suspend" ? change.At : null, change.From);
        Assert.All(ledger.Versions.Skip(2), version => Assert.Equal(Start.AddMinutes(2), version.IssuedAt));
        Assert.Equal(kind == "update" ? 3 : 2, ledger.Versions.Count);
    }

    /// <summary>The clock of the machine that wrote the last entry may be ahead, but nobody follows one that is far off.</summary>
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(-0.001, 0)]
    [InlineData(-0.0005, 0.5)]
    [InlineData(0, 1)]
    [InlineData(1, 1001)]
    [InlineData(59, 59001)]
    [InlineData(60, 0)]
    public void An_entry_gets_a_time_after_all_earlier_entries(double secondsAhead, double milliseconds)
    {
        var now = Day(5);
        var issued = CertificateLedger.Empty.With(Version() with { IssuedAt = now.AddSeconds(secondsAhead) });
        var changed = CertificateLedger.Empty
            .With(Version().With(Change(StateChangeKind.Revoked) with { At = now.AddSeconds(secondsAhead) }))
            .With(Version(2));

        Assert.Equal(
            (now.AddMilliseconds(milliseconds), now.AddMilliseconds(milliseconds)), (issued.TimeOfNext(now), changed.TimeOfNext(now)));
        Assert.Equal(now, CertificateLedger.Empty.TimeOfNext(now));
    }

    [Fact]
    public void The_last_change_is_the_latest_write_or_the_latest_begin_or_end_of_a_suspension_by_that_time()
    {
        var suspended = Version().With(Suspension(3, 6));
        var reinstated = suspended.With(Change(StateChangeKind.Reinstated, 8));

        Assert.Equal((IssuedAt, DateTimeOffset.MinValue), At(2, Version()));
        Assert.Equal((Day(1), Day(1)), At(2, suspended));
        Assert.Equal((Day(3), Day(3)), At(5, suspended));
        Assert.Equal((Day(6), Day(3)), At(7, suspended));
        Assert.Equal((Day(8), Day(3)), At(9, reinstated));
        Assert.Equal((Day(9), Day(3)), At(9, reinstated.With(Change(StateChangeKind.Erased, 9))));
        Assert.Equal((Day(9), Day(9)), At(9, suspended, Version().With(Change(StateChangeKind.Revoked, 9))));
        Assert.Equal((Day(9), Day(9)), At(9, Version().With(Change(StateChangeKind.Superseded, 9, "next"))));
        Assert.Equal(LastChanges.None, LastChanges.Of([], Day(1)));

        static (DateTimeOffset Any, DateTimeOffset Ending) At(int day, params ListedCertificate[] versions)
        {
            var last = LastChanges.Of(versions, Day(day));
            return (last.Any, last.Ending);
        }
    }
}
