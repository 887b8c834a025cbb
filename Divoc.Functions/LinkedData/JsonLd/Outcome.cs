namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>The result of expanding an element; the standard distinguishes an array, even with one item, from the item.</summary>
internal enum Outcome
{
    /// <summary>Null: nothing is kept.</summary>
    Nothing,

    /// <summary>One object.</summary>
    Item,

    /// <summary>An array, which may be empty.</summary>
    Array,
}
