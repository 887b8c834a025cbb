using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Growth.Jws;
using Divoc.Functions.Tests.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Issuing;

/// <summary>A new deployment may issue by another format than the one that an interrupted delivery signed with.</summary>
public sealed class FormatChangeTests
{
    private static readonly JwsForm Other = new("other", "credential.other", IsStored: true, static type => type == "vaccination");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_an_earlier_delivery_signed_is_gone_on_from_whatever_format_stands_first_now(bool hasPage)
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1);
        await using var before = new IssuingBench();
        await before.RememberKeyAsync();
        before.Store.AfterWrite = (_, name) => name.Container == CertificateArtifacts.Container ? throw new StoreUnavailableException("cut") : Task.CompletedTask;
        Assert.NotNull((await before.DeliverAsync(certification)).WaitedForOutage);
        before.Store.AfterWrite = null;
        if (!hasPage)
        {
            // As a store without transactions leaves it.
            await before.Store.DeleteAsync(CertificateArtifacts.Qr(certification.CertificateId), Token);
            await before.Store.DeleteAsync(CertificateArtifacts.Pdf(certification.CertificateId), Token);
        }

        await using var after = new IssuingBench(AddFirst, before.Store);
        Assert.Equal("other", after.Get<CredentialFormats>().Issuing("vaccination", 1, "v1")!.Name);
        Assert.True((await after.DeliverAsync(certification)).IsUntouched);
        var version = Assert.Single((await after.LedgerAsync(certification)).Versions);

        Assert.Equal(["certificate.pdf", "claims.json", "credential.json", "qr.png"], version.Hashes.Files.Order(StringComparer.Ordinal));
        Assert.Equal(await before.KidAsync(), version.Kid);
        Assert.DoesNotContain(await after.ArtifactsAsync(), name => name.EndsWith("credential.other", StringComparison.Ordinal));
        Assert.Equal(version, await after.Finder.FindAsync(certification.CertificateId, Caller.Service, Token));
    }

    [Fact]
    public async Task A_new_event_is_issued_by_the_format_that_stands_first()
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1);
        await using var after = new IssuingBench(AddFirst);
        Assert.True((await after.DeliverAsync(certification)).IsUntouched);

        Assert.NotNull(Assert.Single((await after.LedgerAsync(certification)).Versions).Hashes.Of("credential.other"));
    }

    /// <summary>Where one format is stored, a first delivery looks once whether a credential is there.</summary>
    [Fact]
    public async Task A_first_delivery_looks_for_a_stored_credential_once()
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1);
        await using var bench = new IssuingBench();
        await bench.RememberKeyAsync();
        var reads = 0;
        bench.Store.BeforeRead = name =>
        {
            reads += name.Container == CertificateArtifacts.Container ? 1 : 0;
            return Task.CompletedTask;
        };
        await bench.DeliverAsync(certification);

        Assert.Equal(1, reads);
    }

    private static void AddFirst(IServiceCollection services)
    {
        services.AddKeyPurpose(CompactJwsFormat.Purpose);
        services.AddSingleton<JwsJudge>();
        services.Insert(0, ServiceDescriptor.Singleton<ICredentialFormat>(provider => ActivatorUtilities.CreateInstance<CompactJwsFormat>(provider, Other)));
    }
}
