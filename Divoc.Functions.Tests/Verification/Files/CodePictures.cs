using System.Text.Json.Nodes;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.Rendering;
using SkiaSharp;

namespace Divoc.Functions.Tests.Verification.Files;

/// <summary>
/// Pictures of codes as people have them: clean images, frames of a camera, scanned pages. Each of five certificates in thirteen forms; the
/// same bytes at every run. The credentials are of invented persons, and so long that their codes have the versions 34, 36, 37, 40 at level
/// M and 39 at level L.
/// </summary>
internal static class CodePictures
{
    /// <summary>The thirteen forms.</summary>
    public static readonly string[] Forms =
    [
        "4 pixels a module", "2 pixels a module", "720p, 3 degrees, blur 0.8", "720p, 8 degrees, blur 1.2", "1080p, 12 degrees",
        "1080p, dark", "1080p, upside down", "1080p, shadow",
        "1080p, perspective", "1080p, 30 degrees, blur 1.8, noise", "12 megapixels, blur 2.5", "page at 150 dpi", "page at 300 dpi",
    ];

    private static readonly SKColor Desk = new(0x6E, 0x66, 0x5C);

    private static readonly Lazy<IReadOnlyList<byte[]>> Found = new(() =>
        [
            Find(34, QrErrorCorrection.M),
            Find(36, QrErrorCorrection.M),
            Find(37, QrErrorCorrection.M),
            Find(39, QrErrorCorrection.L),
            Find(40, QrErrorCorrection.M),
        ]);

    /// <summary>The five credentials.</summary>
    public static IReadOnlyList<byte[]> Credentials => Found.Value;

    /// <summary>The code of a credential.</summary>
    public static QrSymbol SymbolOf(byte[] credential, QrEncoding encoding = QrEncoding.Utf8Latin1) =>
        Renderers.Encoder(encoding).Encode(credential);

    /// <summary>A picture of a credential's code in one of the forms, as PNG or JPEG.</summary>
    public static byte[] Make(byte[] credential, string form)
    {
        var symbol = SymbolOf(credential);
        return form switch
        {
            "4 pixels a module" => QrPng.Write(symbol, 4),
            "2 pixels a module" => QrPng.Write(symbol, 2),
            "720p, 3 degrees, blur 0.8" => new Frame(1280, 720) { Code = 640, Degrees = 3, Blur = 0.8f }.Take(symbol),
            "720p, 8 degrees, blur 1.2" => new Frame(1280, 720) { Code = 640, Degrees = 8, Blur = 1.2f }.Take(symbol),
            "1080p, 12 degrees" => new Frame(1920, 1080) { Code = 900, Degrees = 12, Blur = 0.5f }.Take(symbol),
            "1080p, dark" => new Frame(1920, 1080) { Code = 900, Degrees = 2, Blur = 0.5f, Light = 0.3f }.Take(symbol),
            "1080p, upside down" => new Frame(1920, 1080) { Code = 900, Degrees = 180, Blur = 0.5f }.Take(symbol),
            "1080p, shadow" => new Frame(1920, 1080) { Code = 900, Degrees = 4, Blur = 0.5f, HasShadow = true }.Take(symbol),
            "1080p, perspective" => new Frame(1920, 1080) { Code = 900, Blur = 0.5f, Tilt = 0.00012f }.Take(symbol),
            "1080p, 30 degrees, blur 1.8, noise" =>
                new Frame(1920, 1080) { Code = 760, Degrees = 30, Blur = 1.8f, Noise = 40 }.Take(symbol),
            "12 megapixels, blur 2.5" => new Frame(4000, 3000) { Code = 1400, Degrees = 5, Blur = 2.5f }.Take(symbol),
            "page at 150 dpi" => Renderers.Paint(Renderers.Draw(Renderers.Input(credential)), 150),
            "page at 300 dpi" => Renderers.Paint(Renderers.Draw(Renderers.Input(credential)), 300),
            _ => throw new ArgumentException(form),
        };
    }

    /// <summary>A credential with an address, which no page shows, as long as its code needs for a version.</summary>
    private static byte[] Find(int version, QrErrorCorrection level)
    {
        var dice = new Random(version);
        var letters = string.Concat(Enumerable.Range(0, 4_000).Select(_ => (char)('A' + dice.Next(58))).Where(char.IsAsciiLetter));
        for (var length = 0; length < 2_000; length += 8)
        {
            var credential = SampleCredential.Vaccination()
                .WithSubject("name", "Nguyễn Ánh")
                .WithSubject("address", new JsonObject { ["addressCountry"] = "LKA" })
                .WithEvidence("feedbackUrl", "").WithEvidence("prophylaxis", "COVID-19").WithEvidence("infoUrl", letters[..length]).Bytes;
            var symbol = SymbolOf(credential);
            if (symbol.Version == version && symbol.ErrorCorrection == level)
            {
                return credential;
            }
        }

        throw new InvalidOperationException($"No credential has a code of version {version}-{level}.");
    }

