using System.Reflection;
using Divoc.Functions.Triggers;
using Microsoft.Azure.Functions.Worker;
using NCrontab;

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

    /// <summary>Those that are called by a timer.</summary>
    public IReadOnlyList<TimerFunction> TimerFunctions { get; }

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

        var routes = HttpFunctions.SelectMany(
            function => function.Methods.DefaultIfEmpty("*").Select(method => $"{method} {RouteShape(function.Route)}"));
        if (routes.GroupBy(route => route, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } ambiguous)
        {
            throw new StartupException($"Two functions answer {ambiguous.Key}.");
        }

        if (QueueFunctions.GroupBy(function => function.QueueName, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1) is { } shared)
        {
            throw new StartupException(
                $"Only one function can be triggered by the queue {shared.Key}, "
                + $"but {string.Join(" and ", shared.Select(function => function.Function.Name))} are.");
        }
    }

    /// <summary>A route without the names of its parameters, which do not distinguish routes.</summary>
    private static string RouteShape(string route)
    {
        return string.Join('/', route.Trim('/').Split('/').Select(PartShape));
    }

    private static string PartShape(string part) => part switch
    {
        ['{', '*', ..] => "{*}",
        ['{', ..] => "{}",
        _ => part,
    };
}

/// <summary>A function that answers HTTP requests.</summary>
/// <param name="Function">How to call it.</param>
/// <param name="Route">The route as the attribute has it, without the prefix of host.json.</param>
/// <param name="Methods">The HTTP methods it takes, upper case; empty for all.</param>
/// <param name="Level">The level of the key that a caller needs.</param>
internal sealed record HttpFunction(BoundFunction Function, string Route, IReadOnlyList<string> Methods, AuthorizationLevel Level)
{
    /// <summary>Whether it is for operators, whose key it checks itself.</summary>
    public bool IsOfOperators { get; } = OperatorRoutes.Has(Route);

    /// <summary>Whether anybody may call it.</summary>
    public bool IsForEverybody => Level == AuthorizationLevel.Anonymous && !IsOfOperators;
}

/// <summary>A function that is called for each message of a queue.</summary>
/// <param name="Function">How to call it.</param>
/// <param name="QueueName">The queue.</param>
internal sealed record QueueFunction(BoundFunction Function, string QueueName);

/// <summary>A function that is called by a timer.</summary>
/// <param name="Function">How to call it.</param>
/// <param name="Schedule">The schedule (UTC).</param>
/// <param name="RunOnStartup">Whether it is also called at start.</param>
internal sealed record TimerFunction(BoundFunction Function, CrontabSchedule Schedule, bool RunOnStartup);
