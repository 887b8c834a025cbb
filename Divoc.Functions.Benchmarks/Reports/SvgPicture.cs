using System.Globalization;
using System.Security;
using System.Text;

namespace Divoc.Functions.Benchmarks.Reports;

/// <summary>Writes an SVG picture, line by line. Its colours are read on light and on dark pages.</summary>
internal sealed class SvgPicture
{
    /// <summary>The colours of series; told apart by those who see no red or green too.</summary>
    public static readonly IReadOnlyList<string> Colours = ["s0", "s1", "s2", "s3", "s4", "s5"];

    private const string Style =
        """
        text { font: 13px system-ui, sans-serif; fill: #1b1b1b }
        .title { font-size: 16px; font-weight: 600 }
        .axis { stroke: #1b1b1b } .grid { stroke: #1b1b1b; opacity: .15 } .line { fill: none; stroke-width: 2 }
        .s0 { stroke: #0072b2; fill: #0072b2 } .s1 { stroke: #d55e00; fill: #d55e00 } .s2 { stroke: #009e73; fill: #009e73 }
        .s3 { stroke: #b05f90; fill: #b05f90 } .s4 { stroke: #a58200; fill: #a58200 } .s5 { stroke: #3a9bd9; fill: #3a9bd9 } .line { fill: none }
        .paper { fill: #fff }
        @media (prefers-color-scheme: dark) { text { fill: #eee } .axis, .grid { stroke: #eee } .paper { fill: #16191d } }
        """;

    private readonly StringBuilder content = new();
    private readonly int width;
    private readonly int height;

    public SvgPicture(int width, int height, string title)
    {
        this.width = width;
        this.height = height;
        content.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" "
            + $"aria-label=\"{SecurityElement.Escape(title)}\">\n");
        content.Append(
            CultureInfo.InvariantCulture, $"<style>{Style}</style>\n<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n");
        Text(width / 2.0, 24, title, "middle", "title");
    }

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        content.Append(
            CultureInfo.InvariantCulture, $"<line class=\"{style}\" x1=\"{x1:F1}\" y1=\"{y1:F1}\" x2=\"{x2:F1}\" y2=\"{y2:F1}\"/>\n");

    public void Polyline(IEnumerable<(double X, double Y)> points, string style)
    {
        var places = points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:F1},{point.Y:F1}"));
        content.Append(CultureInfo.InvariantCulture, $"<polyline class=\"{style} line\" points=\"{string.Join(' ', places)}\"/>\n");
    }

    public void Bar(double x, double y, double barWidth, double barHeight, string style) =>
        content.Append(
            CultureInfo.InvariantCulture,
            $"<rect class=\"{style}\" x=\"{x:F1}\" y=\"{y:F1}\" width=\"{barWidth:F1}\" height=\"{barHeight:F1}\"/>\n");

    public void Text(double x, double y, string text, string anchor = "start", string style = "") =>
        content.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"{style}\" x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\">{SecurityElement.Escape(text)}</text>\n");

    /// <summary>A text beside the left axis, read from below.</summary>
    public void SideText(double x, double y, string text) => content.Append(
        CultureInfo.InvariantCulture,
        $"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"middle\" transform=\"rotate(-90 {x:F1} "
        + $"{y:F1})\">{SecurityElement.Escape(text)}</text>\n");

    /// <summary>The picture.</summary>
    public override string ToString() => $"{content}</svg>\n";

    /// <summary>The names of series in one line at the bottom.</summary>
    public void Legend(IReadOnlyList<string> names)
    {
        var step = (width - 80.0) / Math.Max(1, names.Count);
        for (var number = 0; number < names.Count; number++)
        {
            var x = 60 + (number * step);
            Bar(x, height - 22, 12, 12, Colours[number % Colours.Count]);
            Text(x + 18, height - 11, names[number]);
        }
    }
}
