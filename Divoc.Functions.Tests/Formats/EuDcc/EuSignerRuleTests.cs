using System.Security.Cryptography;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Storage.Blob;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>What an operator is told of the document signer certificates: whether each kind can be signed, and for how long.</summary>
public sealed class EuSignerRuleTests : IDisposable
{
    private const string AllTypes = "no key can sign EU certificates of the types vaccination, test, recovery.";

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Nothing_is_reported_if_signing_is_possible_for_sixty_days_or_no_key_has_a_certificate()
    {
        Assert.Empty(Judge(KeyOf(Now.AddDays(-1), Now.AddDays(61))));
        Assert.Empty(Judge());
        Assert.Empty(Judge(KeyOf(Now.AddDays(-1), Now.AddDays(30)).For([new KeyPurpose("status")])));
    }

    [Fact]
    public void Each_problem_of_the_last_key_is_reported_once_with_its_key()
    {
        var over = KeyOf(Now.AddDays(-100), Now.AddDays(-1));
        var later = KeyOf(Now.AddDays(1), Now.AddDays(400));

        Assert.Equal(
            [$"{AllTypes} The key {over.KeyId} has a document signer certificate that is not valid now, or ends within a day."],
            Judge(over));
        Assert.StartsWith($"{AllTypes} The key {later.KeyId} ", Assert.Single(Judge(later)), StringComparison.Ordinal);
        Assert.Contains($"The key {later.KeyId} ", Assert.Single(Judge(over, later)), StringComparison.Ordinal);
        Assert.Contains("of a development machine", Assert.Single(Judge(DevelopmentKey(madeByProgram: false))), StringComparison.Ordinal);
        Assert.Empty(Judge(DevelopmentKey(madeByProgram: true)));
    }

    [Fact]
    public void A_former_key_causes_no_finding_while_another_key_signs()
    {
        Assert.Empty(Judge(
            KeyOf(Now.AddDays(-1), Now.AddDays(300)), KeyOf(Now.AddDays(-100), Now.AddDays(-1)), KeyOf(Now.AddDays(-100), Now.AddDays(5))));
    }

    [Fact]
    public void The_end_of_the_last_certificate_is_reported_sixty_days_before()
    {
        var key = KeyOf(Now.AddDays(-1), Now.AddDays(59));

        Assert.Equal(
            [$"the document signer certificate of the key {key.KeyId} ends at 2026-04-29 09:00Z, and no other certificate signs its EU "
                + "certificates after that: get a new one, and publish it before."],
            Judge(key, KeyOf(Now.AddDays(-1), Now.AddDays(20))));
    }

    [Fact]
    public void A_kind_that_all_certificates_exclude_is_reported_as_possibly_intended()
    {
        var forTests = KeyOf(Now.AddDays(-1), Now.AddDays(300), DocumentSigner.ForTests);
        var finding = Assert.Single(
            Rule().Judge([forTests], Now), finding => finding.Text.Contains("vaccination", StringComparison.Ordinal));

        Assert.True(finding.MayBeIntended);
        Assert.Contains("leaves out certificates of the group 'v'", finding.Text, StringComparison.Ordinal);
        Assert.Empty(
            Judge(forTests, KeyOf(Now.AddDays(-1), Now.AddDays(300), DocumentSigner.ForVaccinations, DocumentSigner.ForRecoveries)));
        Assert.All(
            Rule().Judge([KeyOf(Now.AddDays(-1), Now.AddDays(300), "1.3.6.1.4.1.0.1847.2021.1.1")], Now),
            other => Assert.False(other.MayBeIntended));
    }

    [Theory]
    [InlineData("XX", "Ministry", true)]
    [InlineData("", "Ministry", false)]
    [InlineData("XX", " ", false)]
    public void The_rule_is_in_use_only_if_the_format_is_set_up(string country, string name, bool isInUse) =>
        Assert.Equal(isInUse, Rule(country, name).IsInUse);

