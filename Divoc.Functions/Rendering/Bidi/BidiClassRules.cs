namespace Divoc.Functions.Rendering.Bidi;

/// <summary>The groups of types in the rules of UAX #9.</summary>
internal static class BidiClassRules
{
    /// <summary>Explicit embeddings and overrides, their end, and boundary neutrals: the characters that rule X9 removes.</summary>
    public static bool IsRemoved(this BidiClass type)
    {
        return type is BidiClass.BN or BidiClass.LRE or BidiClass.LRO or BidiClass.RLE or BidiClass.RLO or BidiClass.PDF;
    }

    /// <summary>The three types that begin an isolate.</summary>
    public static bool IsIsolateInitiator(this BidiClass type) => type is BidiClass.LRI or BidiClass.RLI or BidiClass.FSI;

    /// <summary>Neutrals and isolate formatting characters: "NI" of section 3.3.5.</summary>
    public static bool IsNeutralOrIsolate(this BidiClass type)
    {
        return type is BidiClass.B or BidiClass.S or BidiClass.WS or BidiClass.ON or BidiClass.PDI || type.IsIsolateInitiator();
    }

    /// <summary>White space at the end of a line, and what rule L1 treats in the same way.</summary>
    public static bool TrailsLine(this BidiClass type) =>
        type is BidiClass.WS or BidiClass.PDI || type.IsIsolateInitiator() || type.IsRemoved();

    /// <summary>The direction of an embedding level.</summary>
    public static BidiClass OfLevel(int level) => (level & 1) == 0 ? BidiClass.L : BidiClass.R;
}
