namespace Divoc.Functions.Rendering.Bidi;

/// <summary>Bidirectional character types, by the names of UAX #9 table 4.</summary>
internal enum BidiClass : byte
{
    /// <summary>Left-to-right.</summary>
    L,

    /// <summary>Right-to-left.</summary>
    R,

    /// <summary>Right-to-left Arabic.</summary>
    AL,

    /// <summary>European number.</summary>
    EN,

    /// <summary>European number separator.</summary>
    ES,

    /// <summary>European number terminator.</summary>
    ET,

    /// <summary>Arabic number.</summary>
    AN,

    /// <summary>Common number separator.</summary>
    CS,

    /// <summary>Non-spacing mark.</summary>
    NSM,

    /// <summary>Boundary neutral.</summary>
    BN,

    /// <summary>Paragraph separator.</summary>
    B,

    /// <summary>Segment separator.</summary>
    S,

    /// <summary>White space.</summary>
    WS,

    /// <summary>Other neutral.</summary>
    ON,

    /// <summary>Left-to-right embedding.</summary>
    LRE,

    /// <summary>Left-to-right override.</summary>
    LRO,

    /// <summary>Right-to-left embedding.</summary>
    RLE,

    /// <summary>Right-to-left override.</summary>
    RLO,

    /// <summary>Pop directional format.</summary>
    PDF,

    /// <summary>Left-to-right isolate.</summary>
    LRI,

    /// <summary>Right-to-left isolate.</summary>
    RLI,

    /// <summary>First strong isolate.</summary>
    FSI,

    /// <summary>Pop directional isolate.</summary>
    PDI,
}
