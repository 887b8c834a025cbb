namespace Divoc.Functions.Hosting.Embedded;

/// <summary>Who may call the embedded host.</summary>
public sealed class AuthOptions
{
    public const string SectionName = "Divoc:Auth";

    /// <summary>
    /// Whether callers need an access key on loopback addresses too. On any other address, and wherever there are partners, callers always
    /// need one.
    /// </summary>
    /// <remarks>The default is that of Core Tools: nothing has to be set up on a developer's machine.</remarks>
    public bool RequireKeys { get; set; }

    /// <summary>
    /// Whether requests that a proxy or a tunnel passed on are served although no keys are asked for. Use it only for a tunnel to a
    /// developer's machine, never for a proxy: through a proxy every caller would count as this machine. It has no effect where keys are
    /// asked for.
    /// </summary>
    public bool AllowForwardedRequests { get; set; }
}
