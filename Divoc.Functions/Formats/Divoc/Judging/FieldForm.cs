namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>What stands in a field of a credential.</summary>
internal enum FieldForm
{
    Text,

    /// <summary>One text or number: some issuers write postal codes and ages as numbers.</summary>
    TextOrNumber,

    /// <summary>A whole number from 1 on, or the same as text, or nothing as an empty text.</summary>
    Count,

    /// <summary>An object.</summary>
    Group,

    /// <summary>A list with exactly one object.</summary>
    OneGroup,

    /// <summary>A list of types, or one type alone.</summary>
    Types,

    /// <summary>Looked at elsewhere.</summary>
    Other,
}

/// <summary>What a credential may hold under a name.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Form">What stands there.</param>
/// <param name="IsRequired">Whether every credential of the kind has it.</param>
/// <param name="Members">The members of a group.</param>
internal sealed record FieldRule(string Name, FieldForm Form, bool IsRequired, params FieldRule[] Members);
