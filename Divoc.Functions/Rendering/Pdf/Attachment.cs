namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A file that is attached to a document.</summary>
/// <param name="FileName">Its name, ASCII without parentheses or backslashes; unique in a document.</param>
/// <param name="MediaType">The media type.</param>
/// <param name="Description">A description for people; ASCII without parentheses or backslashes.</param>
/// <param name="Bytes">Its content.</param>
public sealed record Attachment(string FileName, string MediaType, string Description, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The content as DEFLATE data (RFC 1951), if somebody has compressed it already; empty for none.</summary>
    public ReadOnlyMemory<byte> Deflated { get; init; }
}
