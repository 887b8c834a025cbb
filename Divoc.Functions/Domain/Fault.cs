namespace Divoc.Functions.Domain;

/// <summary>A validation error of a request, or a warning about it.</summary>
/// <param name="Pointer">
/// The place, as a JSON Pointer (RFC 6901) into the body, such as <c>/0/recipient/name</c>; empty for the whole body.
/// </param>
/// <param name="Code">A stable code, such as <c>REQUIRED</c>.</param>
/// <param name="Detail">A sentence for the developer of the calling system, without the offending value.</param>
/// <param name="DivocCode">
/// DIVOC's number for a schema error (601, 602, 604, 606, 609, …); null for a rule that DIVOC does not have.
/// </param>
/// <param name="DivocMessage">
/// DIVOC's own sentence for it, such as <c>recipient.name in body is required</c>; null if DIVOC has none.
/// </param>
public sealed record Fault(string Pointer, string Code, string Detail, int? DivocCode = null, string? DivocMessage = null)
    : ValidationMessage(Pointer, Code, Detail);