    /// <summary>What a camera sees: a code with its quiet zone on a desk.</summary>
    internal sealed record Frame(int Width, int Height)
    {
        /// <summary>Pixels of the code's side, quiet zone counted.</summary>
        public int Code { get; init; }

        public float Degrees { get; init; }

        /// <summary>Standard deviation in pixels.</summary>
        public float Blur { get; init; }

        public float Light { get; init; } = 1;

        public bool HasShadow { get; init; }

        public float Tilt { get; init; }

        /// <summary>Standard deviation in steps of 255.</summary>
        public int Noise { get; init; }

        public SKEncodedImageFormat Format { get; init; } = SKEncodedImageFormat.Jpeg;

        public byte[] Take(params QrSymbol[] symbols)
        {
            using var surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
            var canvas = surface.Canvas;
            using var blur = Blur > 0 ? SKImageFilter.CreateBlur(Blur, Blur) : null;
            using var layer = new SKPaint { ImageFilter = blur };
            canvas.Clear(Desk);
            canvas.SaveLayer(layer);
            canvas.Clear(Desk);
            for (var index = 0; index < symbols.Length; index++)
            {
                DrawCode(canvas, symbols[index], Width * (index + 0.5f) / symbols.Length);
            }

            canvas.Restore();
            Shade(canvas);
            using var image = surface.Snapshot();
            using var bitmap = SKBitmap.FromImage(image);
            Scatter(bitmap);
            using var encoded = bitmap.Encode(Format, 90);
            return encoded.ToArray();
        }

        private void DrawCode(SKCanvas canvas, QrSymbol symbol, float center)
        {
            var modules = symbol.Size + (2 * QrSymbol.QuietZone);
            using var paint = new SKPaint { IsAntialias = true, Color = SKColors.White };
            using var builder = new SKPathBuilder();
            foreach (var dark in symbol.ToRectangles())
            {
                builder.AddRect(SKRect.Create(dark.X, dark.Y, dark.Width, dark.Height));
            }

            using var path = builder.Detach();

            canvas.Save();
            canvas.Translate(center, Height / 2f);
            canvas.RotateDegrees(Degrees);
            if (Tilt > 0)
            {
                canvas.Concat(new SKMatrix(1, 0, 0, 0, 1, 0, Tilt, Tilt * 1.5f, 1));
            }

            canvas.Scale((float)Code / modules);
            canvas.Translate(-modules / 2f, -modules / 2f);
            canvas.DrawRect(0, 0, modules, modules, paint);
            canvas.Translate(QrSymbol.QuietZone, QrSymbol.QuietZone);
            paint.Color = new SKColor(0x10, 0x10, 0x10);
            canvas.DrawPath(path, paint);
            canvas.Restore();
        }

        private void Shade(SKCanvas canvas)
        {
            using var paint = new SKPaint { Color = SKColors.Black.WithAlpha((byte)(255 * (1 - Light))) };
            canvas.DrawRect(0, 0, Width, Height, paint);
            if (HasShadow)
            {
                using var shader = SKShader.CreateLinearGradient(
                    new SKPoint(Width * 0.3f, 0), new SKPoint(Width * 0.7f, Height), [SKColors.Transparent, SKColors.Black.WithAlpha(170)],
                    SKShaderTileMode.Clamp);
                using var shadow = new SKPaint { Shader = shader };
                canvas.DrawRect(0, 0, Width, Height, shadow);
            }
        }

        private void Scatter(SKBitmap bitmap)
        {
            if (Noise == 0)
            {
                return;
            }

            var dice = new Random(Noise);
            var pixels = bitmap.GetPixelSpan().ToArray();
            for (var index = 0; index < pixels.Length; index += 4)
            {
                var shift = (int)(Noise * Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble()));
                for (var channel = index; channel < index + 3; channel++)
                {
                    pixels[channel] = (byte)Math.Clamp(pixels[channel] + shift, 0, 255);
                }
            }

            System.Runtime.InteropServices.Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        }
    }
}
