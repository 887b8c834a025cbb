namespace Divoc.Functions.Hosting.Embedded;

/// <summary>Who may call the embedded host.</summary>
public sealed class AuthOptions
{
    public const string SectionName = "Divoc:Auth";

    /// <summary>
    /// Whether keys are asked on loopback addresses too. Default false, as Core Tools does it: on a developer's machine nothing needs to be set up.
    /// On any other address, and wherever there are partners, keys are always asked.
    /// </summary>
    public bool RequireKeys { get; set; }
}
