using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>The functions that the embedded host calls, found by their attributes once at start.</summary>
internal sealed class FunctionCatalog
{
    private FunctionCatalog(IReadOnlyList<object> functions)
    {
        HttpFunctions = [.. functions.OfType<HttpFunction>()];
        QueueFunctions = [.. functions.OfType<QueueFunction>()];
        TimerFunctions = [.. functions.OfType<TimerFunction>()];
    }

    /// <summary>Those that answer HTTP requests.</summary>
    public IReadOnlyList<HttpFunction> HttpFunctions { get; }

    /// <summary>Those that are called for messages: at most one for each queue.</summary>
    public IReadOnlyList<QueueFunction> QueueFunctions { get; }

    /// <summary>Those that are called by the clock.</summary>
    public IReadOnlyList<TimerFunction> TimerFunctions { get; }

    /// <summary>The functions of this program.</summary>
    public static FunctionCatalog OfProgram()
    {
        return Of(typeof(FunctionCatalog).Assembly.GetExportedTypes());
    }

    /// <summary>The functions among the methods of some classes.</summary>
    /// <exception cref="StartupException">One of them can't be called by this host; the message says why.</exception>
    public static FunctionCatalog Of(IEnumerable<Type> types)
    {
        var functions = types
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)))
            .Select(FunctionBinder.Bind)
            .ToList();
        var catalog = new FunctionCatalog(functions);
        catalog.RefuseDoubles();
        return catalog;
    }

    private void RefuseDoubles()
    {
        var names = HttpFunctions.Select(function => function.Function.Name)
            .Concat(QueueFunctions.Select(function => function.Function.Name))
            .Concat(TimerFunctions.Select(function => function.Function.Name));
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new StartupException($"Two functions are named {twice.Key}.");
        }

        var routes = HttpFunctions.SelectMany(function => function.Methods.DefaultIfEmpty("*").Select(method => $"{method} {RouteShape(function.Route)}"));
        if (routes.GroupBy(route => route, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } ambiguous)
        {
            throw new StartupException($"Two functions answer {ambiguous.Key}.");
        }

        if (QueueFunctions.GroupBy(function => function.QueueName, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } shared)
        {
            throw new StartupException(
                $"Only one function can be triggered by the queue {shared.Key}, but {string.Join(" and ", shared.Select(function => function.Function.Name))} are.");
        }
    }

    /// <summary>A route without the names of its parameters, which do not tell two routes apart.</summary>
    private static string RouteShape(string route)
    {
        return string.Join('/', route.Trim('/').Split('/').Select(part => part is ['{', '*', ..] ? "{*}" : part.StartsWith('{') ? "{}" : part));
    }
}
