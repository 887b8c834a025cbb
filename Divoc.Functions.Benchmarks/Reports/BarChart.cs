using System.Globalization;

namespace Divoc.Functions.Benchmarks.Reports;

/// <summary>Bars that lie one below the other.</summary>
internal static class BarChart
{
    private const int Width = 860;
    private const int Left = 220;
    private const int Right = 90;
    private const int Top = 44;
    private const int Row = 30;
    private const int Bottom = 56;

    /// <summary>Draws a value for each name, from 0.</summary>
    public static string Draw(string title, string unit, IReadOnlyList<(string Name, double Value)> bars)
    {
        var bottom = Top + (Row * bars.Count);
        var picture = new SvgPicture(Width, bottom + Bottom, title);
        var most = LineChart.RoundUp(bars.Select(bar => bar.Value).DefaultIfEmpty(1).Max());
        const int steps = 5;
        for (var step = 0; step <= steps; step++)
        {
            var (value, x) = (most * step / steps, X(most * step / steps, most));
            picture.Line(x, Top, x, bottom, step == 0 ? "axis" : "grid");
            picture.Text(x, bottom + 18, value.ToString("0.####", CultureInfo.InvariantCulture), "middle");
        }

        for (var number = 0; number < bars.Count; number++)
        {
            var y = Top + (Row * number);
            picture.Text(Left - 10, y + 20, bars[number].Name, "end");
            picture.Bar(Left, y + 5, Math.Max(0, X(bars[number].Value, most) - Left), Row - 10, SvgPicture.Colours[0]);
            picture.Text(X(bars[number].Value, most) + 6, y + 20, bars[number].Value.ToString("0.000", CultureInfo.InvariantCulture));
        }

        picture.Text((Left + Width - Right) / 2.0, bottom + 40, unit, "middle");
        return picture.ToString();
    }

    private static double X(double value, double most) => Left + (value / most * (Width - Left - Right));
}
