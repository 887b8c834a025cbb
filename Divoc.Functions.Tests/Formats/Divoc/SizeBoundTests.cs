using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.Intake;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Formats;

public sealed class SizeBoundTests : IAsyncLifetime
{
    private static readonly string[] Alphabets =
    [
        "0123456789ABCDEF",
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        "अआइईउऊकखगघचछजझटठडढतथदधनपफबभमयरलवशषसह",
        "ab",
        "一丁七万丈三上下不与丐丑专且丕世丘丙业丛东丝丞",
    ];

    private readonly IssuingBench bench = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    /// <summary>Texts of several scripts, from what fits easily to what is far too large; most lie about the bound.</summary>
    [Theory]
    [InlineData(QrEncoding.Utf8Latin1, 1000)]
    [InlineData(QrEncoding.Binary, 2200)]
    public async Task A_certificate_that_is_refused_before_signing_would_not_have_fitted_into_a_QR_code(QrEncoding encoding, int about)
    {
        var random = new Random(20261129);
        var format = DivocFormats.Of(encoding);
        var (refused, accepted, failed) = (0, 0, 0);
        for (var round = 0; round < 60; round++)
        {
            var shape = (CertificateShape)random.Next(3);
            var source = DivocFormats.SourceOf(Filled(random, shape, about), shape);
            var fits = await FitsAsync(format, source);
            if (format.IsTooLargeForSymbols(source))
            {
                Assert.False(fits);
                refused++;
            }
            else
            {
                accepted += fits ? 1 : 0;
                failed += fits ? 0 : 1;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{refused} refused, {accepted} accepted, {failed} fail later");
        Assert.True(refused > 5 && accepted > 5, $"{refused} refused, {accepted} accepted, {failed} fail later");
    }

    [Fact]
    public void An_event_of_usual_size_needs_no_check_of_the_QR_code_size() => Assert.False(
        SizeBound.MayExceed(DivocFormats.SourceOf(Elements.Of(CertificateShape.VaccinationV3), CertificateShape.VaccinationV3).Event.Data));

    [Fact]
    public void A_request_is_refused_only_if_it_certainly_fits_into_no_QR_code()
    {
        var random = new Random(1);
        foreach (var shape in Enum.GetValues<CertificateShape>())
        {
            var large = Elements.Of(shape)
                .With("recipient.name", random.GetHexString(1000))
                .With("facility.name", random.GetHexString(1000))
                .With("recipient.nationality", random.GetHexString(1000));
            var result = new IntakeDriver().Validate(shape, Elements.Of(shape), large.With("preEnrollmentCode", "C-9"));

            Assert.Equal("/1 QR_TOO_LARGE", IntakeDriver.Lines(result.Faults));
            Assert.Equal(400, result.Status);
            Assert.Equal("", new IntakeDriver().ProblemsOf(shape, DivocFormats.TooLarge(Elements.Of(shape), shape, random)));
        }
    }

    [Fact]
    public async Task The_test_data_that_must_fail_later_do_fail_later()
    {
        foreach (var shape in Enum.GetValues<CertificateShape>())
        {
            Assert.False(await FitsAsync(
                DivocFormats.Default, DivocFormats.SourceOf(DivocFormats.TooLarge(Elements.Of(shape), shape, new Random(2)), shape)));
        }
    }

    private async Task<bool> FitsAsync(DivocFormat format, CredentialSource source)
    {
        var written = await format.WriteAsync(
            source, bench.Get<ISigningKeys>(), SigningLane.Interactive, TestContext.Current.CancellationToken);
        try
        {
            return format.SymbolsOf(written.Bytes).Select(QrEncoder.Encode).ToList().Count > 0;
        }
        catch (RenderingException)
        {
            return false;
        }
    }

    private static JsonObject Filled(Random random, CertificateShape shape, int about)
    {
        var alphabet = Alphabets[random.Next(Alphabets.Length)].EnumerateRunes().ToArray();
        var bytes = about * (0.5 + random.NextDouble() * 1.5);
        var element = Elements.Of(shape);
        foreach (var path in new[] { "recipient.name", "recipient.nationality", "facility.name", "recipient.address.district" })
        {
            element = element.With(
                path, Text(random, alphabet, (int)Math.Clamp(bytes / 4 / Math.Log2(alphabet.Length) * 8, 1, IntakeLimits.TextCharacters)));
        }

        return element;
    }

    private static string Text(Random random, Rune[] alphabet, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)]));
}
