namespace Divoc.Functions.Hosting;

/// <summary>
/// Knows which settings still hold the sample values that are good enough for a developer's machine only. Every registered
/// service of this type is asked before the embedded host listens on an address that others can reach.
/// </summary>
public interface ISampleSettings
{
    /// <summary>The names of the settings that still hold a sample value, such as <c>Divoc:Issuer:Did</c>; empty if none does.</summary>
    IEnumerable<string> SampleValuesInUse();
}
