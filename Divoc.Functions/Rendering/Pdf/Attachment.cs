namespace Divoc.Functions.Rendering.Pdf;

/// <summary>A file that a document carries along.</summary>
/// <param name="FileName">Its name, ASCII without parentheses or backslashes; no two of a document have the same.</param>
/// <param name="MediaType">What it is.</param>
/// <param name="Description">What it is, for people; ASCII without parentheses or backslashes.</param>
/// <param name="Bytes">Its content.</param>
public sealed record Attachment(string FileName, string MediaType, string Description, ReadOnlyMemory<byte> Bytes);
