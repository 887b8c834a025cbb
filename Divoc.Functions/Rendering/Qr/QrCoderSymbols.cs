using System.Collections;
using System.Runtime.InteropServices;
using System.Text;
using QRCoder;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>QRCoder in the place of our own code, and the way of modules to it and back. It encodes only in builds with <c>CardPackages=true</c>; its renderers draw in all.</summary>
internal static class QrCoderSymbols
{
    /// <summary>Has QRCoder make a symbol.</summary>
    /// <param name="segments">The content.</param>
    /// <param name="version">The smallest version that holds it at the level.</param>
    /// <param name="level">Level of error correction.</param>
    /// <param name="data">The data codewords that the content becomes.</param>
    /// <returns>Null where QRCoder can't make it, or would make it wrong.</returns>
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

    /// <summary>It takes no mode: a text of digits alone is always numeric, one of the 45 characters always alphanumeric.</summary>
    private static QRCodeData? Generate(QrSegment segment, QRCodeGenerator.ECCLevel level) => segment.Mode switch
    {
        QrMode.Numeric => QRCodeGenerator.GenerateQrCode(Encoding.ASCII.GetString(segment.Data.Span), level),
        QrMode.Alphanumeric when segment.Data.Span.ContainsAnyExceptInRange((byte)'0', (byte)'9') =>
            QRCodeGenerator.GenerateQrCode(Encoding.ASCII.GetString(segment.Data.Span), level),
        QrMode.Byte => QRCodeGenerator.GenerateQrCode(segment.Data.ToArray(), level),
        _ => null,
    };

    /// <summary>
    /// Whether a block begins with many zeros. QRCoder 1.8.1 breaks its division off once it has met as many zeros at the head of what is to be divided as there are
    /// codewords of error correction, and then writes wrong ones. Half as many at the start are declined, since a few more come up by chance later.
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

    /// <summary>QRCoder's matrix has the quiet zone around it; its rows are copied whole, which is far quicker than module by module.</summary>
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
