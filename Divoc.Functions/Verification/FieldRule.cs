namespace Divoc.Functions.Verification;

/// <summary>What a credential may hold under a name.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Form">What stands there.</param>
/// <param name="IsRequired">Whether every credential of the kind has it.</param>
/// <param name="Members">The members of a group.</param>
internal sealed record FieldRule(string Name, FieldForm Form, bool IsRequired, params FieldRule[] Members);
