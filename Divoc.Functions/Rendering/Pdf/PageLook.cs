namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Colours, type scale and measures of the page, in points. One accent colour; every text has a contrast of at least 4.5 to what lies behind it.</summary>
internal static class PageLook
{
    /// <summary>Titles, headings and the bar at the top.</summary>
    public static readonly PageColor Accent = new(0x0B, 0x4F, 0x6C);

    /// <summary>What is read.</summary>
    public static readonly PageColor Ink = new(0x14, 0x20, 0x2B);

    /// <summary>Labels and small print.</summary>
    public static readonly PageColor Muted = new(0x55, 0x62, 0x6C);

    /// <summary>Behind the status line and the table's head.</summary>
    public static readonly PageColor Tint = new(0xE9, 0xF1, 0xF5);

    /// <summary>Hairlines.</summary>
    public static readonly PageColor Hairline = new(0xC3, 0xD0, 0xD8);

    /// <summary>Modules of the QR code.</summary>
    public static readonly PageColor Black = new(0, 0, 0);

    /// <summary>The paper.</summary>
    public static readonly PageColor White = new(0xFF, 0xFF, 0xFF);

    public static readonly TextStyle Title = new(FontWeight.Bold, 26, Accent);
    public static readonly TextStyle Subtitle = new(FontWeight.Regular, 14, Accent);
    public static readonly TextStyle Status = new(FontWeight.Bold, 11, Accent);
    public static readonly TextStyle Heading = new(FontWeight.Bold, 10.5f, Accent);
    public static readonly TextStyle Name = new(FontWeight.Bold, 17, Ink);
    public static readonly TextStyle Label = new(FontWeight.Regular, 7.5f, Muted);
    public static readonly TextStyle Value = new(FontWeight.Regular, 10, Ink);
    public static readonly TextStyle PrimaryValue = new(FontWeight.Bold, 11, Ink);
    public static readonly TextStyle SmallPrint = new(FontWeight.Regular, 8, Muted);
    public static readonly TextStyle SmallHeading = new(FontWeight.Bold, 8, Accent);

    public const float TopBar = 10;
    public const float Margin = 48;
    public const float TopMargin = 42;
    public const float BottomMargin = 36;
    public const float ContentWidth = PageDrawing.A4Width - (2 * Margin);

    /// <summary>Between columns.</summary>
    public const float Gutter = 16;

    /// <summary>Side of the QR code with its quiet zone: 76 mm, so that even a version 40 has modules of 0.41 mm.</summary>
    public const float QrSide = 215.4f;

    public const float HairlineWidth = 0.75f;

    /// <summary>Lines that a value may take in its column before it is given the whole width.</summary>
    public const int LinesInColumn = 3;
}
