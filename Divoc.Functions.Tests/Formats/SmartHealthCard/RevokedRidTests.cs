using Divoc.Functions.Domain;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Tests.Formats.SmartHealthCard;

/// <summary>What a list says of a name as time passes and its document is written again.</summary>
public sealed class RevokedRidTests
{
    private const int Steps = 400;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    /// <summary>Whatever is written and whenever one looks: the counter never falls, and has risen wherever the list has changed.</summary>
    [Fact]
    public void The_counter_increases_with_each_change_and_never_decreases()
    {
        var random = new Random(20260301);
        RevokedRid? written = null;
        var (now, counter, changes) = (Start, 0L, 0);
        long? before = null;
        for (var step = 0; step < Steps; step++)
        {
            now = now.AddMilliseconds(random.Next(1, 4000));
            if (written is null || random.Next(3) == 0)
            {
                written = RevokedRid.Of(RevokedRid.After(written, Cards.SubjectOfTest, LedgerOf(step + 1, now, random), now).ToMetadata());
            }

            Assert.True(written.CounterAt(now) >= counter, $"{written.CounterAt(now)} after {counter} at step {step}");
            if (written.BeforeAt(now) != before)
            {
                Assert.True(written.CounterAt(now) > counter, $"The list changed at step {step}, and {counter} stayed.");
                changes++;
            }

            (counter, before) = (written.CounterAt(now), written.BeforeAt(now));
        }

        Assert.True(changes > 50, $"{changes}");
    }

    [Fact]
    public void More_suspensions_than_the_limit_count_as_one_without_an_end()
    {
        var suspensions = Enumerable.Range(0, RevokedRid.MostSpans + 1)
            .Select(index => Suspension(Start.AddHours(index), Start.AddHours(index + 0.5)));
        var name = RevokedRid.After(null, Cards.SubjectOfTest, Cards.LedgerOf(1, [.. suspensions]), Start.AddSeconds(-1));

        Assert.Equal(new RevokedSpan(Start.AddHours(RevokedRid.MostSpans).ToUnixTimeSeconds() + 1, Start, null), Assert.Single(name.Spans));
        Assert.Null(name.BeforeAt(Start.AddSeconds(-1)));
    }

    /// <summary>
    /// Nobody follows a clock that was an hour ahead, so what ends a certificate may be dated before its issuing: the list names the cards
    /// all the same that were dated by that.
    /// </summary>
    [Theory]
    [InlineData(3600_000, 3600)]
    [InlineData(3600_999, 3601)]
    [InlineData(-1000, 10)]
    public void A_card_from_before_a_suspension_or_revocation_is_listed_even_if_a_clock_was_far_ahead(
        long millisecondsAfter, long lastSecondBefore)
    {
        StateChange[] endings =
        [
            Suspension(Start, null) with { At = Start.AddSeconds(10), From = Start.AddSeconds(10), Revision = 2 },
            Suspension(Start, null) with { Kind = StateChangeKind.Revoked, At = Start.AddSeconds(10), From = null, Revision = 2 },
        ];
        foreach (var ending in endings)
        {
            var one = Cards.LedgerOf(2, ending);
            var ledger = one with
            {
                Versions = [one.Versions[0] with { IssuedAt = Start.AddMilliseconds(millisecondsAfter), Revision = 1 }],
            };

            // What comes later is no reason: cards that know of it are later than the ending.
            var later = ledger.With(ledger.Versions[0] with
            {
                CertificateId = "later",
                IssuedAt = Start.AddHours(9),
                Changes = [],
                Revision = 3,
            }) with { Revision = 3 };
            var card = new CardTime(
                Start.AddSeconds(5), new LastChanges(Start.AddMilliseconds(millisecondsAfter), Start.AddDays(-1)), null).NotBefore;

            Assert.All([ledger, later], known =>
            {
                var name = RevokedRid.Of(RevokedRid.After(null, Cards.SubjectOfTest, known, Start.AddSeconds(11)).ToMetadata());
                Assert.Equal(Start.ToUnixTimeSeconds() + lastSecondBefore + 1, name.BeforeAt(Start.AddSeconds(11)));
                Assert.True(card < name.BeforeAt(Start.AddSeconds(11)), $"{card}");
            });
        }
    }

    private static CertificateLedger LedgerOf(long revision, DateTimeOffset now, Random random)
    {
        List<StateChange> changes = [];
        for (var count = random.Next(4); count > 0; count--)
        {
            var from = now.AddMilliseconds(random.Next(-5000, 5000));
            changes.Add(Suspension(from, random.Next(3) == 0 ? null : from.AddMilliseconds(random.Next(1, 9000))) with
            {
                At = now.AddMilliseconds(-random.Next(3000)),
            });
        }

        if (random.Next(3) == 0)
        {
            changes.Add(Suspension(now, null) with { Kind = StateChangeKind.Reinstated });
        }

        return Cards.LedgerOf(revision, [.. changes]);
    }

    private static StateChange Suspension(DateTimeOffset from, DateTimeOffset? until) => new()
    {
        Kind = StateChangeKind.Suspended,
        At = Start.AddDays(-1),
        Reason = "CARD",
        By = "test",
        From = from,
        Until = until,
    };
}
