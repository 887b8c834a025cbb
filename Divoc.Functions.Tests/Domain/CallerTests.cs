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
    public void Whose_a_certificate_is_decides_who_reaches_it()
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
    public void What_a_caller_certifies_belongs_to_its_partner_or_to_nobody()
    {
        Assert.Equal(("clinic", "clinic"), (Clinic.Partner, Clinic.Name));
        Assert.Equal((null, "hash"), (Caller.OfNoPartner("hash").Partner, Caller.OfNoPartner("hash").Name));
    }

    [Fact]
    public void A_ledger_seen_by_a_caller_holds_what_it_reaches_in_the_same_order()
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
    public void An_update_belongs_to_whom_the_certificate_belonged_that_it_replaces(string? owner)
    {
        var first = Version() with { Owner = owner };
        var second = Version() with { Owner = "office" };
        var updated = CertificateLedger.Empty.With(first)
            .WithUpdate(second, Change(StateChangeKind.Superseded, replacedBy: second.CertificateId));

        Assert.Equal(owner, updated.Find(second.CertificateId)!.Owner);
    }
}
