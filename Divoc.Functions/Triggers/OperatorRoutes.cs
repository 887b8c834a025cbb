namespace Divoc.Functions.Triggers;

/// <summary>
/// The routes of operators. Their functions have the level Anonymous, so that no host asks for its own key, and each function first
/// identifies the caller with <see cref="Access.OperatorDirectory"/>.
/// </summary>
public static class OperatorRoutes
{
    /// <summary>The prefix of all of them.</summary>
    public const string Prefix = "operations/";

    /// <summary>Whether the template of a route is one of them.</summary>
    public static bool Has(string route) => route.TrimStart('/').StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
