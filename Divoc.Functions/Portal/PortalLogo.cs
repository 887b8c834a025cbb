using Divoc.Functions.Triggers;

namespace Divoc.Functions.Portal;

/// <summary>The logo beside the name. An SVG is shown only as an image, so nothing in it runs.</summary>
internal static class PortalLogo
{
    private const int MostBytes = 64 * 1024;
    private const string Png = ".png";
    private const string Svg = ".svg";

    /// <summary>Why a file can't be the logo; null if it can.</summary>
    public static string? ProblemOf(string path)
    {
        if (TypeOf(path) is null)
        {
            return $"'{path}' must be a file whose name ends in {Png} or {Svg}.";
        }

        var file = new FileInfo(path);
        return file.Exists && file.Length is > 0 and <= MostBytes ? null : $"'{path}' must be an existing file of 1 to {MostBytes} bytes.";
    }

    /// <summary>The file to serve.</summary>
    public static ServedFile Read(string path) => ServedFile.Of(File.ReadAllBytes(path), TypeOf(path)!, isHashed: false);

    private static string? TypeOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".PNG" => "image/png",
        ".SVG" => "image/svg+xml",
        _ => null,
    };
}
