using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>
/// Writes the elements of a page as a content stream (ISO 32000-1 section 8). Heights are measured from the upper edge, as in the layout.
/// </summary>
internal sealed class PageContent(PdfBuffer content, PageResources resources, float height)
{
    // The frame around a code extends half a hairline on both sides of its edge; the image of the code, which has a light background, must
    // not cover it.
    private const float FrameWidth = 0.5f;

    private const float WholeChannel = 255;

    private readonly TextContent texts = new(content, resources);
    private PageColor? filling;
    private PageColor? stroke;

    /// <summary>Writes all elements. QR codes are drawn last.</summary>
    public void Write(IReadOnlyList<PageElement> elements)
    {
        content.Write("1 0 0 -1 0 "u8);
        content.WriteOperand(height);
        content.Write("cm\n"u8);
        foreach (var element in elements)
        {
            if (element is not ModulesElement)
            {
                Write(element);
            }
        }

        foreach (var code in elements.OfType<ModulesElement>())
        {
            Write(code);
        }
    }

    private void Write(PageElement element)
    {
        switch (element)
        {
            case TextElement text:
                Fill(text.Color);
                texts.Write(text);
                break;
            case BoxElement box:
                Fill(box.Color);
                Rectangle(box.X, box.Y, box.Width, box.Height);
                content.Write("f\n"u8);
                break;
            case LineElement line:
                Write(line);
                break;
            case PathElement path:
                Fill(path.Color);
                Draw(resources.LogoOf(path.SvgPath, default), path.Scale, path.Scale, path.X, path.Y);
                break;
            case ImageElement image:
                Draw(resources.LogoOf(null, image.Png), image.Width, -image.Height, image.X, image.Y + image.Height);
                break;
            default:
                throw new NotSupportedException($"This writer cannot draw {element.GetType().Name}.");
        }
    }

    private void Write(LineElement line)
    {
        if (stroke != line.Color)
        {
            stroke = line.Color;
            Color(line.Color);
            content.Write("RG\n"u8);
        }

        content.WriteOperand(line.Width);
        content.Write("w "u8);
        content.WriteOperand(line.FromX);
        content.WriteOperand(line.FromY);
        content.Write("m "u8);
        content.WriteOperand(line.ToX);
        content.WriteOperand(line.ToY);
        content.Write("l S\n"u8);
    }

    /// <summary>The image with its quiet zone, without the outermost edge.</summary>
    private void Write(ModulesElement code)
    {
        var margin = QrSymbol.QuietZone * code.ModuleSize;
        var side = (code.Symbol.Size * code.ModuleSize) + (2 * margin);
        var (x, y) = (code.X - margin, code.Y - margin);
        content.Write("q "u8);
        Rectangle(x + FrameWidth, y + FrameWidth, side - (2 * FrameWidth), side - (2 * FrameWidth));
        content.Write("W n\n"u8);
        Draw(resources.CodeOf(code.Symbol), side, -side, x, y + side);
        content.Write("Q\n"u8);
    }

    private void Draw(string name, float scaleX, float scaleY, float x, float y)
    {
        content.Write("q "u8);
        content.WriteOperand(scaleX);
        content.Write("0 0 "u8);
        content.WriteOperand(scaleY);
        content.WriteOperand(x);
        content.WriteOperand(y);
        content.Write("cm /"u8);
        content.Write(name);
        content.Write(" Do Q\n"u8);
    }

    private void Rectangle(float x, float y, float width, float tall)
    {
        content.WriteOperand(x);
        content.WriteOperand(y);
        content.WriteOperand(width);
        content.WriteOperand(tall);
        content.Write("re "u8);
    }

    private void Fill(PageColor color)
    {
        if (filling != color)
        {
            filling = color;
            Color(color);
            content.Write("rg\n"u8);
        }
    }

    private void Color(PageColor color)
    {
        content.WriteOperand(color.Red / WholeChannel);
        content.WriteOperand(color.Green / WholeChannel);
        content.WriteOperand(color.Blue / WholeChannel);
    }
}
