using ZXing.Common;

namespace Divoc.Functions.Verification.Files.Codes;

/// <summary>Converts grey values of modules to dark and light ones.</summary>
/// <param name="grays">Row by row.</param>
/// <param name="size">Modules per side.</param>
internal sealed class CodeModules(float[] grays, int size)
{
    private const int Neighbourhood = 6;

    /// <summary>
    /// Whether the modules between the squares are alternately light and dark: that shows whether a grid is on a code at all.
    /// </summary>
    public bool IsTimed()
    {
        var dark = ToBits(0);
        var (right, count) = (0, 0);
        for (var module = 8; module < size - 8; module++)
        {
            right += (dark[module, 6] == (module % 2 == 0) ? 1 : 0) + (dark[6, module] == (module % 2 == 0) ? 1 : 0);
            count += 2;
        }

        return right >= 0.75 * count;
    }

    /// <summary>The modules, true for dark.</summary>
    /// <param name="sharpness">The part of a module's difference to its four neighbours that is added to it, which reduces blur.</param>
    public BitMatrix ToBits(float sharpness)
    {
        var sharp = sharpness == 0 ? grays : Sharpened(sharpness);
        var sums = Sums(grays);
        var bits = new BitMatrix(size);
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                bits[x, y] = sharp[(y * size) + x] < Mean(sums, x, y);
            }
        }

        return bits;
    }

    private float[] Sharpened(float sharpness)
    {
        var sharp = new float[grays.Length];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var index = (y * size) + x;
                var about = (grays[x > 0 ? index - 1 : index] + grays[x < size - 1 ? index + 1 : index]
                    + grays[y > 0 ? index - size : index] + grays[y < size - 1 ? index + size : index]) / 4;
                sharp[index] = grays[index] + (sharpness * (grays[index] - about));
            }
        }

        return sharp;
    }

    /// <summary>
    /// In every part of a code, about half of the modules are dark, so the mean of the neighbourhood separates dark from light, even in a
    /// shadow.
    /// </summary>
    private float Mean(double[] sums, int x, int y)
    {
        var (left, top) = (Math.Max(0, x - Neighbourhood), Math.Max(0, y - Neighbourhood));
        var (right, bottom) = (Math.Min(size, x + Neighbourhood + 1), Math.Min(size, y + Neighbourhood + 1));
        var row = size + 1;
        var sum = sums[(bottom * row) + right] - sums[(top * row) + right] - sums[(bottom * row) + left] + sums[(top * row) + left];
        return (float)(sum / ((right - left) * (bottom - top)));
    }

    private double[] Sums(float[] values)
    {
        var row = size + 1;
        var sums = new double[row * row];
        for (var y = 0; y < size; y++)
        {
            double line = 0;
            for (var x = 0; x < size; x++)
            {
                line += values[(y * size) + x];
                sums[((y + 1) * row) + x + 1] = sums[(y * row) + x + 1] + line;
            }
        }

        return sums;
    }
}
