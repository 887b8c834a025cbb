using System.Diagnostics.CodeAnalysis;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>
/// Answers an exception of an HTTP function with the same problem document as the embedded host. Without it the worker answers 200 without a body.
/// Exceptions of other functions go on to the Functions host, which hands the message back.
/// </summary>
internal sealed partial class UnhandledProblemMiddleware(ILogger<UnhandledProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "No exception may leave an HTTP function in the worker.")]
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (context.GetHttpContext() is { Response.HasStarted: false })
        {
            var problem = UnhandledProblem.Of(exception);
            if (problem.Status >= StatusCodes.Status500InternalServerError)
            {
                Log.Failed(logger, exception, context.FunctionDefinition.Name, problem.Status);
            }

            context.GetHttpContext()!.Response.Clear();
            context.GetInvocationResult().Value = problem;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Function {Function} failed; the caller was answered {Status}.")]
        public static partial void Failed(ILogger logger, Exception exception, string function, int status);
    }
}
