using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Vaccination;
using static Divoc.Functions.Tests.Ledger.VersionBuilder;

namespace Divoc.Functions.Tests.Domain;

public sealed class CallerTests
{
    private static readonly Caller Clinic = Caller.OfPartner("clinic", CallerScope.Own);

    [Fact]
    public void The_owner_of_a_certificate_decides_who_can_access_it()
    {
        Assert.True(Clinic.Reaches("clinic"));
        Assert.False(Clinic.Reaches("CLINIC"));
        Assert.False(Clinic.Reaches("laboratory"));
        Assert.False(Clinic.Reaches(null));
        Assert.All(
            [Caller.OfPartner("office", CallerScope.All), Caller.OfNoPartner("hash"), Caller.Service],
            caller => Assert.All(["clinic", null], owner => Assert.True(caller.Reaches(owner))));
    }

    [Fact]
    public void A_certificate_belongs_to_the_partner_of_its_caller_or_to_no_partner()
    {
        Assert.Equal(("clinic", "clinic"), (Clinic.Partner, Clinic.Name));
        Assert.Equal((null, "hash"), (Caller.OfNoPartner("hash").Partner, Caller.OfNoPartner("hash").Name));
    }

    [Fact]
    public void A_caller_sees_only_accessible_versions_of_a_ledger_in_the_same_order()
    {
        ListedCertificate[] versions =
        [
            Version(1) with { Owner = "clinic" },
            Version(2),
            Version(3) with { Owner = "laboratory" },
            Version(4) with { Owner = "clinic" },
        ];
        var ledger = new CertificateLedger { Versions = versions };

        Assert.Equal([versions[0], versions[3]], ledger.SeenBy(Clinic).Versions);
        Assert.Equal(versions, ledger.SeenBy(Caller.Service).Versions);
        Assert.Equal(4, VaccinationType.DoseOf(OwnTypes.Vaccination.Latest(ledger.SeenBy(Clinic).Versions)!.Key));
        Assert.Null(OwnTypes.Vaccination.Latest(ledger.SeenBy(Caller.OfPartner("nobody", CallerScope.Own)).Versions));
    }

    [Theory]
    [InlineData("clinic")]
    [InlineData(null)]
    public void An_update_belongs_to_the_owner_of_the_certificate_that_it_replaces(string? owner)
    {
        var first = Version() with { Owner = owner };
        var second = Version() with { Owner = "office" };
        var updated = CertificateLedger.Empty.With(first)
            .WithUpdate(second, Change(StateChangeKind.Superseded, replacedBy: second.CertificateId));

        Assert.Equal(owner, updated.Find(second.CertificateId)!.Owner);
    }
}
