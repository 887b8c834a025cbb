namespace Divoc.Functions.Rendering.Templates;

/// <summary>Limits of template and label files.</summary>
internal static class TemplateLimits
{
    /// <summary>The size of a file, in bytes.</summary>
    public const int FileBytes = 256 * 1024;

    /// <summary>The number of JSON files in the folder.</summary>
    public const int Files = 40;

    /// <summary>The nesting of a file.</summary>
    public const int Depth = 16;

    public const int Blocks = 12;

    /// <summary>The number of facts in a block.</summary>
    public const int Fields = 24;

    /// <summary>The number of pointers of a fact, and of texts to choose from.</summary>
    public const int Choices = 12;

    /// <summary>The length of a pointer, in characters.</summary>
    public const int PointerLength = 200;

    public const int LabelLength = 600;

    /// <summary>The number of labels in a language.</summary>
    public const int Labels = 300;

    /// <summary>The size of a logo's PNG in bytes: every certificate contains it.</summary>
    public const int LogoBytes = 64 * 1024;

    /// <summary>The size of a logo in pixels, in both directions.</summary>
    public const int LogoPixels = 1_200;

    /// <summary>The length of a logo's path, in characters.</summary>
    public const int LogoPath = 20_000;

    /// <summary>The size of a font file in bytes: fonts for Chinese, Japanese and Korean have 4 to 20 MiB.</summary>
    public const int FontBytes = 24 * 1024 * 1024;

    /// <summary>The length of a font file's name, in characters.</summary>
    public const int FontNameLength = 100;

    /// <summary>The minimum contrast of the accent colour with the paper and the tint (WCAG 2.2, level AA).</summary>
    public const double Contrast = 4.5;
}