    [Fact]
    public void Development_certificates_from_another_machine_are_not_published_for_verifiers()
    {
        Assert.True(Rule().IsForVerifiers(KeyOf(Now.AddDays(-1), Now.AddDays(1))));
        Assert.True(Rule().IsForVerifiers(DevelopmentKey(madeByProgram: true)));
        Assert.False(Rule().IsForVerifiers(DevelopmentKey(madeByProgram: false)));
        Assert.False(Rule().IsForVerifiers(Bare()));
        Assert.False(Rule().IsForVerifiers(KeyOf(Now.AddDays(-1), Now.AddDays(1)).For([new KeyPurpose("status")])));
    }

    /// <summary>What is found is a warning of the log, each time that somebody looks.</summary>
    [Fact]
    public async Task A_finding_is_logged_as_a_line()
    {
        using var lines = new LogLines();
        using var signer = DocumentSigner.Es256(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(10));
        await File.WriteAllTextAsync(
            folder.PathOf("signing-key-2.pem"), $"For dcc\n{signer.Key.ExportPkcs8PrivateKeyPem()}\n{signer.Pem}\n", Token);
        await using var bench = new IssuingBench(services => services
            .AddLogging(logging => logging.AddProvider(lines))
            .AddSingleton<ISigningKeys>(_ => KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem")))
            .Configure<IssuerOptions>(options => options.Country = "XX")
            .Configure<EuDccOptions>(options => options.IssuerName = "Ministry of Trials"));
        await bench.Get<SignerWatch>().LookAsync(Token);
        await bench.Get<SignerWatch>().LookAsync(Token);

        Assert.Equal(2, lines.Lines.Count(
            line => line.StartsWith("Warning: Signer certificates: the document signer certificate of the key", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("XX", true)]
    [InlineData("", false)]
    public async Task The_program_checks_its_signers_at_start(string country, bool isTold)
    {
        using var lines = new LogLines();
        using var signer = DocumentSigner.Es256(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(-1));
        await File.WriteAllTextAsync(
            folder.PathOf("signing-key-2.pem"), $"For dcc\n{signer.Key.ExportPkcs8PrivateKeyPem()}\n{signer.Pem}\n", Token);
        string[] settings =
            ["--Divoc:DataDirectory", folder.Path, "--Divoc:Issuer:Country", country, "--Divoc:Dcc:IssuerName", "Ministry of Trials"];
        await using (await TestHost.StartAsync(builder => builder.Logging.AddProvider(lines), settings))
        {
            await Eventually.HoldsAsync(() => !isTold || lines.Lines.Any(IsFinding));
        }

        Assert.Equal(isTold ? 1 : 0, lines.Lines.Count(IsFinding));

        static bool IsFinding(string line) =>
            line.StartsWith("Warning: Signer certificates: no key can sign EU certificates", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keys_are_not_opened_if_no_format_needs_certificates()
    {
        await using var bench = new IssuingBench(
            services => services.AddSingleton<ISigningKeys>(_ => throw new InvalidOperationException("Opened.")));

        await bench.Get<SignerWatch>().LookAsync(Token);
    }

    private static EuSignerRule Rule(string country = "XX", string name = "Ministry")
    {
        return new EuSignerRule(
            Options.Create(new EuDccOptions { IssuerName = name }), Options.Create(new IssuerOptions { Country = country }));
    }

    private static IEnumerable<string> Judge(params PublishedKey[] published) =>
        Rule().Judge(published, Now).Select(finding => finding.Text);

    private static PublishedKey Bare()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return PublishedKey.Of(key);
    }

    private static PublishedKey KeyOf(DateTimeOffset from, DateTimeOffset until, params string[] usages)
    {
        using var signer = DocumentSigner.Es256(from, until, usages);
        return PublishedKey.Of((ECDsa)signer.Key).CertifiedBy(KeyCertificate.ReadPem(signer.Pem));
    }

    private static PublishedKey DevelopmentKey(bool madeByProgram)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return PublishedKey.Of(key, madeByProgram).CertifiedBy(KeyCertificate.ReadPem(DevelopmentCertificate.PemOf(key, Now)));
    }
}
