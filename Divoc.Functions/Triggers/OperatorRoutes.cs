namespace Divoc.Functions.Triggers;

/// <summary>
/// The routes of operators. Their functions are of level Anonymous, so that no host asks for a key of its own, and each asks <see cref="Access.OperatorDirectory"/> who calls before it does anything else.
/// </summary>
public static class OperatorRoutes
{
    /// <summary>What all of them begin with.</summary>
    public const string Prefix = "operations/";

    /// <summary>Whether the template of a route is one of them.</summary>
    public static bool Has(string route) => route.TrimStart('/').StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
