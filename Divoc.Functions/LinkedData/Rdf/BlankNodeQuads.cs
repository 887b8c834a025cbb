namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>What a run of canonicalisation knows of a blank node.</summary>
internal sealed class BlankNodeQuads
{
    /// <summary>The quads in which it stands, as positions in the run's list.</summary>
    public List<int> Quads { get; } = [];

    /// <summary>Its hash by RDFC-1.0 section 4.6, in hexadecimal, once computed.</summary>
    public string FirstDegreeHash { get; set; } = "";
}
