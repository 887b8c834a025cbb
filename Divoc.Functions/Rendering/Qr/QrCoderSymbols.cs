using System.Collections;
using System.Runtime.InteropServices;
using System.Text;
using QRCoder;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// Uses QRCoder instead of the program's own code, and converts modules to QRCoder and back. QRCoder encodes only in builds with
/// <c>CardPackages=true</c>; its renderers draw in all.
/// </summary>
internal static class QrCoderSymbols
{
    /// <summary>Makes a symbol with QRCoder.</summary>
    /// <param name="segments">The content.</param>
    /// <param name="version">The smallest version that has room for it at the level.</param>
    /// <param name="level">Level of error correction.</param>
    /// <param name="data">The data codewords of the content.</param>
    /// <returns>Null if QRCoder can't make it, or would make it wrong.</returns>
    public static QrSymbol? Encode(IReadOnlyList<QrSegment> segments, int version, QrErrorCorrection level, ReadOnlySpan<byte> data)
    {
        if (segments is not [{ Data.IsEmpty: false } segment] || HasLeadingZeros(data, QrTables.BlocksOf(version, level)))
        {
            return null;
        }

        using var code = Generate(segment, LevelOf(level));
        return code?.Version == version ? ToSymbol(code, level) : null;
    }

    /// <summary>A symbol for QRCoder's renderers. The caller disposes it.</summary>
    public static QRCodeData ToData(QrSymbol symbol)
    {
        var data = new QRCodeData(symbol.Version, addPadding: true);
        for (var y = 0; y < symbol.Size; y++)
        {
            var row = new BitArray(MemoryMarshal.Cast<ulong, int>(symbol.Row(y)).ToArray()) { Length = data.ModuleMatrix.Count };
            data.ModuleMatrix[y + QrSymbol.QuietZone] = row.LeftShift(QrSymbol.QuietZone);
        }

        return data;
    }

    /// <summary>
    /// It has no parameter for the mode: a text with only digits is always numeric, one with only the 45 characters always alphanumeric.
    /// </summary>
    private static QRCodeData? Generate(QrSegment segment, QRCodeGenerator.ECCLevel level) => segment.Mode switch
    {
        QrMode.Numeric => QRCodeGenerator.GenerateQrCode(Encoding.ASCII.GetString(segment.Data.Span), level),
        QrMode.Alphanumeric when segment.Data.Span.ContainsAnyExceptInRange((byte)'0', (byte)'9') =>
            QRCodeGenerator.GenerateQrCode(Encoding.ASCII.GetString(segment.Data.Span), level),
        QrMode.Byte => QRCodeGenerator.GenerateQrCode(segment.Data.ToArray(), level),
        _ => null,
    };

    /// <summary>
    /// Whether a block begins with many zeros. QRCoder 1.8.1 stops its division if it finds as many leading zeros in the dividend as there
    /// are codewords of error correction, and then writes wrong ones. Blocks with half as many at the start are refused, because a few more
    /// can appear by chance later.
    /// </summary>
    private static bool HasLeadingZeros(ReadOnlySpan<byte> data, QrBlocks blocks)
    {
        for (var block = 0; block < blocks.Count; block++)
        {
            var own = data[blocks[block]];
            if (!own[..Math.Min(own.Length, blocks.CheckLength / 2)].ContainsAnyExcept((byte)0))
            {
                return true;
            }
        }

        return false;
    }

    private static QRCodeGenerator.ECCLevel LevelOf(QrErrorCorrection level) => level switch
    {
        QrErrorCorrection.L => QRCodeGenerator.ECCLevel.L,
        QrErrorCorrection.M => QRCodeGenerator.ECCLevel.M,
        QrErrorCorrection.Q => QRCodeGenerator.ECCLevel.Q,
        _ => QRCodeGenerator.ECCLevel.H,
    };

    /// <summary>
    /// QRCoder's matrix includes the quiet zone. Its rows are copied as a whole, which is much faster than module by module.
    /// </summary>
    private static QrSymbol ToSymbol(QRCodeData data, QrErrorCorrection level)
    {
        var rows = new ulong[(data.ModuleMatrix.Count - (2 * QrSymbol.QuietZone)) * QrLines.Words];
        var row = new int[QrLines.Words * 2];
        for (var y = 0; y * QrLines.Words < rows.Length; y++)
        {
            new BitArray(data.ModuleMatrix[y + QrSymbol.QuietZone]).RightShift(QrSymbol.QuietZone).CopyTo(row, 0);
            MemoryMarshal.Cast<int, ulong>(row).CopyTo(rows.AsSpan(y * QrLines.Words));
        }

        return new QrSymbol(data.Version, level, rows);
    }
}
