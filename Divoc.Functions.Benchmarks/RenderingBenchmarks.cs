using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Pdf.Writing;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Benchmarks;

/// <summary>What a certificate's QR code, image and page cost, each alone and together.</summary>
[MemoryDiagnoser]
public class RenderingBenchmarks
{
    private static readonly FontLibrary Fonts = new();
    private readonly PageMaker maker;
    private readonly ICredentialFormat format;
    private readonly PageSource input;
    private readonly PageSource sinhalaInput;
    private readonly PageSource arabicInput;
    private readonly QrContent content;
    private readonly QrContent binaryContent;
    private readonly QrSymbol symbol;
    private readonly CertificatePage page;
    private readonly CertificateLayout layout;
    private readonly PageDrawing drawing;

    public RenderingBenchmarks()
    {
        using var services = BenchmarkServices.Create();
        maker = services.GetRequiredService<PageMaker>();
        var type = services.GetRequiredService<CertificateTypes>().Current.Find("vaccination")!;
        var shape = type.Shapes[1];
        format = services.GetRequiredService<CredentialFormats>().Issuing(type.Name, type.Version, shape.Name)!;
        var facts = new EventFacts(JsonElement.Parse(
            """{"date":"2026-01-05T09:00:00.000Z","vaccine":"Covishield","batch":"LOT-1","totalDoses":2,"country":"LKA"}"""));
        input = new PageSource(
            "0123456789abcdefghjkmnpqrs",
            type,
            format,
            new AcceptedEvent(type.Name, type.Version, shape.Name, type.SampleOf(shape)),
            [new EarlierEvent("dose:1", facts)],
            BenchmarkCredential.Bytes);
        sinhalaInput = input with { Credential = BenchmarkCredential.WithName("ශ්‍රීමතී නදීෂා පෙරේරා") };
        arabicInput = input with { Credential = BenchmarkCredential.WithName("محمد عبد السلام (Omar) 2") };
        content = format.SymbolsOf(input.Credential)[0];
        binaryContent = new QrContent([QrSegment.Bytes(QrPayload.Pack(input.Credential.Span))]);
        symbol = QrEncoder.Encode(content);
        page = maker.Describe(input);
        layout = new CertificateLayout(Fonts);
        drawing = layout.Arrange(page);
    }

    [Benchmark]
    public byte[] Pack() => QrPayload.Pack(input.Credential.Span);

    [Benchmark]
    public QrSymbol EncodeQr() => QrEncoder.Encode(content);

    [Benchmark]
    public QrSymbol EncodeQrBinary() => QrEncoder.Encode(binaryContent);

    [Benchmark]
    public byte[] WritePng() => QrPng.Write(symbol);

    [Benchmark]
    public byte[] WriteSvg() => QrSvg.Write(symbol);

    [Benchmark]
    public int Layout() => layout.Arrange(page).Pages.Count;

    [Benchmark]
    public RenderedPdf WritePdf() => PdfWriter.Write(drawing);

    [Benchmark(Baseline = true)]
    public MadePage Whole() => maker.Make(input);

    [Benchmark]
    public MadePage WholeInSinhala() => maker.Make(sinhalaInput);

    [Benchmark]
    public MadePage WholeInArabic() => maker.Make(arabicInput);
}
