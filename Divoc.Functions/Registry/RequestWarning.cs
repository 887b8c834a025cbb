namespace Divoc.Functions.Registry;

/// <summary>A warning that goes with the answer to an accepted request.</summary>
/// <param name="Pointer">Where, as a JSON Pointer into the body.</param>
/// <param name="Code">A stable word.</param>
/// <param name="Detail">A sentence, without the value.</param>
public sealed record RequestWarning(string Pointer, string Code, string Detail);
