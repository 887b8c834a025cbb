namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>The two ways in which canonical N-Quads are written. The algorithm that labels blank nodes is the same.</summary>
public enum CanonicalForm
{
    /// <summary>RDFC-1.0 (W3C Recommendation, section 5): the controls are escaped, lines are in code point order.</summary>
    Rdfc10,

    /// <summary>
    /// URDNA2015 as the JavaScript libraries before RDFC-1.0 wrote it: only <c>\</c>, <c>"</c>, LF and CR are escaped, lines are in the order of
    /// UTF-16 code units (which differs from code point order only above U+FFFF).
    /// </summary>
    Urdna2015,
}
