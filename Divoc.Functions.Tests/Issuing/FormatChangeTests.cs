using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.EndToEnd;
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
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_delivery_continues_from_what_an_earlier_one_signed_even_if_another_format_is_first_now(
        bool hasPage, bool seemsFirst)
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1);
        await using var before = new IssuingBench();
        await before.RememberKeyAsync();
        before.Store.AfterWrite = (_, name) =>
            name.Container == CertificateArtifacts.Container ? throw new StoreUnavailableException("cut") : Task.CompletedTask;
        Assert.NotNull((await before.DeliverAsync(certification)).WaitedForOutage);
        before.Store.AfterWrite = null;
        if (!hasPage)
        {
            // As a store without transactions leaves it.
            await before.Store.DeleteAsync(CertificateArtifacts.Qr(certification.CertificateId), Token);
            await before.Store.DeleteAsync(CertificateArtifacts.Pdf(certification.CertificateId), Token);
        }

        // The other bench signs with a key of its own, and what signs must find all keys that signed before.
        await before.Store.DeleteAsync(new(ArtifactContainers.Registry, RememberedKey.PathOf(await before.KidAsync())), Token);
        await using var after = new IssuingBench(AddFirst, before.Store);
        Assert.Equal("other", after.Get<CredentialFormats>().Issuing("vaccination", 1, "v1")!.Name);
        Assert.True((await after.DeliverAsync(certification, isFirst: seemsFirst)).IsUntouched);
        var version = Assert.Single((await after.LedgerAsync(certification)).Versions);

        Assert.Equal(["certificate.pdf", "claims.json", "credential.json", "qr.png"], version.Hashes.Files.Order(StringComparer.Ordinal));
        Assert.Equal(await before.KidAsync(), version.Kid);
        Assert.Equal(seemsFirst, (await after.ArtifactsAsync()).Any(name => name.EndsWith("credential.other", StringComparison.Ordinal)));
        Assert.Equal(version, await after.Finder.FindAsync(certification.CertificateId, Caller.Service, Token));
    }

    [Fact]
    public async Task A_new_event_is_issued_in_the_first_format()
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1);
        await using var after = new IssuingBench(AddFirst);
        Assert.True((await after.DeliverAsync(certification)).IsUntouched);

        Assert.NotNull(Assert.Single((await after.LedgerAsync(certification)).Versions).Hashes.Of("credential.other"));
    }

    /// <summary>
    /// A message that was sent twice has two first deliveries: what the other one has printed and stored is issued, also where it could not
    /// be printed any more.
    /// </summary>
    [Fact]
    public async Task A_stored_credential_is_issued_by_an_apparently_first_delivery_even_if_printing_fails_now()
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1);
        using var pages = new BreakablePages();
        await using var bench = new IssuingBench(services => services.AddSingleton<IPdfWriter>(pages));
        await bench.RememberKeyAsync();
        bench.Store.AfterWrite = (_, name) =>
            name.Container == CertificateArtifacts.Container ? throw new StoreUnavailableException("cut") : Task.CompletedTask;
        await bench.DeliverAsync(certification, isFirst: true);
        bench.Store.AfterWrite = null;
        pages.IsBroken = true;

        Assert.Equal(
            "NO_PAGE", (await bench.DeliverAsync(certification with { CertificateId = CertificateId.New() }, isFirst: true)).SetAsideFor);
        Assert.True((await bench.DeliverAsync(certification, isFirst: true)).IsUntouched);
        Assert.Equal(certification.CertificateId, Assert.Single((await bench.LedgerAsync(certification)).Versions).CertificateId);
    }

    /// <summary>Where one format is stored, a later delivery looks once whether a credential is there, and a first one does not.</summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Only_a_later_delivery_looks_for_a_stored_credential(bool isFirst, int looks)
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
        await bench.DeliverAsync(certification, isFirst: isFirst);

        Assert.Equal(looks, reads);
    }

    private static void AddFirst(IServiceCollection services)
    {
        services.AddKeyPurpose(CompactJwsFormat.Purpose);
        services.AddSingleton<JwsJudge>();
        services.Insert(
            0,
            ServiceDescriptor.Singleton<ICredentialFormat>(
                provider => ActivatorUtilities.CreateInstance<CompactJwsFormat>(provider, Other)));
    }
}
