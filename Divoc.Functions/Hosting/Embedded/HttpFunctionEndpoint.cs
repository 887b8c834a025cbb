using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Divoc.Functions.Access;
using Divoc.Functions.Triggers;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Answers the requests of one HTTP function: checks the key, calls the function within the time limit of host.json, writes its result.
/// </summary>
internal sealed partial class HttpFunctionEndpoint(
    HttpFunction function,
    AccessControl access,
    HostRules rules,
    BodyBudget bodies,
    RefusalLog refusals,
    KeyRefusals keyRefusals,
    RequestLog requests,
    ShutdownGrace grace,
    TimeProvider clock,
    ILogger<HttpFunctionEndpoint> logger)
{
    /// <summary>
    /// The time limit for the body of a caller without a key: the largest body needs 35 KB a second, a typical one of 64 KiB 2 KB.
    /// </summary>
    internal static readonly TimeSpan AnonymousBodyTime = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Kestrel counts the bytes since the beginning, so a fast first part allows a long pause; <see cref="AnonymousBodyTime"/> limits that.
    /// </summary>
    private static readonly MinDataRate AnonymousRate = new(bytesPerSecond: 2_048, gracePeriod: TimeSpan.FromSeconds(5));

    /// <summary>Answers one request. Throws no exception.</summary>
    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Every exception of a function becomes a problem document, as in the worker.")]
    public async Task AnswerAsync(HttpContext context)
    {
        using var span = RequestSpan.Start(context.Request, function.Route);
        var started = clock.GetTimestamp();
        var clientGone = context.RequestAborted;
        using var deadline = new CancellationTokenSource(rules.FunctionTimeout, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(clientGone, deadline.Token, grace.Over);
        context.RequestAborted = end.Token;
        using var allowance = Allow(context);
        try
        {
            var result = access.CheckKey(context.Request, function) is { } refusal
                ? await RefusedAsync(context, refusal, end.Token)
                : await CallAsync(context, end.Token);
            await result.ExecuteAsync(context);
            Ended(context, span, context.Response.StatusCode, started);
        }
        catch (Exception exception) when (CallerGone.Is(exception, clientGone))
        {
            // There is nobody to answer, and the program has no error. The server must know too, or it would wait for the rest of the body.
            context.Abort();
            Ended(context, span, RequestLog.CallerLeft, started);
        }
        catch (Exception exception)
        {
            context.RequestAborted = clientGone;
            await AnswerFailureAsync(context, exception);
            Ended(context, span, context.Response.StatusCode, started);
        }
        finally
        {
            context.RequestAborted = clientGone;
        }
    }

    /// <summary>Limits memory and time for the request's body.</summary>
    private BodyAllowance Allow(HttpContext context)
    {
        var isAnonymous = function.IsForEverybody;
        var allowance = isAnonymous ? bodies.AllowAnonymous(AnonymousBodyTime, clock) : bodies.Allow();
        context.Features.Set(allowance);

        // Only HTTP/1 has a rate for one request; in other versions the requests share the connection's rate.
        if (isAnonymous && IsOne(context.Request.Protocol) && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = AnonymousRate;
        }

        return allowance;
    }

    private static bool IsOne(string protocol) => HttpProtocol.IsHttp11(protocol) || HttpProtocol.IsHttp10(protocol);

    private async Task<IResult> CallAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var invocation = new Invocation { Request = context.Request, CancellationToken = cancellationToken };
        var result = await function.Function.CallAsync(context.RequestServices, invocation);
        return (IResult?)result ?? throw new InvalidOperationException("The function returned no result.");
    }

    private void Ended(HttpContext context, Activity? span, int status, long started)
    {
        span.Answered(status);
        requests.Ended(context, function.Route, function.IsForEverybody, status, started);
    }

    /// <summary>The answer to a refused call. A call with a wrong key or none is counted, and delayed if there were many.</summary>
    private async Task<IResult> RefusedAsync(HttpContext context, Problem refusal, CancellationToken cancellationToken)
    {
        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            await DelayAnswerAsync(context, cancellationToken);
        }

        return refusal;
    }

    private Task DelayAnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        refusals.Key();
        var connection = context.Connection;
        var remote = connection.RemoteIpAddress is { } address ? new IPEndPoint(address, connection.RemotePort) : null;
        return Task.Delay(keyRefusals.Add(remote, AccessKey.Of(context.Request)), clock, cancellationToken);
    }

    private async Task AnswerFailureAsync(HttpContext context, Exception exception)
    {
        var problem = UnhandledProblem.Of(exception);
        if (exception is CallerUnknownException or OperatorUnknownException)
        {
            await DelayAnswerAsync(context, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else if (exception is BodiesFullException)
        {
            refusals.Body();
        }
        else if (problem.Status >= StatusCodes.Status500InternalServerError)
        {
            Log.Failed(logger, exception, function.Function.Name, problem.Status);
        }

        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        try
        {
            context.Response.Clear();
            await problem.ExecuteAsync(context);
        }
        catch (Exception broken) when (broken is OperationCanceledException or IOException)
        {
            // The caller disconnected during the answer.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 131, Level = LogLevel.Error, Message = "Function {Function} failed. The caller got the answer {Status}.")]
        public static partial void Failed(ILogger logger, Exception exception, string function, int status);
    }
}
