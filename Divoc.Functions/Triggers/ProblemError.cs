namespace Divoc.Functions.Triggers;

/// <summary>One entry of a problem document's <c>errors</c>, or of an answer's <c>warnings</c>.</summary>
/// <param name="Pointer">Where, as a JSON Pointer into the body.</param>
/// <param name="Code">A stable word.</param>
/// <param name="Detail">A sentence.</param>
internal sealed record ProblemError(string Pointer, string Code, string Detail);
