using System.Text;

namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>The characters of BLANK_NODE_LABEL (RDF 1.1 N-Quads section 4).</summary>
internal static class BlankNodeLabel
{
    /// <summary>Whether the character may stand in a label, or begin it.</summary>
    public static bool Allows(Rune rune, bool first)
    {
        if (IsLetter(rune.Value) || rune.Value is '_' or ':' || (rune.Value is >= '0' and <= '9'))
        {
            return true;
        }

        return !first && rune.Value is '-' or '.' or 0xB7 or (>= 0x300 and <= 0x36F) or 0x203F or 0x2040;
    }

    /// <summary>PN_CHARS_BASE.</summary>
    private static bool IsLetter(int value)
    {
        return value is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= 0xC0 and <= 0xD6) or (>= 0xD8 and <= 0xF6) or (>= 0xF8 and <= 0x2FF)
            or (>= 0x370 and <= 0x37D) or (>= 0x37F and <= 0x1FFF) or 0x200C or 0x200D or (>= 0x2070 and <= 0x218F) or (>= 0x2C00 and <= 0x2FEF)
            or (>= 0x3001 and <= 0xD7FF) or (>= 0xF900 and <= 0xFDCF) or (>= 0xFDF0 and <= 0xFFFD) or (>= 0x10000 and <= 0xEFFFF);
    }
}
