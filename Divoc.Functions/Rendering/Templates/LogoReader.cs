using Divoc.Functions.Domain.Json;
using Divoc.Functions.Rendering.Pdf;
using SkiaSharp;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>Reads a template's logo: a PNG as base64, or the data of an SVG path. Nothing is ever fetched.</summary>
internal static class LogoReader
{
    private const int LeastHeight = 6;
    private const int MostHeight = 30;
    private const int DefaultHeight = 18;

    // Width of the widest logo, as a multiple of its height.
    private const float MostAspect = 8;

    /// <summary>The logo; null if something is wrong, which is then noted.</summary>
    public static PageLogo? Read(JsonNodeReader node)
    {
        if (!node.IsObjectOf("png", "svgPath", "viewBox", "heightMm"))
        {
            return null;
        }

        var height = (node.Find("heightMm")?.Number(LeastHeight, MostHeight) ?? DefaultHeight) * PageLook.PointsPerMillimetre;
        var (png, path) = (node.Find("png"), node.Find("svgPath"));
        if (png is null == path is null)
        {
            node.Problem("must have either \"png\" or \"svgPath\".");
            return null;
        }

        return png is null ? ReadPath(node, path!, height) : ReadPng(png, height);
    }

    private static PageLogo? ReadPng(JsonNodeReader node, float height)
    {
        if (node.Text(TemplateLimits.LogoBytes * 2) is not { } text)
        {
            return null;
        }

        var bytes = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length > TemplateLimits.LogoBytes)
        {
            node.Problem($"must be the base64 form of a PNG of at most {TemplateLimits.LogoBytes} bytes.");
            return null;
        }

        using var data = SKData.CreateCopy(bytes.AsSpan(0, length));
        using var codec = SKCodec.Create(data);
        if (!IsSmallPng(codec))
        {
            node.Problem($"must be a PNG of at most {TemplateLimits.LogoPixels} by {TemplateLimits.LogoPixels} pixels.");
            return null;
        }

        var aspect = (float)codec.Info.Width / codec.Info.Height;
        if (aspect > MostAspect || Flatten(codec) is not { } flat)
        {
            node.Problem($"must be a whole PNG, at most {MostAspect} times as wide as high.");
            return null;
        }

        return new PageLogo(flat, null, aspect, 1, aspect * height, height);
    }

    /// <param name="codec">Null if the bytes are not a picture, although the library's annotations say otherwise.</param>
    private static bool IsSmallPng(SKCodec? codec)
    {
        return codec is {
            EncodedFormat: SKEncodedImageFormat.Png, Info: { Width: <= TemplateLimits.LogoPixels, Height: <= TemplateLimits.LogoPixels } };
    }

    /// <summary>On a white background without transparency, which PDF/A restricts.</summary>
    private static byte[]? Flatten(SKCodec codec)
    {
        using var bitmap = SKBitmap.Decode(
            codec, new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        if (bitmap is null)
        {
            return null;
        }

        using var surface = SKSurface.Create(new SKImageInfo(bitmap.Width, bitmap.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.DrawBitmap(bitmap, 0, 0, SKSamplingOptions.Default);
        using var image = surface.Snapshot();
        using var flat = image.Encode(SKEncodedImageFormat.Png, 100);
        return flat.ToArray();
    }

    private static PageLogo? ReadPath(JsonNodeReader node, JsonNodeReader pathNode, float height)
    {
        var box = node.Need("viewBox");
        var sides = box?.Items(2).Select(side => side.Number(1, 100_000)).ToList() ?? [];
        var text = pathNode.Text(TemplateLimits.LogoPath);
        if (sides.Count != 2 || sides.Contains(null))
        {
            box?.Problem("must be the width and height of the path's box, such as [24, 24].");
            return null;
        }

        using var path = text is null ? null : SKPath.ParseSvgPathData(text);
        if (path is null || path.IsEmpty)
        {
            pathNode.Problem("must be the data of an SVG path, as in its attribute d.");
            return null;
        }

        var (width, high) = (sides[0]!.Value, sides[1]!.Value);
        if (!new SKRect(0, 0, width, high).Contains(path.TightBounds) || width > high * MostAspect)
        {
            pathNode.Problem($"must lie within its viewBox, which begins at 0 0 and is at most {MostAspect} times as wide as high.");
            return null;
        }

        return new PageLogo(default, text, width, high, height * width / high, height);
    }
}
