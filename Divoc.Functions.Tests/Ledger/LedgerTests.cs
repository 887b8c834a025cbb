using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types;
using static Divoc.Functions.Tests.Ledger.VersionBuilder;

namespace Divoc.Functions.Tests.Ledger;

/// <summary>Which version of a key is live, and how the document is written.</summary>
public sealed class LedgerTests
{
    [Fact]
    public void An_update_ends_the_live_version_and_adds_the_new_one()
    {
        var first = Version();
        var second = Version();
        var ledger = CertificateLedger.Empty.With(first)
            .With(Version(2))
            .WithUpdate(second, Change(StateChangeKind.Superseded, 1, second.CertificateId));

        Assert.Equal(second.CertificateId, ledger.LiveOf(first.Key)!.CertificateId);
        Assert.Equal(second.CertificateId, ledger.Find(first.CertificateId)!.ReplacedBy());
        Assert.Equal(2, ledger.CountOf(first.Key));
        Assert.Single(ledger.Versions, version => version.Key == first.Key && version.IsLive());
        Assert.Throws<InvalidOperationException>(() => CertificateLedger.Empty.WithUpdate(second, Change(StateChangeKind.Superseded)));
    }

    [Fact]
    public void A_suspension_is_transferred_to_the_version_that_replaces_the_suspended_version()
    {
        var first = Version().With(Suspension(0, 3)).With(Suspension(5, 9));
        var second = Version();
        var live = CertificateLedger.Empty.With(first)
            .WithUpdate(second, Change(StateChangeKind.Superseded, 4, second.CertificateId))
            .LiveOf(first.Key)!;

        Assert.Equal(Day(9), live.StateAt(Day(6)).SuspendedUntil);
        Assert.Single(live.Changes);
    }

    [Fact]
    public void A_superseded_version_stays_suspended_until_its_replacement_is_reinstated()
    {
        var first = Version().With(Suspension(0, null));
        var (second, third) = (Version(), Version());
        var ledger = CertificateLedger.Empty.With(first)
            .WithUpdate(second, Change(StateChangeKind.Superseded, 4, second.CertificateId))
            .WithUpdate(third, Change(StateChangeKind.Superseded, 5, third.CertificateId));
        var superseded = ledger.Find(first.CertificateId)!;
        var reinstated = ledger.WithChanged(ledger.LiveOf(first.Key)!.With(Change(StateChangeKind.Reinstated, 6)));
        var suspendedAnew = reinstated.WithChanged(reinstated.LiveOf(first.Key)!.With(Suspension(7, null)));

        Assert.Single(ledger.StandingSuspensionsOf(superseded));
        Assert.Empty(reinstated.StandingSuspensionsOf(superseded));
        Assert.Empty(suspendedAnew.StandingSuspensionsOf(superseded));
        Assert.Single(suspendedAnew.StandingSuspensionsOf(suspendedAnew.LiveOf(first.Key)!));
    }

    [Fact]
    public void After_a_revocation_the_key_has_no_live_version_but_still_a_newest_version()
    {
        var revoked = Version().With(Change(StateChangeKind.Revoked));
        var ledger = CertificateLedger.Empty.With(revoked);

        Assert.Null(ledger.LiveOf(revoked.Key));
        Assert.Equal(revoked.CertificateId, ledger.NewestOf(revoked.Key)!.CertificateId);
        Assert.Equal(1, ledger.CountOf(revoked.Key));
    }

    /// <summary>W27: the latest is chosen from stored columns, and only of what holds.</summary>
    [Fact]
    public void W27_the_latest_certificate_is_the_newest_unerased_live_version_of_the_highest_dose()
    {
        var (first, second, third) = (Version(), Version(2), Version(3));
        var ledger = CertificateLedger.Empty.With(third).With(second).With(first);

        Assert.Equal(third, OwnTypes.Vaccination.Latest(ledger.Versions));
        Assert.Equal(second, OwnTypes.Vaccination.Latest(ledger.WithChanged(third.With(Change(StateChangeKind.Revoked))).Versions));
        Assert.Equal(second, OwnTypes.Vaccination.Latest(ledger.WithChanged(third.With(Change(StateChangeKind.Erased))).Versions));
        Assert.Equal(
            third.CertificateId, OwnTypes.Vaccination.Latest(ledger.WithChanged(third.With(Suspension(0, null))).Versions)!.CertificateId);
        Assert.Null(((ICertificateType)OwnTypes.Test).Latest(ledger.Versions));
    }

