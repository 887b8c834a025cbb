using SkiaSharp;

namespace Divoc.Functions.Tests.Portal;

/// <summary>What a camera sees of a code: a film as Chromium's false camera plays it, JPEGs one after the other.</summary>
internal static class CameraFilm
{
    private const int Width = 1280;
    private const int Height = 720;

    /// <summary>Six frames of a grey table, then eight in which the code comes nearer, slightly turned.</summary>
    public static byte[] Of(byte[] code)
    {
        using var picture = SKBitmap.Decode(code);
        using var film = new MemoryStream();
        for (var frame = 0; frame < 14; frame++)
        {
            film.Write(Frame(picture, frame < 6 ? null : 460 + ((frame - 6) * 30)));
        }

        return film.ToArray();
    }

    private static byte[] Frame(SKBitmap picture, int? size)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height));
        var canvas = surface.Canvas;
        canvas.Clear(new SKColor(0x8A, 0x86, 0x80));
        if (size is { } side)
        {
            canvas.RotateDegrees(3, Width / 2f, Height / 2f);
            using var image = SKImage.FromBitmap(picture);
            canvas.DrawImage(
                image,
                SKRect.Create((Width - side) / 2f, (Height - side) / 2f, side, side),
                new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        using var shot = surface.Snapshot();
        using var data = shot.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }
}
