using QRCoder;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>Makes the QR code of a credential. Thread-safe; equal credentials give equal codes.</summary>
public sealed class QrEncoder(IOptions<QrOptions> options)
{
    // What one byte-mode segment of version 40 holds (ISO/IEC 18004 table 7), from the highest level to the lowest.
    private static readonly (QrErrorCorrection Level, QRCodeGenerator.ECCLevel CoderLevel, int Capacity)[] Levels =
    [
        (QrErrorCorrection.Q, QRCodeGenerator.ECCLevel.Q, 1663),
        (QrErrorCorrection.M, QRCodeGenerator.ECCLevel.M, 2331),
        (QrErrorCorrection.L, QRCodeGenerator.ECCLevel.L, 2953),
    ];

    private readonly QrEncoding encoding = options.Value.Encoding;
    private readonly QrErrorCorrection wanted = options.Value.ErrorCorrection;

    /// <summary>Packs a credential and makes its code: the smallest version at the wanted level, or at the highest below it that has a version which holds it.</summary>
    /// <param name="credential">UTF-8 JSON.</param>
    /// <exception cref="RenderingException"><see cref="RenderingException.QrTooLarge"/>: not even version 40 at level L holds it.</exception>
    public QrSymbol Encode(ReadOnlySpan<byte> credential)
    {
        var archive = QrPayload.Pack(credential);
        var length = encoding == QrEncoding.Binary ? archive.Length : Utf8Length(archive);
        var (level, coderLevel, capacity) = Array.Find(Levels, candidate => candidate.Level <= wanted && length <= candidate.Capacity);
        if (capacity == 0)
        {
            throw new RenderingException(RenderingException.QrTooLarge, $"The QR code would hold {length} bytes; the largest holds {Levels[^1].Capacity}.");
        }

        using var data = encoding == QrEncoding.Binary
            ? QRCodeGenerator.GenerateQrCode(archive, coderLevel)
            : QRCodeGenerator.GenerateQrCode(QrPayload.ToText(archive), coderLevel, forceUtf8: true);
        return ToSymbol(data, level);
    }

    private static int Utf8Length(byte[] archive)
    {
        var length = archive.Length;
        foreach (var value in archive)
        {
            length += value >> 7;
        }

        return length;
    }

    /// <summary>QRCoder's matrix has the quiet zone around it; its rows are copied whole, which is far quicker than module by module.</summary>
    private static QrSymbol ToSymbol(QRCodeData data, QrErrorCorrection level)
    {
        var padded = data.ModuleMatrix.Count;
        var size = padded - (2 * QrSymbol.QuietZone);
        var modules = new bool[size * size];
        var row = new bool[padded];
        for (var y = 0; y < size; y++)
        {
            data.ModuleMatrix[y + QrSymbol.QuietZone].CopyTo(row, 0);
            row.AsSpan(QrSymbol.QuietZone, size).CopyTo(modules.AsSpan(y * size));
        }

        return new QrSymbol(data.Version, level, modules);
    }
}
