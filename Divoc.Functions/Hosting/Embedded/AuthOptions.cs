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

    /// <summary>
    /// Whether, where no keys are asked, requests are served that a proxy or a tunnel passed on. Default false: behind a proxy on the same machine every caller
    /// of the world would look like this machine. Only for tunnels that lead to a developer's machine. Without effect where keys are asked.
    /// </summary>
    public bool AllowForwardedRequests { get; set; }
}
