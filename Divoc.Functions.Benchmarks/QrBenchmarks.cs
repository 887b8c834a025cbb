using BenchmarkDotNet.Attributes;
using Divoc.Functions.Rendering.Qr;
using QRCoder;

namespace Divoc.Functions.Benchmarks;

/// <summary>What a QR code and its image cost, by our own code and by QRCoder: random bytes at level M.</summary>
[MemoryDiagnoser]
public class QrBenchmarks
{
    private QrContent content = new([]);
    private byte[] bytes = [];
    private QrSymbol? symbol;

    /// <summary>A small symbol (version 10), a certificate's (33), the largest (40).</summary>
    [Params(213, 1_574, 2_331)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        bytes = new byte[Length];
        new Random(1).NextBytes(bytes);
        content = new QrContent([QrSegment.Bytes(bytes)]);
        symbol = QrEncoder.Encode(content);
    }

    /// <summary>By whatever instructions the processor has.</summary>
    [Benchmark]
    public QrSymbol Own() => QrEncoder.Encode(content, prefersQrCoder: false);

    /// <summary>As on a processor with BMI2 and without AVX-512.</summary>
    [Benchmark]
    public QrSymbol OwnByStrips() =>
        QrEncoder.Encode(content, prefersQrCoder: false, new QrWays(PlacesByStrips: true, ScoresAllMasks: false));

    /// <summary>As on a processor with neither.</summary>
    [Benchmark]
    public QrSymbol OwnPortable() => QrEncoder.Encode(content, prefersQrCoder: false, QrWays.Portable);

    [Benchmark(Baseline = true)]
    public int QrCoder()
    {
        using var code = QRCodeGenerator.GenerateQrCode(bytes, QRCodeGenerator.ECCLevel.M);
        return code.Version;
    }

    [Benchmark]
    public byte[] OwnPng() => QrPng.Write(symbol!);

    [Benchmark]
    public byte[] QrCoderPng() => QrPng.WriteByQrCoder(symbol!, QrPng.PixelsPerModule);
}
