namespace Divoc.Functions.Domain;

/// <summary>One thing that is wrong with a document that somebody sent, or doubtful. Stored with requests and written in answers, with its members in this order.</summary>
/// <param name="Pointer">Where, as a JSON Pointer (RFC 6901) into the document, such as <c>/0/recipient/name</c>; empty for the whole of it.</param>
/// <param name="Code">A stable word, such as <c>REQUIRED</c>.</param>
/// <param name="Detail">A sentence for the developer of the calling system, without the offending value.</param>
public record ValidationMessage(string Pointer, string Code, string Detail);
