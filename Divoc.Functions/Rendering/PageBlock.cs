namespace Divoc.Functions.Rendering;

/// <summary>A part of a certificate's page, with all its words.</summary>
internal abstract record PageBlock
{
    /// <summary>Letterhead, title and subtitle.</summary>
    public sealed record Title(PageText Letterhead, PageText Text, PageText Subtitle) : PageBlock;

    /// <summary>One sentence that says how things stand.</summary>
    public sealed record Status(PageText Text) : PageBlock;

    /// <summary>The person, beside the QR code.</summary>
    public sealed record Person(PageText Heading, string Name, IReadOnlyList<PageField> Facts, PageText QrCaption) : PageBlock;

    /// <summary>Facts in columns.</summary>
    public sealed record Fields(PageText Heading, int Columns, IReadOnlyList<PageField> Facts) : PageBlock;

    /// <summary>The table of earlier doses.</summary>
    public sealed record EarlierDoses(PageText Heading, IReadOnlyList<PageText> Columns, IReadOnlyList<EarlierDoseRow> Rows, EarlierDoseNotes Notes) : PageBlock;

    /// <summary>A paragraph.</summary>
    public sealed record Paragraph(PageText Heading, PageText Text) : PageBlock;

    /// <summary>Small print at the foot of the page.</summary>
    public sealed record Foot(PageText Heading, PageText Text) : PageBlock;
}
