using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers.Api;

/// <summary>The data in the attributes of an HTTP function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Route">Its route, without a slash before it.</param>
/// <param name="Methods">The methods, in upper case.</param>
/// <param name="Level">The required key; Admin for that of an operator.</param>
internal sealed record HttpOperation(string Name, string Route, IReadOnlyList<string> Methods, AuthorizationLevel Level)
{
    /// <summary>
    /// The program's functions that callers call by a path. The function for preflights on all paths is not one of them, and neither are
    /// web pages and their files.
    /// </summary>
    public static IReadOnlyList<HttpOperation> OfProgram()
    {
        var found = from type in typeof(HttpOperation).Assembly.GetExportedTypes()
                    from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                    let function = method.GetCustomAttribute<FunctionAttribute>()
                    where function is not null
                    let trigger = method.GetParameters()
                        .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
                        .FirstOrDefault(attribute => attribute is not null)
                    where trigger?.Route is { } route
                        && !route.Contains("{*", StringComparison.Ordinal)
                        && !route.Contains("?}", StringComparison.Ordinal)
                    orderby function.Name
                    select new HttpOperation(
                        function.Name,
                        trigger.Route!,
                        [.. (trigger.Methods ?? []).Select(verb => verb.ToUpperInvariant())],
                        OperatorRoutes.Has(trigger.Route!) ? AuthorizationLevel.Admin : trigger.AuthLevel);
        return [.. found];
    }

    /// <summary>The names of the parameters in a route or path, in their order.</summary>
    public static IEnumerable<string> ParametersOf(string route) =>
        route.Split('/').Where(step => step.StartsWith('{')).Select(step => step.Trim('{', '}'));
}
