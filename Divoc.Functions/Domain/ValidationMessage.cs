namespace Divoc.Functions.Domain;

/// <summary>
/// An error in a document that somebody sent, or a warning about it. Stored with requests and written in answers, with its members in this
/// order.
/// </summary>
/// <param name="Pointer">
/// The place, as a JSON Pointer (RFC 6901) into the document, such as <c>/0/recipient/name</c>; empty for the whole document.
/// </param>
/// <param name="Code">A stable code, such as <c>REQUIRED</c>.</param>
/// <param name="Detail">A sentence for the developer of the calling system, without the offending value.</param>
public record ValidationMessage(string Pointer, string Code, string Detail);
