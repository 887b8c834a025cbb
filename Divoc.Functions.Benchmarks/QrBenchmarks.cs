using BenchmarkDotNet.Attributes;
using Divoc.Functions.Rendering.Qr;
using QRCoder;

namespace Divoc.Functions.Benchmarks;

/// <summary>What a QR code costs, by our own encoder and by QRCoder: random bytes at level M.</summary>
[MemoryDiagnoser]
public class QrBenchmarks
{
    private byte[] bytes = [];

    /// <summary>A small symbol (version 10), a certificate's (33), the largest (40).</summary>
    [Params(213, 1_574, 2_331)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        bytes = new byte[Length];
        new Random(1).NextBytes(bytes);
    }

    [Benchmark]
    public QrSymbol Own() => QrEncoder.Encode(new QrContent([QrSegment.Bytes(bytes)]), prefersQrCoder: false);

    [Benchmark(Baseline = true)]
    public int QrCoder()
    {
        using var code = QRCodeGenerator.GenerateQrCode(bytes, QRCodeGenerator.ECCLevel.M);
        return code.Version;
    }
}
