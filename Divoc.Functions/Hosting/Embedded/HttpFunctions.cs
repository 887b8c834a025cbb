using Divoc.Functions.Triggers;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>Maps the HTTP functions to Kestrel.</summary>
internal static class HttpFunctions
{
    /// <summary>The default path of Prometheus.</summary>
    private const string MetricsPath = "/metrics";

    /// <summary>Maps every HTTP function, and answers requests that reach none of them.</summary>
    public static void Map(WebApplication application)
    {
        var services = application.Services;
        var access = services.GetRequiredService<AccessControl>();
        var requests = services.GetRequiredService<RequestLog>();
        var headers = services.GetRequiredService<AnswerHeaders>();
        application.Use((context, next) =>
        {
            headers.Prepare(context);
            return next(context);
        });
        if (services.GetRequiredService<IOptions<MetricsOptions>>().Value.Prometheus)
        {
            application.UseOpenTelemetryPrometheusScrapingEndpoint(
                static context => IsHealth(context) && context.Request.Path == MetricsPath);
        }

        application.Use(
            (context, next) => IsHealth(context) || access.CheckSource(context.Request) is not { } refusal
                ? next(context)
                : RefuseAsync(context, refusal, requests));
        application.UseRouting();
        application.Use((context, next) => AnswerUnmatchedAsync(context, next, requests));

        var rules = services.GetRequiredService<HostRules>();
        foreach (var function in services.GetRequiredService<FunctionCatalog>().HttpFunctions)
        {
            var endpoint = ActivatorUtilities.CreateInstance<HttpFunctionEndpoint>(services, function);
            Map(
                application,
                function,
                $"/{rules.RoutePrefix}/{function.Route.TrimStart('/')}".Replace("//", "/", StringComparison.Ordinal),
                endpoint.AnswerAsync)
                .WithMetadata(function)
                .WithDisplayName(function.Function.Name);
        }
    }

    private static IEndpointConventionBuilder Map(WebApplication application, HttpFunction function, string pattern, RequestDelegate answer)
    {
        return function.Methods.Count == 0 ? application.Map(pattern, answer) : application.MapMethods(pattern, function.Methods, answer);
    }

    /// <summary>Whether a request came to the address for health checks, which serves nothing else and which anybody may call.</summary>
    private static bool IsHealth(HttpContext context) => context.Features.Get<HealthConnection>() is not null;

    private static bool IsForHealth(Endpoint endpoint)
    {
        return endpoint.Metadata.GetMetadata<HttpFunction>() is not { } function
            || function.Route.StartsWith(HealthFunctions.RoutePrefix, StringComparison.Ordinal);
    }

    /// <summary>
    /// A path without a function, or a method that is not allowed for the path. For the latter, routing adds its own endpoint, which sets
    /// status and Allow and writes no body.
    /// </summary>
    private static async Task AnswerUnmatchedAsync(HttpContext context, RequestDelegate next, RequestLog requests)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null || (IsHealth(context) && !IsForHealth(endpoint)))
        {
            await RefuseAsync(context, NotFound(context), requests);
            return;
        }

        await next(context);
        if (endpoint.Metadata.GetMetadata<HttpFunction>() is null && !context.Response.HasStarted)
        {
            // Preflights are answered on every path; that does not mean that the path exists.
            if (context.Response.Headers.Allow == HttpMethods.Options)
            {
                context.Response.Headers.Remove(HeaderNames.Allow);
                await RefuseAsync(context, NotFound(context), requests);
                return;
            }

            var message = context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed
                ? $"method {context.Request.Method} is not allowed, but [{context.Response.Headers.Allow}] are"
                : "the request does not fit this path";
            await RefuseAsync(context, new Problem(context.Response.StatusCode, message), requests);
        }
    }

    private static async Task RefuseAsync(HttpContext context, Problem refusal, RequestLog requests)
    {
        await refusal.ExecuteAsync(context);
        requests.WithoutRoute(context);
    }

    private static Problem NotFound(HttpContext context) =>
        new(StatusCodes.Status404NotFound, $"path {context.Request.Path} was not found");
}
