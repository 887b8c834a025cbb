using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>Answers the requests of one HTTP function: asks for its key, calls it within the time that host.json allows, writes its result.</summary>
internal sealed partial class HttpFunctionEndpoint(
    HttpFunction function, AccessControl access, HostRules rules, ShutdownGrace grace, TimeProvider clock, ILogger<HttpFunctionEndpoint> logger)
{
    /// <summary>Answers one request. No exception leaves it.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Every exception of a function becomes a problem document, as in the worker.")]
    public async Task AnswerAsync(HttpContext context)
    {
        var clientGone = context.RequestAborted;
        using var deadline = new CancellationTokenSource(rules.FunctionTimeout, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(clientGone, deadline.Token, grace.Over);
        context.RequestAborted = end.Token;
        try
        {
            var result = access.CheckKey(context.Request, function.Level) ?? await CallAsync(context, end.Token);
            await result.ExecuteAsync(context);
        }
        catch (Exception exception) when (IsCallerGone(exception, clientGone))
        {
            // Nobody is left to answer, and it is no fault of this program.
        }
        catch (Exception exception)
        {
            context.RequestAborted = clientGone;
            await AnswerFailureAsync(context, exception);
        }
        finally
        {
            context.RequestAborted = clientGone;
        }
    }

    private async Task<IResult> CallAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var invocation = new Invocation { Request = context.Request, CancellationToken = cancellationToken };
        var result = await function.Function.CallAsync(context.RequestServices, invocation);
        return (IResult?)result ?? throw new InvalidOperationException("The function returned no result.");
    }

    private static bool IsCallerGone(Exception exception, CancellationToken clientGone)
    {
        return exception is ConnectionResetException or ConnectionAbortedException || (clientGone.IsCancellationRequested && exception is OperationCanceledException or IOException);
    }

    private async Task AnswerFailureAsync(HttpContext context, Exception exception)
    {
        var problem = UnhandledProblem.Of(exception);
        if (problem.Status >= StatusCodes.Status500InternalServerError)
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
            // The caller went while it was being answered.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 131, Level = LogLevel.Error, Message = "Function {Function} failed; the caller was answered {Status}.")]
        public static partial void Failed(ILogger logger, Exception exception, string function, int status);
    }
}
