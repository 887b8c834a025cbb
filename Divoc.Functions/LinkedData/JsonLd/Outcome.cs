namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>What the expansion of an element gives; the standard tells an array, even of one, from its item.</summary>
internal enum Outcome
{
    /// <summary>Null: nothing is kept.</summary>
    Nothing,

    /// <summary>One object.</summary>
    Item,

    /// <summary>An array, which may be empty.</summary>
    Array,
}
