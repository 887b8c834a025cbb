using System.Reflection;
using Divoc.Functions.Messaging;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using NCrontab;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Reads a function method's attributes and finds a source for each of its parameters. It accepts what both hosts can bind and refuses the
/// rest, so that no function works in only one host.
/// </summary>
internal static class FunctionBinder
{
    private static readonly string[] ReservedRoutes = ["admin", "runtime"];

    /// <summary>A function as <see cref="HttpFunction"/>, <see cref="QueueFunction"/> or <see cref="TimerFunction"/>.</summary>
    /// <exception cref="StartupException">This host can't call it.</exception>
    public static object Bind(MethodInfo method)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        var triggers = method.GetParameters()
            .Select(parameter => (Parameter: parameter, Attribute: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(trigger => trigger.Attribute is not null)
            .ToList();
        return triggers switch
        {
            [(var parameter, HttpTriggerAttribute http)] => BindHttp(name, method, parameter, http),
            [(var parameter, ServiceBusTriggerAttribute queue)] => BindQueue(name, method, parameter, queue),
            [(var parameter, TimerTriggerAttribute timer)] => BindTimer(name, method, parameter, timer),
            [] => throw Unbindable(name, "none of its parameters has a trigger"),
            [var trigger] => throw Unbindable(name, $"the embedded host has no {trigger.Attribute!.GetType().Name}"),
            _ => throw Unbindable(name, "more than one of its parameters has a trigger"),
        };
    }

    private static HttpFunction BindHttp(string name, MethodInfo method, ParameterInfo trigger, HttpTriggerAttribute attribute)
    {
        Require(name, trigger.ParameterType == typeof(HttpRequest), "its HttpTrigger must stand on an HttpRequest");
        Require(
            name,
            method.ReturnType == typeof(IResult) || method.ReturnType == typeof(Task<IResult>),
            "it must return IResult or Task<IResult>");
        Require(
            name,
            attribute.AuthLevel is AuthorizationLevel.Anonymous or AuthorizationLevel.Function or AuthorizationLevel.Admin,
            $"level {attribute.AuthLevel} is not one of Anonymous, Function, Admin");
        var route = ParseRoute(name, attribute.Route ?? name);
        var routeNames = route.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var methods = attribute.Methods ?? [];
        var function = BindParameters(name, method, parameter => SourceOfHttp(parameter, routeNames));
        return new HttpFunction(
            function, attribute.Route ?? name, [.. methods.Select(verb => verb.ToUpperInvariant())], attribute.AuthLevel);
    }

    private static Func<Invocation, object?>? SourceOfHttp(ParameterInfo parameter, HashSet<string> routeNames)
    {
        if (parameter.ParameterType == typeof(HttpRequest))
        {
            return static invocation => invocation.Request;
        }

        var name = parameter.Name!;
        return parameter.ParameterType == typeof(string) && routeNames.Contains(name)
            ? invocation => invocation.Request!.RouteValues[name] as string
            : null;
    }

    private static RoutePattern ParseRoute(string name, string text)
    {
        RoutePattern route;
        try
        {
            route = RoutePatternFactory.Parse(text);
        }
        catch (RoutePatternException exception)
        {
            throw new StartupException($"Function {name} can't be called: its route is malformed: {exception.Message}", exception);
        }

        Require(
            name,
            !ReservedRoutes.Any(word => text.TrimStart('/').StartsWith(word, StringComparison.OrdinalIgnoreCase)),
            "the Functions host keeps routes that begin with admin or runtime for itself");
        Require(name, route.ParameterPolicies.Count == 0, "its route has a constraint, which the worker's own routing handles differently");
        return route;
    }

    private static QueueFunction BindQueue(string name, MethodInfo method, ParameterInfo trigger, ServiceBusTriggerAttribute attribute)
    {
        Require(name, trigger.ParameterType == typeof(byte[]), "its ServiceBusTrigger must stand on a byte[]");
        RequireNoResult(name, method);
        Require(
            name, !attribute.QueueName.Contains('%', StringComparison.Ordinal), "the embedded host puts no settings into a queue's name");

        // By position, because reflection may create the parameter objects again.
        var function = BindParameters(
            name, method, parameter => parameter.Position == trigger.Position ? static invocation => invocation.Body.ToArray() : null);
        return new QueueFunction(function, attribute.QueueName);
    }

    private static TimerFunction BindTimer(string name, MethodInfo method, ParameterInfo trigger, TimerTriggerAttribute attribute)
    {
        Require(name, trigger.ParameterType == typeof(TimerInfo), "its TimerTrigger must stand on a TimerInfo");
        RequireNoResult(name, method);
        var schedule = CrontabSchedule.TryParse(attribute.Schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        Require(name, schedule is not null, $"'{attribute.Schedule}' is no NCRONTAB expression of six fields");
        var function = BindParameters(
            name, method, parameter => parameter.Position == trigger.Position ? static invocation => invocation.Timer : null);
        return new TimerFunction(function, schedule!, attribute.RunOnStartup);
    }

    private static BoundFunction BindParameters(string name, MethodInfo method, Func<ParameterInfo, Func<Invocation, object?>?> sourceOf)
    {
        return new BoundFunction(name, method, [.. method.GetParameters().Select(SourceOf)]);

        Func<Invocation, object?> SourceOf(ParameterInfo parameter)
        {
            if (parameter.ParameterType == typeof(CancellationToken))
            {
                return static invocation => invocation.CancellationToken;
            }

            if (parameter.ParameterType == typeof(FunctionContext))
            {
                throw Unbindable(name, "the embedded host has no FunctionContext to hand in; take what is needed by the constructor");
            }

            return sourceOf(parameter)
                ?? throw Unbindable(
                    name,
                    $"nothing fills its parameter '{parameter.Name}' of type {parameter.ParameterType.Name} (allowed: "
                    + "the trigger's own parameter, strings by the names of the route, CancellationToken)");
        }
    }

    private static void RequireNoResult(string name, MethodInfo method)
    {
        Require(name, method.ReturnType == typeof(Task) || method.ReturnType == typeof(void), "it must return Task or nothing");
    }

    private static void Require(string name, bool condition, string reason)
    {
        if (!condition)
        {
            throw Unbindable(name, reason);
        }
    }

    private static StartupException Unbindable(string name, string reason)
    {
        return new StartupException($"Function {name} can't be called: {reason}.");
    }
}
