namespace Divoc.Functions.Intake;

/// <summary>Whether an endpoint asks for a field.</summary>
internal enum Need
{
    /// <summary>The endpoint does not know the field: it is ignored like any unknown member.</summary>
    Unknown,

    /// <summary>May be missing or null.</summary>
    Optional,

    /// <summary>Must be there whenever its parent is.</summary>
    Required,
}
