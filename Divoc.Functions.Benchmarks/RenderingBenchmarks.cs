using BenchmarkDotNet.Attributes;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Rendering.Templates;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Benchmarks;

/// <summary>What a certificate's QR code, image and page cost, each alone and together.</summary>
[MemoryDiagnoser]
public class RenderingBenchmarks
{
    private static readonly FontLibrary Fonts = new();
    private readonly QrEncoder _divocEncoder = new(Options.Create(new QrOptions()));
    private readonly QrEncoder _binaryEncoder = new(Options.Create(new QrOptions { Encoding = QrEncoding.Binary }));
    private readonly CertificatePageInput _input;
    private readonly CertificatePageInput _sinhalaInput;
    private readonly CertificatePageInput _arabicInput;
    private readonly QrSymbol _symbol;
    private readonly CertificatePage _page;
    private readonly CertificateLayout _layout;
    private readonly PageDrawing _drawing;
    private readonly SkiaPdfWriter _writer;
    private readonly CertificateRenderer _renderer;

    public RenderingBenchmarks()
    {
        var earlier = new EarlierDose(1, 2, "Covishield", "LOT-1", new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), "LKA");
        _input = new CertificatePageInput(BenchmarkCredential.Bytes, [earlier], null);
        _sinhalaInput = _input with { Credential = BenchmarkCredential.WithName("ශ්‍රීමතී නදීෂා පෙරේරා") };
        _arabicInput = _input with { Credential = BenchmarkCredential.WithName("محمد عبد السلام (Omar) 2") };
        _symbol = _divocEncoder.Encode(_input.Credential.Span);
        var templates = TemplateSet.Load("", new PageLanguageOptions());
        _page = new TemplatePage(templates[TemplateKind.Vaccination], TimeZoneInfo.Utc).Describe(CredentialFacts.Read(_input.Credential), _input);
        _layout = new CertificateLayout(Fonts);
        _drawing = _layout.Arrange(_page, _symbol);
        _writer = new SkiaPdfWriter();
        _renderer = new CertificateRenderer(_divocEncoder, _writer, Fonts, templates, Options.Create(new TimeZoneOptions()));
    }

    [Benchmark]
    public byte[] Pack() => QrPayload.Pack(_input.Credential.Span);

    [Benchmark]
    public QrSymbol EncodeQr() => _divocEncoder.Encode(_input.Credential.Span);

    [Benchmark]
    public QrSymbol EncodeQrBinary() => _binaryEncoder.Encode(_input.Credential.Span);

    [Benchmark]
    public byte[] WritePng() => QrPng.Write(_symbol);

    [Benchmark]
    public byte[] WriteSvg() => QrSvg.Write(_symbol);

    [Benchmark]
    public int Layout() => _layout.Arrange(_page, _symbol).Elements.Count;

    [Benchmark]
    public byte[] WritePdf() => _writer.Write(_drawing);

    [Benchmark(Baseline = true)]
    public RenderedCertificate Whole() => _renderer.Render(_input);

    [Benchmark]
    public RenderedCertificate WholeInSinhala() => _renderer.Render(_sinhalaInput);

    [Benchmark]
    public RenderedCertificate WholeInArabic() => _renderer.Render(_arabicInput);
}
