using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Divoc.Functions.Access;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Triggers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>
/// Writes the answer of an HTTP function, and for an exception the same problem document as the embedded host; without it the worker answers an exception
/// with 200 and no body. The result is written here and not left to the worker, since writing can fail too, and since the worker would also send a copy of
/// the result, a person's credential, to the Functions host. Other functions go by untouched.
/// </summary>
internal sealed partial class HttpAnswerMiddleware(
    AnswerHeaders headers, RequestLog requests, KeyRefusals keys, CertificateMetrics metrics, TimeProvider clock, ILogger<HttpAnswerMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const int MostHeldBack = 64;

    private int heldBack;

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "No exception may leave an HTTP function in the worker.")]
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        var started = clock.GetTimestamp();
        var status = 0;
        headers.Prepare(http);
        try
        {
            await next(context);
            await WriteAsync(context, http);
            status = http.Response.StatusCode;
        }
        catch (Exception exception) when (CallerGone.Is(exception, http.RequestAborted) || http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer, and it is no fault of this program.
            http.Abort();
            status = RequestLog.CallerLeft;
        }
        catch (Exception exception)
        {
            await AnswerFailureAsync(context, http, exception);
            status = http.Response.StatusCode;
        }

        Tell(context, http, status, started);
        context.GetInvocationResult().Value = Results.Empty;
        Describe(Activity.Current, http);
    }

    private static Task WriteAsync(FunctionContext context, HttpContext http)
    {
        return context.GetInvocationResult().Value is IResult result
            ? result.ExecuteAsync(http)
            : throw new InvalidOperationException("The function returned no result.");
    }

    /// <summary>By what the function's own attribute says, which the worker library hands over among the properties of the parameter.</summary>
    private void Tell(FunctionContext context, HttpContext http, int status, long started)
    {
        var trigger = context.FunctionDefinition.Parameters.SelectMany(parameter => parameter.Properties.Values).OfType<HttpTriggerAttribute>().FirstOrDefault();
        requests.Ended(http, trigger?.Route ?? context.FunctionDefinition.Name, trigger is { AuthLevel: AuthorizationLevel.Anonymous, Route: var route } && !OperatorRoutes.Has(route ?? ""), status, started);
    }

    private async Task AnswerFailureAsync(FunctionContext context, HttpContext http, Exception exception)
    {
        var problem = UnhandledProblem.Of(exception);
        if (exception is CallerUnknownException or OperatorUnknownException)
        {
            await HoldBackAsync(http);
        }

        if (problem.Status >= StatusCodes.Status500InternalServerError)
        {
            Log.Failed(logger, exception, context.FunctionDefinition.Name, problem.Status);
        }

        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        try
        {
            http.Response.Clear();
            await problem.ExecuteAsync(http);
        }
        catch (Exception broken) when (broken is OperationCanceledException or IOException)
        {
            // The caller went while it was being answered.
        }
    }

    /// <summary>The host asks for no key of operators, so whoever tries keys comes here. A flood of such calls is not kept waiting, which would cost more than it does.</summary>
    private async Task HoldBackAsync(HttpContext http)
    {
        metrics.CallerRefused("key");
        var delay = keys.Add(new IPEndPoint(http.Connection.RemoteIpAddress ?? IPAddress.None, http.Connection.RemotePort), AccessKey.Of(http.Request));
        try
        {
            if (Interlocked.Increment(ref heldBack) <= MostHeldBack)
            {
                await Task.Delay(delay, clock, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            Interlocked.Decrement(ref heldBack);
        }
    }

    /// <summary>The trace is named by the route's template, never by the path: codes and ids of people stand there.</summary>
    private static void Describe(Activity? activity, HttpContext http)
    {
        if (activity is null)
        {
            return;
        }

        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimStart('/');
        activity.DisplayName = $"{http.Request.Method} /{route}";
        activity.SetTag("http.request.method", http.Request.Method);
        activity.SetTag("http.route", $"/{route}");
        activity.SetTag("http.response.status_code", http.Response.StatusCode);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 141, Level = LogLevel.Error, Message = "Function {Function} failed. The caller got the answer {Status}.")]
        public static partial void Failed(ILogger logger, Exception exception, string function, int status);
    }
}
