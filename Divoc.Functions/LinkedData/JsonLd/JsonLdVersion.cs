namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>The processing mode (JSON-LD 1.1 section 4.1.1).</summary>
public enum JsonLdVersion
{
    /// <summary>JSON-LD 1.1.</summary>
    JsonLd11,

    /// <summary>JSON-LD 1.0: what 1.1 brought into contexts is refused.</summary>
    JsonLd10,
}
