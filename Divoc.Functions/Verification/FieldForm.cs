namespace Divoc.Functions.Verification;

/// <summary>What stands in a field of a credential.</summary>
internal enum FieldForm
{
    /// <summary>One text.</summary>
    Text,

    /// <summary>One text or number: some issuers write postal codes and ages as numbers.</summary>
    TextOrNumber,

    /// <summary>A whole number from 1 on.</summary>
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
