using Divoc.Functions.Domain;
using static Divoc.Functions.Tests.Ledger.VersionBuilder;

namespace Divoc.Functions.Tests.Ledger;

/// <summary>What a listed certificate is worth, derived from what happened and from the time alone.</summary>
public sealed class CertificateStateTests
{
    [Fact]
    public void A_version_without_changes_is_live_since_it_was_issued()
    {
        Assert.Equal(new CertificateState(CertificateStatus.Live, IssuedAt), Version().StateAt(Day(1)));
    }

    [Theory]
    [InlineData(4, CertificateStatus.Live, 0, null)]
    [InlineData(5, CertificateStatus.Suspended, 5, 9)]
    [InlineData(8, CertificateStatus.Suspended, 5, 9)]
    [InlineData(9, CertificateStatus.Live, 9, null)]
    public void A_suspension_begins_and_ends_at_its_times(int day, CertificateStatus status, int since, int? until)
    {
        var state = Version().With(Suspension(5, 9)).StateAt(Day(day));

        Assert.Equal(status, state.Status);
        Assert.Equal(Day(since), state.Since);
        Assert.Equal(until is { } end ? Day(end) : null, state.SuspendedUntil);
    }

    [Fact]
    public void A_suspension_without_an_end_lasts_until_it_is_lifted()
    {
        var suspended = Version().With(Suspension(5, null));
        var reinstated = suspended.With(Change(StateChangeKind.Reinstated, 700));

        Assert.Equal(CertificateStatus.Suspended, suspended.StateAt(Day(9999)).Status);
        Assert.Equal(new CertificateState(CertificateStatus.Live, Day(700)), reinstated.StateAt(Day(700)));
    }

    [Fact]
    public void Overlapping_or_adjacent_suspensions_count_as_one_and_none_ends_another()
    {
        var version = Version().With(Suspension(5, 9)).With(Suspension(20, 30)).With(Suspension(9, 12)).With(Suspension(3, 6));
        var state = version.StateAt(Day(7));

        Assert.Equal((Day(3), Day(12)), (state.Since, state.SuspendedUntil!.Value));
        Assert.Equal(CertificateStatus.Live, version.StateAt(Day(15)).Status);
        Assert.Equal(CertificateStatus.Suspended, version.StateAt(Day(29)).Status);
    }

    [Fact]
    public void A_reinstatement_also_lifts_suspensions_that_have_not_begun()
    {
        var version = Version().With(Suspension(20, 30)).With(Change(StateChangeKind.Reinstated, 2));

        Assert.Equal(CertificateStatus.Live, version.StateAt(Day(25)).Status);
        Assert.Equal(CertificateStatus.Suspended, version.With(Suspension(24, 26)).StateAt(Day(25)).Status);
    }

    [Fact]
    public void The_most_serious_state_wins_and_the_replacing_version_is_still_shown()
    {
        var superseded = Version().With(Suspension(0, null)).With(Change(StateChangeKind.Superseded, 2, "next"));
        var revoked = superseded.With(Change(StateChangeKind.Revoked, 3));

        Assert.Equal(new CertificateState(CertificateStatus.Superseded, Day(2), "SUPERSEDED", "next"), superseded.StateAt(Day(9)));
        Assert.Equal(new CertificateState(CertificateStatus.Revoked, Day(3), "REVOKED", "next"), revoked.StateAt(Day(9)));
    }

    [Fact]
    public void Erasure_removes_facts_and_texts_but_keeps_the_certificate_state()
    {
        var before = Version().With(Suspension(5, 9));
        var erased = before.With(Change(StateChangeKind.Erased, 6));

        Assert.True(erased.IsErased());
        Assert.True(erased.IsLive());
        Assert.Null(erased.Facts);
        Assert.Equal([null, "as told"], erased.Changes.Select(change => change.Text));
        Assert.Equal(before.Hashes, erased.Hashes);
        Assert.Equal(before.StateAt(Day(7)), erased.StateAt(Day(7)));
        Assert.Equal(CertificateStatus.Revoked, erased.With(Change(StateChangeKind.Revoked)).StateAt(Day(7)).Status);
    }

    [Fact]
    public void A_version_can_be_superseded_revoked_and_erased_no_matter_how_often_it_was_suspended()
    {
        var version = Version();
        while (version.HasRoomFor(StateChangeKind.Suspended))
        {
            version = version.With(Suspension(1, 2));
        }

        Assert.Throws<InvalidOperationException>(() => version.With(Change(StateChangeKind.Reinstated)));
        version = version.With(Change(StateChangeKind.Superseded))
            .With(Change(StateChangeKind.Revoked))
            .With(Change(StateChangeKind.Erased));
        Assert.Equal(ListedCertificate.MaximumChanges, version.Changes.Count);
        Assert.Throws<InvalidOperationException>(() => version.With(Change(StateChangeKind.Revoked)));
    }
}
