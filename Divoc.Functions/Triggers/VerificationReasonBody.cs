namespace Divoc.Functions.Triggers;

/// <summary>A reason of a verification as it is written.</summary>
/// <param name="Code">A stable word.</param>
/// <param name="Message">A sentence for a traveller.</param>
/// <param name="Pointer">Where in the credential, as a JSON Pointer; absent for the whole.</param>
internal sealed record VerificationReasonBody(string Code, string Message, string? Pointer);
