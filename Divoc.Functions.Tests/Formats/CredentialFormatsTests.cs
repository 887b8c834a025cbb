using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Growth.Jws;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Formats;

/// <summary>The formats that the program is told of.</summary>
public sealed class CredentialFormatsTests
{
    [Theory]
    [InlineData("divoc", "credential.other", "name 'divoc'")]
    [InlineData("other", "credential.json", "file 'credential.json'")]
    [InlineData("other", "Credential.JSON", "file 'credential.json'")]
    [InlineData("other", "qr.png", "file 'qr.png'")]
    [InlineData("other", "certificate.pdf", "file 'certificate.pdf'")]
    [InlineData("other", "claims.json", "file 'claims.json'")]
    public async Task A_format_with_an_existing_name_or_file_is_refused(string name, string file, string said)
    {
        await using var bench = With(new JwsForm(name, file, IsStored: true, _ => false));
        var fault = Assert.Throws<ArgumentException>(bench.Get<CredentialFormats>);

        Assert.Contains(said, fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Other", "credential.other", "application/jose", "lower-case")]
    [InlineData("plain seal", "credential.other", "application/jose", "lower-case")]
    [InlineData("other", "../credential.json", "application/jose", "lower-case")]
    [InlineData("other", "credential", "application/jose", "lower-case")]
    [InlineData("other", "credential.other", "text/plain; charset=utf-8", "without parameters")]
    [InlineData("other", "credential.other", "text/*", "without parameters")]
    [InlineData("other", "credential.other", "text", "without parameters")]
    public async Task A_format_with_an_invalid_name_file_or_media_type_is_refused(string name, string file, string mediaType, string said)
    {
        await using var bench = With(
            new JwsForm(name, file, IsStored: false, _ => false) { CredentialFile = new CredentialFile(file, mediaType) });
        var fault = Assert.Throws<ArgumentException>(bench.Get<CredentialFormats>);

        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Contains($"'{name}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_format_with_a_new_name_and_file_is_accepted()
    {
        await using var bench = With(new JwsForm("other", "credential.other", IsStored: true, _ => false));

        Assert.Equal(
            ["divoc", "eu-dcc", "smart-health-card", "ddcc", "other"], bench.Get<CredentialFormats>().All.Select(format => format.Name));
    }

    /// <summary>It stands below their codes on pages.</summary>
    [Fact]
    public async Task Formats_that_are_made_on_fetch_and_have_QR_codes_have_a_display_name()
    {
        await using var bench = With(new JwsForm("other", "credential.other", IsStored: true, _ => false));
        var made = bench.Get<CredentialFormats>().All.Where(format => !format.IsStored && format.HasSymbols);

        Assert.Equal(["EU Digital COVID Certificate", "SMART Health Card"], made.Select(format => format.Title));
    }

    /// <summary>
    /// A shape or version that comes later is another format's, or waits for one: it must not be written as one of these.
    /// </summary>
    [Theory]
    [InlineData("vaccination", 1, "v1", true)]
    [InlineData("vaccination", 1, "v3", true)]
    [InlineData("vaccination", 1, "v4", false)]
    [InlineData("vaccination", 2, "v1", false)]
    [InlineData("test", 1, "v1", true)]
    [InlineData("test", 1, "v3", false)]
    [InlineData("test", 2, "v1", false)]
    [InlineData("recovery", 1, "v1", true)]
    [InlineData("recovery", 1, "v2", false)]
    [InlineData("recovery", 2, "v1", false)]
    [InlineData("convalescence", 1, "v1", false)]
    public async Task The_DIVOC_format_writes_only_the_shapes_that_it_knows(string type, int version, string shape, bool writes)
    {
        await using var bench = new IssuingBench();
        var formats = bench.Get<CredentialFormats>();

        Assert.Equal(writes, formats.Find("divoc")!.CanWrite(type, version, shape));
        Assert.Equal(writes, formats.Issuing(type, version, shape) is not null);
    }

    /// <summary>The writer and the judge of a format know the types each in its own tables.</summary>
    [Fact]
    public async Task What_is_issued_of_each_type_is_valid_for_the_judge_of_its_format()
    {
        await using var bench = new IssuingBench();
        var cases = bench.Get<CertificateTypes>().Current.All.SelectMany(type => type.Shapes, (type, shape) => (type, shape)).ToList();

        Assert.NotEmpty(cases);
        foreach (var (type, shape) in cases)
        {
            var format = bench.Get<CredentialFormats>().Issuing(type.Name, type.Version, shape.Name)!;
            var accepted = new AcceptedEvent(type.Name, type.Version, shape.Name, type.SampleOf(shape));
            var source = new CredentialSource(CertificateId.New(), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, accepted);
            var written = await format.WriteAsync(source, bench.Get<ISigningKeys>(), SigningLane.Interactive, Token);
            var judged = await format.JudgeAsync(written.Bytes, bench.Get<ITrustedKeys>(), Token);

            var signed = Assert.IsType<Judgement.Signed>(judged);
            Assert.Equal(type.Name, signed.Type);
            // Contexts of DIVOC leave some members unsigned, so there may be hints.
            Assert.All(signed.Doubts, doubt => Assert.Equal(VerificationStatus.Valid, doubt.Status));
            // DIVOC's shapes have more or less: a default country, no date of birth. What both have is the same.
            var said = signed.Summary.Values.ToDictionary(value => value.Key, value => value.Value.ToString());
            var both = type.Summarize(accepted.Data).Values.Where(value => said.ContainsKey(value.Key)).ToList();
            Assert.Contains("name", both.Select(value => value.Key));
            Assert.All(both, value => Assert.Equal(value.Value.ToString(), said[value.Key]));
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static IssuingBench With(JwsForm form) => new(services =>
    {
        services.AddSingleton<JwsJudge>();
        services.AddSingleton<ICredentialFormat>(provider => ActivatorUtilities.CreateInstance<CompactJwsFormat>(provider, form));
    });
}
