using System.Buffers.Binary;
using System.Globalization;
using SkiaSharp;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>
/// Writes a logo as an object that pages draw (ISO 32000-1 section 8.8): a path as a form in its own units, a picture as an image with
/// sides of one unit.
/// </summary>
internal static class LogoContent
{
    private const int ConicParts = 2;

    /// <summary>Writes it and returns the number of its object.</summary>
    /// <param name="objects">The objects to which it is added.</param>
    /// <param name="svgPath">Data of an SVG path, or null.</param>
    /// <param name="png">Opaque PNG without interlace, if there is no path.</param>
    public static int Write(PdfObjects objects, string? svgPath, ReadOnlyMemory<byte> png) =>
        svgPath is null ? WriteImage(objects, png.Span) : WritePath(objects, svgPath);

    private static int WritePath(PdfObjects objects, string svgPath)
    {
        using var path = SKPath.ParseSvgPathData(svgPath);
        using var content = new PdfBuffer(4096);
        Write(path, content);
        content.Write("f\n"u8);
        var box = path.Bounds;
        using var entries = new PdfBuffer(256);
        entries.Write("/Type /XObject /Subtype /Form /BBox ["u8);
        foreach (var side in (ReadOnlySpan<float>)[box.Left, box.Top, box.Right, box.Bottom])
        {
            entries.WriteOperand(side);
        }

        entries.Write("] /Filter /FlateDecode"u8);
        return objects.AddStream(entries.Written, Deflate.Well(content.Written));
    }

    private static void Write(SKPath path, PdfBuffer content)
    {
        using var parts = path.CreateRawIterator();
        Span<SKPoint> points = stackalloc SKPoint[4];
        while (parts.Next(points) is var verb && verb != SKPathVerb.Done)
        {
            switch (verb)
            {
                case SKPathVerb.Move:
                    Write(content, "m\n"u8, points[0]);
                    break;
                case SKPathVerb.Line:
                    Write(content, "l\n"u8, points[1]);
                    break;
                case SKPathVerb.Quad:
                    WriteQuadratic(content, points[0], points[1], points[2]);
                    break;
                case SKPathVerb.Conic:
                    WriteConic(content, points, parts.ConicWeight());
                    break;
                case SKPathVerb.Cubic:
                    Write(content, "c\n"u8, points[1], points[2], points[3]);
                    break;
                default:
                    content.Write("h\n"u8);
                    break;
            }
        }
    }

    private static void Write(PdfBuffer content, ReadOnlySpan<byte> operation, params ReadOnlySpan<SKPoint> points)
    {
        foreach (var point in points)
        {
            content.WriteOperand(point.X);
            content.WriteOperand(point.Y);
        }

        content.Write(operation);
    }

    /// <summary>PDF has only curves with four points.</summary>
    private static void WriteQuadratic(PdfBuffer content, SKPoint from, SKPoint control, SKPoint to)
    {
        static SKPoint TwoThirds(SKPoint end, SKPoint control) =>
            new(end.X + ((control.X - end.X) * 2 / 3), end.Y + ((control.Y - end.Y) * 2 / 3));
        Write(content, "c\n"u8, TwoThirds(from, control), TwoThirds(to, control), to);
    }

    /// <summary>An arc of an ellipse, as quadratic curves.</summary>
    private static void WriteConic(PdfBuffer content, ReadOnlySpan<SKPoint> points, float weight)
    {
        var curves = SKPath.ConvertConicToQuads(points[0], points[1], points[2], weight, ConicParts);
        for (var index = 0; index + 2 < curves.Length; index += 2)
        {
            WriteQuadratic(content, curves[index], curves[index + 1], curves[index + 2]);
        }
    }

    /// <summary>The compressed rows of a PNG are used unchanged as rows of a PDF image (section 7.4.4.4).</summary>
    private static int WriteImage(PdfObjects objects, ReadOnlySpan<byte> png)
    {
        const int signature = 8, frame = 12, header = 8, colorType = 17, grey = 0, rgb = 2, interlace = 20;
        var chunk = png[signature..];
        var (width, height) =
            (BinaryPrimitives.ReadInt32BigEndian(chunk[header..]), BinaryPrimitives.ReadInt32BigEndian(chunk[(header + 4)..]));
        if (chunk[colorType] is not (grey or rgb) || chunk[interlace] != 0)
        {
            throw new NotSupportedException("A logo must be a PNG in grey or RGB, without interlace.");
        }

        var (space, components) = chunk[colorType] == rgb ? ("RGB", 3) : ("Gray", 1);
        var bits = chunk[header + 8];
        using var rows = new PdfBuffer(png.Length);
        while (!chunk.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(chunk);
            if (chunk[4..].StartsWith("IDAT"u8))
            {
                rows.Write(chunk.Slice(header, length));
            }

            chunk = chunk[(frame + length)..];
        }

        using var entries = new PdfBuffer(256);
        entries.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /Device{space} /BitsPerComponent "
            + $"{bits} /Filter /FlateDecode "));
        entries.Write(
            FormattableString.Invariant($"/DecodeParms <</Predictor 15 /Colors {components} /BitsPerComponent {bits} /Columns {width}>>"));
        return objects.AddStream(entries.Written, rows.Written);
    }
}