    [Fact]
    public void A_document_without_states_and_owner_is_read_as_live()
    {
        const string Document = """
            {"form":1,"revision":1,"versions":[{"key":{"type":"vaccination","programme":"p","text":"dose:1"},"typeVersion":1,
            "certificateId":"0123456789abcdefghjkmnpqrs","revision":1,"issuedAt":"2024-03-01T09:30:00+00:00","kid":"k","template":"vaccination/1",
            "hashes":{"credential.json":"a","qr.png":"c","certificate.pdf":"d","claims.json":"e"},"canonicalHash":"b",
            "facts":{"date":"2024-01-01T10:15:30.123+05:30","vaccine":"Covishield","batch":"","totalDoses":2,"country":""}}]}
            """;
        var version = Assert.Single(JsonSerializer.Deserialize(Document, LedgerJson.Compact.CertificateLedger)!.Versions);

        Assert.Empty(version.Changes);
        Assert.Null(version.Owner);
        Assert.Equal(CertificateStatus.Live, version.StateAt(Day(1)).Status);
    }

    [Fact]
    public void A_document_is_read_as_it_was_written()
    {
        var version = (Version() with { Owner = "clinic" })
            .With(Suspension(5, null))
            .With(Change(StateChangeKind.Superseded, 2, "next"))
            .With(Change(StateChangeKind.Erased));
        var read = JsonSerializer.Deserialize(
            JsonSerializer.SerializeToUtf8Bytes(CertificateLedger.Empty.With(version), LedgerJson.Compact.CertificateLedger),
            LedgerJson.Compact.CertificateLedger)!;

        var again = Assert.Single(read.Versions);
        Assert.Equal(version.Changes, again.Changes);
        Assert.Equal(version with { Changes = [] }, again with { Changes = [] });
    }

    [Fact]
    public void The_largest_possible_ledger_fits_into_one_document()
    {
        var change = Suspension(5, 9) with
        {
            Reason = new string('R', StateChange.LongestReason),
            Text = new string('\u0d9a', StateChange.LongestText),
            By = new string('f', 64),
        };
        var version = Version() with
        {
            Owner = new string('o', 32),
            Changes = [.. Enumerable.Repeat(change, ListedCertificate.MaximumChanges)],
        };
        var ledger = new CertificateLedger { Versions = [.. Enumerable.Repeat(version, CertificateLedger.MaximumVersions)] };

        Assert.InRange(
            JsonSerializer.SerializeToUtf8Bytes(ledger, LedgerJson.Compact.CertificateLedger).Length, 1, ArtifactLimits.MaxBytes);
        Assert.True(ledger.IsTooLarge());
        Assert.True(ledger.IsFullFor("another"));
    }

    /// <summary>A partner that has filled a document with suspensions keeps nobody out once it is released.</summary>
    [Fact]
    public void An_owner_release_makes_the_largest_possible_ledger_small()
    {
        var change = Suspension(5, 9) with
        {
            Reason = new string('R', StateChange.LongestReason),
            Text = new string('\u0d9a', StateChange.LongestText),
            By = new string('f', 64),
            Order = new string('0', 64),
        };
        var full = new CertificateLedger
        {
            Versions = [.. Enumerable.Range(1, CertificateLedger.MaximumVersions)
                .Select(number => Version(number) with
                {
                    Owner = "south",
                    Changes = [.. Enumerable.Repeat(change, ListedCertificate.MaximumRepeatableChanges)],
                })],
        };
        var released = full.WithReleased("south", change).AsRevision(8);

        Assert.True(full.IsFullFor("north"));
        Assert.False(released.IsFullFor("north"));
        Assert.True(released.IsFullFor("south"));
        Assert.InRange(
            JsonSerializer.SerializeToUtf8Bytes(released, LedgerJson.Compact.CertificateLedger).Length,
            1,
            CertificateLedger.MaximumBytes / 8);
        Assert.Equal(8, released.RevisionOf(change.Order));
    }

    [Fact]
    public void A_version_is_released_only_once()
    {
        var change = Change(StateChangeKind.Released, 7);
        var once = (Version() with { Owner = "south" }).With(Suspension(1, null)).With(Change(StateChangeKind.Revoked, 2)).Released(change);

        Assert.Equal([StateChangeKind.Revoked, StateChangeKind.Released], once.Changes.Select(entry => entry.Kind));
        Assert.Equal(Day(2), once.StateAt(Day(9)).Since);
        Assert.Equal(once with { Changes = [] }, once.Released(change with { Text = null }) with { Changes = [] });
    }

    [Fact]
    public void An_owner_has_space_for_two_hundred_versions_regardless_of_other_owners()
    {
        var ledger = new CertificateLedger
        {
            Versions = [.. Enumerable.Range(1, 1200).Select(number => Version(number) with { Owner = $"owner-{number % 6}" })],
        };

        Assert.True(ledger.IsFullFor("owner-1"));
        Assert.False(ledger.IsFullFor("another"));
        Assert.False(ledger.IsFullFor(null));
        Assert.False(ledger.IsTooLarge());
    }
}
