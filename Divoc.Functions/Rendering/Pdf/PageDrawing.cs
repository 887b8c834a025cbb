namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A finished page: all that a writer needs to know.</summary>
/// <param name="Width">Points.</param>
/// <param name="Height">Points.</param>
/// <param name="Properties">What the document says about itself.</param>
/// <param name="Elements">What is drawn, in reading order; later ones lie on top.</param>
public sealed record PageDrawing(float Width, float Height, DocumentProperties Properties, IReadOnlyList<PageElement> Elements)
{
    /// <summary>A file that the document carries along; null for none.</summary>
    public Attachment? Attachment { get; init; }
}

/// <summary>What a PDF says about itself.</summary>
/// <param name="Title">Title.</param>
/// <param name="Author">Who issued it.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Language">Language of the page, BCP 47.</param>
/// <param name="Created">Creation and modification time.</param>
public sealed record DocumentProperties(string Title, string Author, string Subject, string Language, DateTimeOffset Created);

/// <summary>A file that a document carries along.</summary>
/// <param name="FileName">Its name, ASCII without parentheses or backslashes.</param>
/// <param name="MediaType">What it is.</param>
/// <param name="Description">What it is, for people; ASCII without parentheses or backslashes.</param>
/// <param name="Bytes">Its content.</param>
public sealed record Attachment(string FileName, string MediaType, string Description, ReadOnlyMemory<byte> Bytes);
