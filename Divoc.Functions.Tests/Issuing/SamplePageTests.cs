using System.Security.Cryptography;
using Divoc.Functions.Formats;
using Divoc.Functions.Hosting;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering.Pdf.Pictures;
using Divoc.Functions.Tests.Intake;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Issuing;

/// <summary>The picture in the README is the page of the sample that the README posts.</summary>
public sealed class SamplePageTests
{
    private const string Sample = "samples/certify-v1.json";
    private const string Picture = "docs/sample-page.png";
    private const string CertificateId = "3f7tq1x2z9c4v8j5r6k0b1d2g7";
    private const int LargestPicture = 150 * 1024;
    private const int DotsPerInch = 96;

    private static readonly DateTimeOffset Issued = new(2021, 5, 18, 4, 45, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_image_in_the_README_shows_the_page_of_the_sample()
    {
        var readme = await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "README.md"), TestContext.Current.CancellationToken);

        CommittedPicture.Check(await PaintAsync(), Picture);

        Assert.Contains(Sample, readme, StringComparison.Ordinal);
        Assert.Contains(Picture, readme, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Path.Combine(SharedData.RepositoryRoot, Picture)).Length, 1, LargestPicture);
    }

    private static async Task<byte[]> PaintAsync()
    {
        var configuration = new ConfigurationBuilder().Build();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSingleton<IConfiguration>(configuration)
            .AddDivoc(configuration)
            .BuildServiceProvider();
        var shape = CertificateShape.VaccinationV1;
        var body = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, Sample), TestContext.Current.CancellationToken);
        var happened = new IntakeDriver().Validate(body, shape).Events[0];
        var type = shape.TypeOf();
        var format = services.GetRequiredService<CredentialFormats>().Issuing(type.Name, type.Version, shape.RequestOf().Name)!;
        var source = new CredentialSource(CertificateId, Issued, Issued, happened);
        var written = await format.WriteAsync(source, new SameSignature(), SigningLane.Interactive, TestContext.Current.CancellationToken);
        var page = services.GetRequiredService<PageMaker>()
            .Describe(new PageSource(CertificateId, type, format, happened, [], written.Bytes));
        return new PagePicture(Renderers.Fonts).Write(page, DotsPerInch);
    }

    /// <summary>
    /// Signs with the same bytes each time, as long as a real signature, since a real one has a random salt and gives another QR code each
    /// time.
    /// </summary>
    private sealed class SameSignature : ISigningKeys
    {
        private const int SignatureBytes = 256;

        public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<T> SignAsync<T>(
            SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken)
        {
            using var rsa = RSA.Create(8 * SignatureBytes);
            return sign(new ChosenKey(use, PublishedKey.Of(rsa), (_, _) => Task.FromResult(Bytes())), cancellationToken);
        }

        private static byte[] Bytes() =>
            [.. Enumerable.Range(0, SignatureBytes / SHA256.HashSizeInBytes).SelectMany(part => SHA256.HashData([(byte)part]))];
    }
}
