namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>The form of a credential's field.</summary>
internal enum FieldForm
{
    Text,

    /// <summary>One text or number: some issuers write postal codes and ages as numbers.</summary>
    TextOrNumber,

    /// <summary>An integer from 1 on, as number or text, or an empty text for nothing.</summary>
    Count,

    /// <summary>An object.</summary>
    Group,

    /// <summary>A list with exactly one object.</summary>
    OneGroup,

    /// <summary>A list of types, or a single type.</summary>
    Types,

    /// <summary>Checked elsewhere.</summary>
    Other,
}

/// <summary>The rule for a member of a credential.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Form">The form of its value.</param>
/// <param name="IsRequired">Whether every credential of the kind must have it.</param>
/// <param name="Members">The members of a group.</param>
internal sealed record FieldRule(string Name, FieldForm Form, bool IsRequired, params FieldRule[] Members);
