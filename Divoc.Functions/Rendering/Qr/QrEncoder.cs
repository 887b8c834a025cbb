using System.Buffers;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// Makes QR codes (ISO/IEC 18004, model 2, versions 1 to 40). Equal content gives equal codes: those of QRCoder 1.8.1 module by module, where it can make them and makes them right.
/// Thread-safe.
/// </summary>
public static class QrEncoder
{
#if CARD_PACKAGES
    private const bool PrefersQrCoder = true;
#else
    private const bool PrefersQrCoder = false;
#endif

    /// <summary>Makes the code of a content: the smallest version at the wanted level, or at the highest below it, down to the least, that has a version which holds it.</summary>
    /// <exception cref="RenderingException"><see cref="RenderingException.QrTooLarge"/>: no version up to the largest holds it at any of these levels.</exception>
    /// <exception cref="ArgumentException">The largest version is none of 1 to 40, or the least level is higher than the wanted one.</exception>
    public static QrSymbol Encode(QrContent content) => Encode(content, PrefersQrCoder);

    /// <summary>The same by the code of one's choice: QRCoder's where it can, or our own always.</summary>
    internal static QrSymbol Encode(QrContent content, bool prefersQrCoder) => Encode(content, prefersQrCoder, QrWays.Fastest);

    /// <summary>The same, where our own code uses certain instructions of the processor.</summary>
    internal static QrSymbol Encode(QrContent content, bool prefersQrCoder, QrWays ways)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(content.LargestVersion, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.LargestVersion, QrTables.LargestVersion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)content.LeastErrorCorrection, (int)content.ErrorCorrection, nameof(content.LeastErrorCorrection));
        var (version, level) = Fit(content);
        var blocks = QrTables.BlocksOf(version, level);
        var buffer = ArrayPool<byte>.Shared.Rent(blocks.DataLength + QrBits.Slack + blocks.Codewords);
        QrBits.Write(content.Segments, version, buffer.AsSpan(0, blocks.DataLength + QrBits.Slack));
        var data = buffer.AsSpan(0, blocks.DataLength);
        var symbol = prefersQrCoder ? QrCoderSymbols.Encode(content.Segments, version, level, data) : null;
        if (symbol is null)
        {
            var all = buffer.AsSpan(blocks.DataLength, blocks.Codewords);
            blocks.Interleave(data, all);
            symbol = QrDrawing.Draw(version, level, all, ways);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return symbol;
    }

    private static (int Version, QrErrorCorrection Level) Fit(QrContent content)
    {
        for (var level = content.ErrorCorrection; level >= content.LeastErrorCorrection; level--)
        {
            for (var version = 1; version <= content.LargestVersion; version++)
            {
                if (QrBits.Count(content.Segments, version) <= QrTables.BlocksOf(version, level).DataLength * 8)
                {
                    return (version, level);
                }
            }
        }

        throw TooLarge(content);
    }

    private static RenderingException TooLarge(QrContent content)
    {
        var wanted = (QrBits.Count(content.Segments, content.LargestVersion) + 7) / 8;
        var largest = QrTables.BlocksOf(content.LargestVersion, content.LeastErrorCorrection).DataLength;
        return new(
            RenderingException.QrTooLarge,
            $"The QR code would hold {wanted} bytes; the largest (version {content.LargestVersion}, level {content.LeastErrorCorrection}) holds {largest}.");
    }
}
