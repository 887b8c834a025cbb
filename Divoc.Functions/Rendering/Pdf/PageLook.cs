namespace Divoc.Functions.Rendering.Pdf;

/// <summary>
/// Colours, type scale and measures of the page, in points. One accent colour; every text has a contrast of at least 4.5 with its
/// background.
/// </summary>
/// <param name="accent">The colour of titles, headings and the bar at the top.</param>
/// <param name="size">The paper.</param>
internal sealed class PageLook(PageColor accent, PageSize size)
{
    // The part of the accent colour in the tint.
    private const float TintShare = 0.085f;

    /// <summary>The colour of text.</summary>
    public static readonly PageColor Ink = new(0x14, 0x20, 0x2B);

    /// <summary>The colour of labels and small print.</summary>
    public static readonly PageColor Muted = new(0x55, 0x62, 0x6C);

    public static readonly PageColor Hairline = new(0xC3, 0xD0, 0xD8);

    /// <summary>The colour of the QR code's modules.</summary>
    public static readonly PageColor Black = new(0, 0, 0);

    /// <summary>The colour of the paper.</summary>
    public static readonly PageColor White = new(0xFF, 0xFF, 0xFF);

    public static readonly TextStyle Name = new(FontWeight.Bold, 17, Ink);
    public static readonly TextStyle Label = new(FontWeight.Regular, 7.5f, Muted);
    public static readonly TextStyle Value = new(FontWeight.Regular, 10, Ink);
    public static readonly TextStyle PrimaryValue = new(FontWeight.Bold, 11, Ink);
    public static readonly TextStyle Paragraph = new(FontWeight.Regular, 9, Ink);
    public static readonly TextStyle SmallPrint = new(FontWeight.Regular, 8, Muted);

    public const float PointsPerMillimetre = 72 / 25.4f;
    public const float TopBar = 10;
    public const float Margin = 48;
    public const float TopMargin = 42;
    public const float BottomMargin = 36;

    /// <summary>The space between columns.</summary>
    public const float Gutter = 16;

    /// <summary>Side of the QR code with its quiet zone: 76 mm, so that even a version 40 has modules of 0.41 mm.</summary>
    public const float QrSide = 215.4f;

    public const float HairlineWidth = 0.75f;

    /// <summary>Lines that a value may use in its column before it gets the full width.</summary>
    public const int LinesInColumn = 3;

    /// <summary>The paper.</summary>
    public PageSize Size => size;

    /// <summary>The width between the margins.</summary>
    public float ContentWidth { get; } = size.Width - (2 * Margin);

    /// <summary>The colour of titles, headings and the bar at the top.</summary>
    public PageColor Accent { get; } = accent;

    /// <summary>The background of the status line and the table's head: the paper with a little of the accent colour.</summary>
    public PageColor Tint { get; } = new(Tinted(accent.Red), Tinted(accent.Green), Tinted(accent.Blue));

    public TextStyle Letterhead { get; } = new(FontWeight.Bold, 11, accent);

    public TextStyle Title { get; } = new(FontWeight.Bold, 26, accent);

    public TextStyle Subtitle { get; } = new(FontWeight.Regular, 14, accent);

    public TextStyle Status { get; } = new(FontWeight.Bold, 11, accent);

    public TextStyle Heading { get; } = new(FontWeight.Bold, 10.5f, accent);

    public TextStyle SmallHeading { get; } = new(FontWeight.Bold, 8, accent);

    private static byte Tinted(byte channel) => (byte)MathF.Round(byte.MaxValue - ((byte.MaxValue - channel) * TintShare));
}
