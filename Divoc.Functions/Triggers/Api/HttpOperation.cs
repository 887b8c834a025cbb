using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers.Api;

/// <summary>What the attributes of an HTTP function say.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Route">Its route, without a slash before it.</param>
/// <param name="Methods">The methods, in upper case.</param>
/// <param name="Level">Which key it asks for; Admin for that of an operator.</param>
internal sealed record HttpOperation(string Name, string Route, IReadOnlyList<string> Methods, AuthorizationLevel Level)
{
    /// <summary>Those of the program that callers call by a path. What answers browsers on all paths is none, and neither are web pages and their files.</summary>
    public static IReadOnlyList<HttpOperation> OfProgram()
    {
        var found = from type in typeof(HttpOperation).Assembly.GetExportedTypes()
                    from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                    let function = method.GetCustomAttribute<FunctionAttribute>()
                    where function is not null
                    let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(attribute => attribute is not null)
                    where trigger?.Route is { } route && !route.Contains("{*", StringComparison.Ordinal) && !route.Contains("?}", StringComparison.Ordinal)
                    orderby function.Name
                    select new HttpOperation(function.Name, trigger.Route!, [.. (trigger.Methods ?? []).Select(verb => verb.ToUpperInvariant())], OperatorRoutes.Has(trigger.Route!) ? AuthorizationLevel.Admin : trigger.AuthLevel);
        return [.. found];
    }

    /// <summary>The names of the parameters in a route or path, in their order.</summary>
    public static IEnumerable<string> ParametersOf(string route) => route.Split('/').Where(step => step.StartsWith('{')).Select(step => step.Trim('{', '}'));
}
