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

    public sealed record Fields(PageText Heading, int Columns, IReadOnlyList<PageField> Facts) : PageBlock;

    /// <summary>The table of earlier doses.</summary>
    public sealed record EarlierDoses(PageText Heading, IReadOnlyList<PageText> Columns, IReadOnlyList<EarlierDoseRow> Rows, EarlierDoseNotes Notes) : PageBlock;

    public sealed record Paragraph(PageText Heading, PageText Text) : PageBlock;

    /// <summary>Small print at the foot of the page.</summary>
    public sealed record Foot(PageText Heading, PageText Text) : PageBlock;
}

/// <summary>A labelled fact.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The fact.</param>
/// <param name="Rank">How it is set when space is short.</param>
/// <param name="Span">Columns of the grid that it takes.</param>
internal sealed record PageField(PageText Label, string Value, FieldRank Rank = FieldRank.Secondary, int Span = 1);

/// <summary>How much a fact matters.</summary>
internal enum FieldRank
{
    /// <summary>May be cut, with an ellipsis, when nothing else helps; the QR code holds it whole.</summary>
    Secondary,

    /// <summary>What the certificate is about: larger, and the last to be cut.</summary>
    Primary,
}

/// <summary>What is said below the table of earlier doses.</summary>
/// <param name="NotInCode">That the QR code does not hold them.</param>
/// <param name="Reported">What the mark of a reported dose means.</param>
/// <param name="More">That there are more, with <see cref="Count"/> for their number.</param>
internal sealed record EarlierDoseNotes(PageText NotInCode, PageText Reported, PageText More)
{
    /// <summary>Stands for the number of doses that are not shown.</summary>
    public const string Count = "{count}";
}

/// <summary>A line of the table of earlier doses, ready to print.</summary>
/// <param name="Dose">Which dose, or empty.</param>
/// <param name="Vaccine">The vaccine, or all that is known.</param>
/// <param name="Batch">Lot number, or empty.</param>
/// <param name="Date">When, or empty.</param>
/// <param name="Country">Where, or empty.</param>
internal sealed record EarlierDoseRow(string Dose, string Vaccine, string Batch, string Date, string Country);
