using Divoc.Functions.Rendering.Qr;
using QRCoder;

namespace Divoc.Functions.Tests.Rendering.Qr;

/// <summary>Content of a length and a mode, and what QRCoder makes of it.</summary>
internal static class QrSamples
{
    /// <summary>Characters that a symbol holds in one segment; 0 for version 0.</summary>
    public static int Capacity(QrMode mode, int version, QrErrorCorrection level)
    {
        if (version == 0)
        {
            return 0;
        }

        var bits = (QrTables.BlocksOf(version, level).DataLength * 8) - 4 - QrTables.CountLengthOf(mode, version);
        return mode switch
        {
            QrMode.Numeric => (bits / 10 * 3) + (bits % 10 >= 7 ? 2 : 0) + (bits % 10 is >= 4 and < 7 ? 1 : 0),
            QrMode.Alphanumeric => (bits / 11 * 2) + (bits % 11 >= 6 ? 1 : 0),
            _ => bits / 8,
        };
    }

    /// <summary>A segment of random characters of a mode.</summary>
    public static QrSegment Segment(QrMode mode, int length, Random random) => mode switch
    {
        QrMode.Numeric => QrSegment.Digits(random.GetString("0123456789", length)),
        // A first letter, since QRCoder takes digits alone for numeric.
        QrMode.Alphanumeric => QrSegment.Letters("X" + random.GetString(QrSegment.Alphabet, length - 1)),
        _ => QrSegment.Bytes(random.GetItems(AllBytes, length)),
    };

    /// <summary>Fails unless a symbol is QRCoder's of the same segment, module by module.</summary>
    public static void AssertIsQrCoders(QrSegment segment, QrSymbol symbol)
    {
        var level = Enum.Parse<QRCodeGenerator.ECCLevel>(symbol.ErrorCorrection.ToString());
        using var expected = segment.Mode == QrMode.Byte
            ? QRCodeGenerator.GenerateQrCode(segment.Data.ToArray(), level)
            : QRCodeGenerator.GenerateQrCode(System.Text.Encoding.ASCII.GetString(segment.Data.Span), level);
        Assert.Equal(expected.Version, symbol.Version);
        for (var row = 0; row < symbol.Size; row++)
        {
            for (var column = 0; column < symbol.Size; column++)
            {
                if (expected.ModuleMatrix[row + QrSymbol.QuietZone][column + QrSymbol.QuietZone] != symbol.IsDark(row, column))
                {
                    Assert.Fail(
                        $"Version {symbol.Version}, level {level}, {segment.Mode}, {segment.Data.Length} characters: "
                        + $"the module at row {row}, column {column} differs.");
                }
            }
        }
    }

    /// <summary>Fails unless two symbols are the same, module by module.</summary>
    public static void AssertSame(QrSymbol expected, QrSymbol symbol)
    {
        Assert.Equal((expected.Version, expected.ErrorCorrection), (symbol.Version, symbol.ErrorCorrection));
        for (var row = 0; row < expected.Size; row++)
        {
            Assert.True(expected.Row(row).SequenceEqual(symbol.Row(row)), $"Row {row} differs.");
        }
    }

    private static readonly byte[] AllBytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
}
