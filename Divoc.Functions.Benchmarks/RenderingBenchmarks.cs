using BenchmarkDotNet.Attributes;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf.Skia;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Rendering.Templates;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Benchmarks;

/// <summary>What a certificate's QR code, image and page cost, each alone and together.</summary>
[MemoryDiagnoser]
public class RenderingBenchmarks
{
    private static readonly FontLibrary Fonts = new();
    private readonly QrEncoder divocEncoder = new(Options.Create(new QrOptions()));
    private readonly QrEncoder binaryEncoder = new(Options.Create(new QrOptions { Encoding = QrEncoding.Binary }));
    private readonly CertificatePageInput input;
    private readonly CertificatePageInput sinhalaInput;
    private readonly CertificatePageInput arabicInput;
    private readonly QrSymbol symbol;
    private readonly CertificatePage page;
    private readonly CertificateLayout layout;
    private readonly PageDrawing drawing;
    private readonly CertificateRenderer renderer;

    public RenderingBenchmarks()
    {
        var earlier = new EarlierDose(1, 2, "Covishield", "LOT-1", new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), "LKA");
        input = new CertificatePageInput(BenchmarkCredential.Bytes, [earlier], null);
        sinhalaInput = input with { Credential = BenchmarkCredential.WithName("ශ්‍රීමතී නදීෂා පෙරේරා") };
        arabicInput = input with { Credential = BenchmarkCredential.WithName("محمد عبد السلام (Omar) 2") };
        symbol = divocEncoder.Encode(input.Credential.Span);
        var templates = TemplateSet.Load("", new PageLanguageOptions());
        page = new TemplatePage(templates[TemplateKind.Vaccination], TimeZoneInfo.Utc).Describe(CredentialFacts.Read(input.Credential), input) with { Codes = [new PageCode(symbol, PageText.Empty)] };
        layout = new CertificateLayout(Fonts);
        drawing = layout.Arrange(page);
        renderer = new CertificateRenderer(divocEncoder, new SkiaPdfWriter(Fonts), templates, Options.Create(new TimeZoneOptions()));
    }

    [Benchmark]
    public byte[] Pack() => QrPayload.Pack(input.Credential.Span);

    [Benchmark]
    public QrSymbol EncodeQr() => divocEncoder.Encode(input.Credential.Span);

    [Benchmark]
    public QrSymbol EncodeQrBinary() => binaryEncoder.Encode(input.Credential.Span);

    [Benchmark]
    public byte[] WritePng() => QrPng.Write(symbol);

    [Benchmark]
    public byte[] WriteSvg() => QrSvg.Write(symbol);

    [Benchmark]
    public int Layout() => layout.Arrange(page).Pages.Count;

    [Benchmark]
    public byte[] WritePdf() => SkiaPdfWriter.Write(drawing);

    [Benchmark(Baseline = true)]
    public RenderedCertificate Whole() => renderer.Render(input);

    [Benchmark]
    public RenderedCertificate WholeInSinhala() => renderer.Render(sinhalaInput);

    [Benchmark]
    public RenderedCertificate WholeInArabic() => renderer.Render(arabicInput);
}
