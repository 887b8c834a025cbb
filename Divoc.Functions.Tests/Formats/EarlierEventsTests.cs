using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Ledger;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Ledger;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Formats;

/// <summary>What the page of a later dose shows of those before it.</summary>
public sealed class EarlierEventsTests
{
    private readonly CertificationEvent third =
        EventBuilder.Certification(EventBuilder.Vaccination(dose: 3), CertificateShape.VaccinationV1);

    [Fact]
    public void A_corrected_dose_is_shown_with_its_correction()
    {
        var correction = VersionBuilder.Version() with { Facts = VersionBuilder.Facts(VersionBuilder.IssuedAt, batch: "B-78") };
        var ledger = CertificateLedger.Empty.With(VersionBuilder.Version())
            .WithUpdate(correction, VersionBuilder.Change(StateChangeKind.Superseded, 1, correction.CertificateId));

        Assert.Equal(
            "B-78", Assert.Single(EarlierEvents.Of(third, ledger, OwnTypes.Vaccination)).Facts.Value.GetProperty("batch").GetString());
    }

    [Fact]
    public void A_page_that_is_made_later_shows_no_certificates_issued_later()
    {
        var version = VersionBuilder.Version(3);
        var later = VersionBuilder.Version(1) with { IssuedAt = version.IssuedAt.AddSeconds(1) };
        var ledger = CertificateLedger.Empty.With(VersionBuilder.Version(2)).With(version).With(later);

        Assert.Equal("dose:2", Assert.Single(EarlierEvents.Of(version, ledger, OwnTypes.Vaccination)).Text);
    }

    [Theory]
    [InlineData(StateChangeKind.Revoked)]
    [InlineData(StateChangeKind.Erased)]
    public void A_dose_that_was_revoked_or_erased_is_not_shown(StateChangeKind change)
    {
        var ledger = CertificateLedger.Empty.With(VersionBuilder.Version().With(VersionBuilder.Change(change)))
            .With(VersionBuilder.Version(2));

        Assert.Equal("dose:2", Assert.Single(EarlierEvents.Of(third, ledger, OwnTypes.Vaccination)).Text);
    }
}
