using System.Diagnostics.CodeAnalysis;

namespace Divoc.Functions.Rendering;

/// <summary>A part of a certificate's page, with all its texts.</summary>
public abstract record PageBlock
{
    private PageBlock()
    {
    }

    /// <summary>Letterhead, title and subtitle.</summary>
    /// <param name="Letterhead">Above the title; may be empty.</param>
    /// <param name="Text">The title.</param>
    /// <param name="Subtitle">Below it; may be empty.</param>
    public sealed record Title(PageText Letterhead, PageText Text, PageText Subtitle) : PageBlock;

    /// <summary>One sentence about the state.</summary>
    /// <param name="Text">The sentence.</param>
    [SuppressMessage("Naming", "CA1724:Type names should not match namespaces", Justification = "It is always written PageBlock.Status.")]
    public sealed record Status(PageText Text) : PageBlock;

    /// <summary>The person, beside the first QR code.</summary>
    /// <param name="Heading">Above the name.</param>
    /// <param name="Name">The person's name.</param>
    /// <param name="Facts">The facts about the person, in two columns.</param>
    /// <param name="QrCaption">The caption below the code, unless the code has its own.</param>
    public sealed record Person(PageText Heading, string Name, IReadOnlyList<PageField> Facts, PageText QrCaption) : PageBlock;

    /// <summary>Labelled facts.</summary>
    /// <param name="Heading">Above them; may be empty.</param>
    /// <param name="Columns">The number of columns in their grid.</param>
    /// <param name="Facts">The facts, row by row.</param>
    public sealed record Fields(PageText Heading, int Columns, IReadOnlyList<PageField> Facts) : PageBlock;

    /// <summary>The table of earlier events.</summary>
    /// <param name="Heading">Above it.</param>
    /// <param name="Columns">Its columns.</param>
    /// <param name="Rows">Its lines; a page may show fewer.</param>
    /// <param name="Notes">The notes below it.</param>
    public sealed record Table(PageText Heading, IReadOnlyList<TableColumn> Columns, IReadOnlyList<TableRow> Rows, TableNotes Notes)
        : PageBlock;

    /// <summary>Running text.</summary>
    /// <param name="Heading">Above it; may be empty.</param>
    /// <param name="Text">The text.</param>
    public sealed record Paragraph(PageText Heading, PageText Text) : PageBlock;

    /// <summary>Small print at the foot of the page.</summary>
    /// <param name="Heading">Above it; may be empty.</param>
    /// <param name="Text">The text.</param>
    public sealed record Foot(PageText Heading, PageText Text) : PageBlock;
}

/// <summary>A labelled fact.</summary>
/// <param name="Label">The label.</param>
/// <param name="Value">The fact.</param>
/// <param name="Rank">Its importance if space is short.</param>
/// <param name="Span">The number of grid columns that it uses.</param>
public sealed record PageField(PageText Label, string Value, FieldRank Rank = FieldRank.Secondary, int Span = 1);

/// <summary>The importance of a fact.</summary>
public enum FieldRank
{
    /// <summary>May be cut, with an ellipsis, if nothing else helps; the QR code has it in full.</summary>
    Secondary,

    /// <summary>The main facts of the certificate: larger, and the last to be cut.</summary>
    Primary,
}

/// <summary>A column of a table.</summary>
/// <param name="Head">Its header.</param>
/// <param name="Width">Its width in points; the last column gets the rest.</param>
public sealed record TableColumn(PageText Head, float Width);

/// <summary>A line of a table, ready to print.</summary>
/// <param name="Cells">One for each column.</param>
/// <param name="IsReported">Whether its first cell ends with the mark that a note explains.</param>
public sealed record TableRow(IReadOnlyList<string> Cells, bool IsReported);

/// <summary>The notes below a table.</summary>
/// <param name="NotInCode">The note that the QR code does not contain it.</param>
/// <param name="Reported">The meaning of the mark of a reported line.</param>
/// <param name="More">The note that there are more lines, with <see cref="Count"/> for their number.</param>
public sealed record TableNotes(PageText NotInCode, PageText Reported, PageText More)
{
    /// <summary>The placeholder for the number of lines that are not shown.</summary>
    public const string Count = "{count}";
}
