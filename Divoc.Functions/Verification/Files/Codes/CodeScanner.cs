using ZXing;
using ZXing.Common;
using ZXing.QrCode.Internal;

namespace Divoc.Functions.Verification.Files.Codes;

/// <summary>
/// Reads the QR codes in a picture. ZXing separates light from dark and corrects errors. The positions of the modules are found here,
/// because ZXing uses only three squares and one pattern and so misses most large codes in camera pictures. All work is limited.
/// </summary>
internal static class CodeScanner
{
    // Codes on one page, with room for squares that belong to no code.
    private const int MostCodes = 8;
    private const int MostTriples = 24;
    private const int MostGrids = 40;

    // Above this size the squares are first searched at half the size: that is faster, and reduces blur too.
    private const int LargePixels = 2_500_000;

    private static readonly float[] Sharpnesses = [0, 0.5f, 1];

    /// <summary>The contents of the codes, each once.</summary>
    public static IReadOnlyList<byte[]> Scan(GrayPicture picture)
    {
        foreach (var attempt in Attempts(picture))
        {
            var found = ScanOnce(attempt.Picture, attempt.IsEven);
            if (found.Count > 0)
            {
                return found;
            }
        }

        return [];
    }

    private static IEnumerable<(GrayPicture Picture, bool IsEven)> Attempts(GrayPicture picture)
    {
        var isLarge = (long)picture.Width * picture.Height > LargePixels;
        var half = picture.Half();
        yield return (isLarge ? half : picture, false);
        yield return (isLarge ? picture : half, false);
        yield return (picture, true);
    }

    private static List<byte[]> ScanOnce(GrayPicture picture, bool isEven)
    {
        const int smallest = 40;
        var found = new List<byte[]>();
        if (picture.Width < smallest || picture.Height < smallest)
        {
            return found;
        }

        var source = new RGBLuminanceSource(picture.Pixels, picture.Width, picture.Height, RGBLuminanceSource.BitmapFormat.Gray8);
        Binarizer binarizer = isEven ? new GlobalHistogramBinarizer(source) : new HybridBinarizer(source);
        if (binarizer.BlackMatrix is not { } dark)
        {
            return found;
        }

        var read = new List<FinderTriple>();
        var grids = 0;
        foreach (var triple in FinderTriple.Among(new FinderSearch(dark).Find()).Take(MostTriples))
        {
            if (read.Count >= MostCodes || grids >= MostGrids || read.Exists(triple.Shares))
            {
                continue;
            }

            if (Read(picture, triple, ref grids) is { } content)
            {
                read.Add(triple);
                if (!found.Exists(other => other.AsSpan().SequenceEqual(content)))
                {
                    found.Add(content);
                }
            }
        }

        return found;
    }

    private static byte[]? Read(GrayPicture picture, FinderTriple triple, ref int grids)
    {
        var guess = (triple.Modules + 7 - 17) / 4;
        foreach (var version in Enumerable.Range(1, 40).OrderBy(version => Math.Abs(version - guess)).Take(4))
        {
            grids++;
            var grid = CodeGrid.Lay(picture, triple, version);
            var modules = new CodeModules(grid.Sample(), grid.Size);
            if (!modules.IsTimed())
            {
                continue;
            }

            foreach (var sharpness in Sharpnesses)
            {
                if (Decode(modules.ToBits(sharpness)) is { } content)
                {
                    return content;
                }
            }
        }

        return null;
    }

    private static byte[]? Decode(BitMatrix bits)
    {
        var result = new Decoder().decode(bits, new Dictionary<DecodeHintType, object> { [DecodeHintType.CHARACTER_SET] = "ISO-8859-1" });
        return result is null ? null : CodeContent.Read(result.RawBytes, (bits.Width - 17) / 4);
    }
}
