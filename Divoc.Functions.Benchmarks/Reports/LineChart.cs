using System.Globalization;

namespace Divoc.Functions.Benchmarks.Reports;

/// <summary>Lines over time.</summary>
internal static class LineChart
{
    private const int Width = 860;
    private const int Height = 380;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 44;
    private const int Bottom = 84;

    /// <summary>Draws series of points (seconds, value), both axes from 0.</summary>
    public static string Draw(
        string title, string unit, IReadOnlyList<(string Name, IReadOnlyList<(double Seconds, double Value)> Points)> series)
    {
        var picture = new SvgPicture(Width, Height, title);
        var points = series.SelectMany(one => one.Points).ToList();
        var (end, most) = (
            RoundUp(points.Select(point => point.Seconds).DefaultIfEmpty(1).Max()),
            RoundUp(points.Select(point => point.Value).DefaultIfEmpty(1).Max()));
        Axes(picture, unit, end, most);
        for (var number = 0; number < series.Count; number++)
        {
            picture.Polyline(
                series[number].Points.Select(point => (X(point.Seconds, end), Y(point.Value, most))),
                SvgPicture.Colours[number % SvgPicture.Colours.Count]);
        }

        picture.Legend([.. series.Select(one => one.Name)]);
        return picture.ToString();
    }

    private static void Axes(SvgPicture picture, string unit, double end, double most)
    {
        const int steps = 5;
        for (var step = 0; step <= steps; step++)
        {
            var (value, time) = (most * step / steps, end * step / steps);
            picture.Line(Left, Y(value, most), Width - Right, Y(value, most), step == 0 ? "axis" : "grid");
            picture.Text(Left - 8, Y(value, most) + 4, Label(value), "end");
            picture.Text(X(time, end), Height - Bottom + 20, Label(time), "middle");
        }

        picture.Line(Left, Top, Left, Height - Bottom, "axis");
        picture.Text((Left + Width - Right) / 2.0, Height - Bottom + 40, "seconds", "middle");
        picture.SideText(18, (Top + Height - Bottom) / 2.0, unit);
    }

    private static double X(double seconds, double end) => Left + (seconds / end * (Width - Left - Right));

    private static double Y(double value, double most) => Height - Bottom - (value / most * (Height - Top - Bottom));

    private static string Label(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>The next value whose fifths are short numbers.</summary>
    internal static double RoundUp(double value)
    {
        if (value <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10 }.Select(step => step * power).First(step => step >= value * 0.9999);
    }
}
