using Divoc.Functions.Verification.Files.Codes;
using SkiaSharp;

namespace Divoc.Functions.Verification.Files.Pdf;

/// <summary>
/// Draws the filled shapes of a content stream (ISO 32000-1, section 8), so that a code that consists of rectangles can be scanned. Texts,
/// lines, pictures and the drawings of other streams are left out: it is not a renderer.
/// </summary>
internal sealed class PdfDrawing : IDisposable
{
    private const int MostSegments = 200_000;
    private const int MostFills = 50_000;
    private const int MostStates = 64;
    private const int LongestSide = 2_400;

    // The maximum cost of painting, in pixels: a code fills its own area once, and its edges are as long as its modules.
    private const double MostArea = 100_000_000;
    private const double MostEdges = 20_000_000;

    private readonly Stack<State> states = new();
    private readonly List<(SKPath Path, byte Gray)> fills = [];
    private readonly List<double> operands = [];
    private SKPathBuilder path = new();
    private State state = new(SKMatrix.Identity, 0);
    private int segments;
    private double edges;
    private SKPoint last;

    private PdfDrawing()
    {
    }

    /// <summary>The number of rectangles and lines that it fills.</summary>
    public int Shapes { get; private set; }

    /// <summary>Reads the operators of a stream.</summary>
    public static PdfDrawing Read(ReadOnlySpan<byte> content)
    {
        var drawing = new PdfDrawing();
        var lexer = new PdfLexer(content, 0);
        while (!lexer.IsAtEnd && drawing.segments < MostSegments && drawing.fills.Count < MostFills)
        {
            switch (lexer.Read())
            {
                case double number:
                    drawing.AddOperand(number);
                    break;
                case PdfWord { Text: "ID" }:
                    SkipInlineImage(content, ref lexer);
                    drawing.operands.Clear();
                    break;
                case PdfWord word:
                    drawing.Do(word.Text);
                    drawing.operands.Clear();
                    break;
            }
        }

        return drawing;
    }

    /// <summary>The shapes as a picture of the maximum size; null if there are none.</summary>
    public GrayPicture? Paint()
    {
        var bounds = fills.Where(fill => fill.Gray < 128).Aggregate(SKRect.Empty, (all, fill) => SKRect.Union(all, fill.Path.Bounds));
        var scale = LongestSide / Math.Max(bounds.Width, bounds.Height);
        var area = fills.Sum(fill => (double)fill.Path.Bounds.Width * fill.Path.Bounds.Height);
        if (!float.IsFinite(scale) || scale <= 0 || !(area * scale * scale <= MostArea) || !(edges * scale <= MostEdges))
        {
            return null;
        }

        var (width, height) = ((int)(bounds.Width * scale) + 1, (int)(bounds.Height * scale) + 1);
        const int margin = 40;
        var info = new SKImageInfo(width + (2 * margin), height + (2 * margin), SKColorType.Gray8, SKAlphaType.Opaque);
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(info))
        {
            return null;
        }

        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { IsAntialias = true };
        canvas.Clear(SKColors.White);
        canvas.Translate(margin, margin);
        canvas.Scale(scale);
        canvas.Translate(-bounds.Left, -bounds.Top);
        foreach (var (filled, gray) in fills)
        {
            paint.Color = new SKColor(gray, gray, gray);
            canvas.DrawPath(filled, paint);
        }

        return Copy(bitmap);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        path.Dispose();
        fills.ForEach(fill => fill.Path.Dispose());
    }

    private static GrayPicture Copy(SKBitmap bitmap)
    {
        var gray = new byte[bitmap.Width * bitmap.Height];
        for (var y = 0; y < bitmap.Height; y++)
        {
            bitmap.GetPixelSpan().Slice(y * bitmap.RowBytes, bitmap.Width).CopyTo(gray.AsSpan(y * bitmap.Width));
        }

        return new GrayPicture(gray, bitmap.Width, bitmap.Height);
    }

    /// <summary>Its bytes are not operators; they end with EI between white space.</summary>
    private static void SkipInlineImage(ReadOnlySpan<byte> content, ref PdfLexer lexer)
    {
        var rest = content[lexer.Position..];
        var end = rest.IndexOf("\nEI"u8);
        lexer = new PdfLexer(content, end < 0 ? content.Length : lexer.Position + end + "\nEI".Length);
    }

    private void AddOperand(double number)
    {
        if (operands.Count < 8)
        {
            operands.Add(number);
        }
    }

    private void Do(string word)
    {
        switch (word, operands)
        {
            case ("q", _) when states.Count < MostStates:
                states.Push(state);
                break;
            case ("Q", _) when states.Count > 0:
                state = states.Pop();
                break;
            case ("cm", [var a, var b, var c, var d, var e, var f]):
                state = state with
                {
                    Matrix = state.Matrix.PreConcat(new SKMatrix((float)a, (float)c, (float)e, (float)b, (float)d, (float)f, 0, 0, 1)),
                };
                break;
            case ("g" or "sc" or "scn", [var gray]):
                state = state with { Gray = Shade(gray) };
                break;
            case ("rg" or "sc" or "scn", [var red, var green, var blue]):
                state = state with { Gray = Shade((0.3 * red) + (0.59 * green) + (0.11 * blue)) };
                break;
            case ("k" or "sc" or "scn", [var cyan, var magenta, var yellow, var black]):
                state = state with { Gray = Shade(1 - ((cyan + magenta + yellow) / 3) - black) };
                break;
            case ("f" or "F" or "f*" or "B" or "B*" or "b" or "b*", _):
                Fill(word.EndsWith('*'));
                break;
            case ("n" or "S" or "s", _):
                EndPath();
                break;
            default:
                AddSegment(word);
                break;
        }
    }

    private void AddSegment(string word)
    {
        switch (word, operands)
        {
            case ("re", [var x, var y, var width, var height]):
                Move(x, y);
                Line(x + width, y);
                Line(x + width, y + height);
                Line(x, y + height);
                path.Close();
                Shapes++;
                break;
            case ("m", [var x, var y]):
                Move(x, y);
                Shapes++;
                break;
            case ("l" or "c" or "v" or "y", [.., var x, var y]):
                // A curve is drawn as a line: codes have no curves.
                Line(x, y);
                break;
            case ("h", _):
                path.Close();
                break;
        }
    }

    private void Move(double x, double y)
    {
        segments++;
        last = Map(x, y);
        path.MoveTo(last);
    }

    private void Line(double x, double y)
    {
        segments++;
        var next = Map(x, y);
        edges += Math.Abs(next.Y - last.Y);
        last = next;
        path.LineTo(next);
    }

    private SKPoint Map(double x, double y) => state.Matrix.MapPoint((float)x, (float)y);

    private void Fill(bool evenOdd)
    {
        path.FillType = evenOdd ? SKPathFillType.EvenOdd : SKPathFillType.Winding;
        var filled = path.Detach();
        fills.Add((filled, state.Gray));
    }

    private void EndPath()
    {
        path.Dispose();
        path = new SKPathBuilder();
    }

    private static byte Shade(double gray) => (byte)(255 * Math.Clamp(gray, 0, 1));

    private readonly record struct State(SKMatrix Matrix, byte Gray);
}
