using System.Buffers;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// Makes QR codes (ISO/IEC 18004, model 2, versions 1 to 40). Equal content gives equal codes: the same as those of QRCoder 1.8.1, module
/// by module, if it can make them correctly. Thread-safe.
/// </summary>
public static class QrEncoder
{
#if CARD_PACKAGES
    private const bool PrefersQrCoder = true;
#else
    private const bool PrefersQrCoder = false;
#endif

    /// <summary>
    /// Makes the code of a content: the smallest version at the preferred level, or at the next lower level that has a version with enough
    /// room, down to the least one.
    /// </summary>
    /// <exception cref="RenderingException">
    /// <see cref="RenderingException.QrTooLarge"/>: no allowed version has room for it at any of these levels.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The largest version is not between 1 and 40, or the least level is higher than the preferred one.
    /// </exception>
    public static QrSymbol Encode(QrContent content) => Encode(content, PrefersQrCoder);

    /// <summary>The same with a choice of the code: QRCoder's if it can, or always the program's own.</summary>
    internal static QrSymbol Encode(QrContent content, bool prefersQrCoder) => Encode(content, prefersQrCoder, QrWays.Fastest);

    /// <summary>The same, with the processor instructions that the program's own code should use.</summary>
    internal static QrSymbol Encode(QrContent content, bool prefersQrCoder, QrWays ways)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(content.LargestVersion, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.LargestVersion, QrTables.LargestVersion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            (int)content.LeastErrorCorrection, (int)content.ErrorCorrection, nameof(content.LeastErrorCorrection));
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
            $"The QR code would hold {wanted} bytes; the largest (version {content.LargestVersion}, "
            + $"level {content.LeastErrorCorrection}) holds {largest}.");
    }
}
