namespace Divoc.Functions.Rendering.Templates;

/// <summary>Bounds of template and label files.</summary>
internal static class TemplateLimits
{
    /// <summary>Of a file, in bytes.</summary>
    public const int FileBytes = 256 * 1024;

    /// <summary>Of JSON files in the folder.</summary>
    public const int Files = 40;

    /// <summary>Levels of a file.</summary>
    public const int Depth = 16;

    public const int Blocks = 12;

    /// <summary>Facts of a block.</summary>
    public const int Fields = 24;

    /// <summary>Pointers of a fact, and texts to choose from.</summary>
    public const int Choices = 12;

    /// <summary>Characters of a pointer.</summary>
    public const int PointerLength = 200;

    public const int LabelLength = 600;

    /// <summary>Labels of a language.</summary>
    public const int Labels = 300;

    /// <summary>Bytes of a logo's PNG: every certificate carries it.</summary>
    public const int LogoBytes = 64 * 1024;

    /// <summary>Pixels of a logo, each way.</summary>
    public const int LogoPixels = 1_200;

    /// <summary>Characters of a logo's path.</summary>
    public const int LogoPath = 20_000;

    /// <summary>Bytes of a font file: those of Chinese, Japanese and Korean have 4 to 20 MiB.</summary>
    public const int FontBytes = 24 * 1024 * 1024;

    /// <summary>Characters of a font file's name.</summary>
    public const int FontNameLength = 100;

    /// <summary>Contrast of the accent colour with the paper and the tint (WCAG 2.2, level AA).</summary>
    public const double Contrast = 4.5;
}
