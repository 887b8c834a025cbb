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
/// Writes the answer of an HTTP function, and for an exception the same problem document as the embedded host; without this, the worker
/// answers an exception with 200 and no body. The result is written here and not by the worker, because writing can fail too, and because
/// the worker would also send a copy of the result, a person's credential, to the Functions host. Other functions are not affected.
/// </summary>
internal sealed partial class HttpAnswerMiddleware(
    AnswerHeaders headers, RequestLog requests, KeyRefusals keys, CertificateMetrics metrics, TimeProvider clock,
    ILogger<HttpAnswerMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const int MostDelayed = 64;

    private int delayed;

    /// <inheritdoc/>
    [SuppressMessage(
        "Design", "CA1031:Do not catch general exception types", Justification = "No exception may leave an HTTP function in the worker.")]
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
            // There is nobody to answer, and the program has no error.
            http.Abort();
            status = RequestLog.CallerLeft;
        }
        catch (Exception exception)
        {
            await AnswerFailureAsync(context, http, exception);
            status = http.Response.StatusCode;
        }

        LogCall(context, http, status, started);
        context.GetInvocationResult().Value = Results.Empty;
        Describe(Activity.Current, http);
    }

    private static Task WriteAsync(FunctionContext context, HttpContext http)
    {
        return context.GetInvocationResult().Value is IResult result
            ? result.ExecuteAsync(http)
            : throw new InvalidOperationException("The function returned no result.");
    }

    /// <summary>Uses the function's own attribute, which the worker library has among the properties of the parameter.</summary>
    private void LogCall(FunctionContext context, HttpContext http, int status, long started)
    {
        var trigger = context.FunctionDefinition.Parameters.SelectMany(parameter => parameter.Properties.Values)
            .OfType<HttpTriggerAttribute>()
            .FirstOrDefault();
        requests.Ended(
            http,
            trigger?.Route ?? context.FunctionDefinition.Name,
            trigger is { AuthLevel: AuthorizationLevel.Anonymous, Route: var route } && !OperatorRoutes.Has(route ?? ""),
            status,
            started);
    }

    private async Task AnswerFailureAsync(FunctionContext context, HttpContext http, Exception exception)
    {
        var problem = UnhandledProblem.Of(exception);
        if (exception is CallerUnknownException or OperatorUnknownException)
        {
            await DelayAnswerAsync(http);
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
            // The caller disconnected during the answer.
        }
    }

    /// <summary>
    /// The host asks for no key of operators, so attempts to guess keys arrive here. If there are very many such calls, they are not
    /// delayed, because waiting calls would cost more.
    /// </summary>
    private async Task DelayAnswerAsync(HttpContext http)
    {
        metrics.CallerRefused("key");
        var delay = keys.Add(
            new IPEndPoint(http.Connection.RemoteIpAddress ?? IPAddress.None, http.Connection.RemotePort), AccessKey.Of(http.Request));
        try
        {
            if (Interlocked.Increment(ref delayed) <= MostDelayed)
            {
                await Task.Delay(delay, clock, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            Interlocked.Decrement(ref delayed);
        }
    }

    /// <summary>The trace has the route's template as its name, never the path, which has codes and ids of people.</summary>
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
