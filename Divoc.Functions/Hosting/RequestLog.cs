using System.Globalization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Hosting;

/// <summary>
/// Logs each call in one line, with the route's template, because paths have codes and ids of people. Calls of routes that anybody may call
/// are only counted, and logged in one line a minute: health checks and verifiers would otherwise fill the log.
/// </summary>
internal sealed partial class RequestLog(TimeProvider clock, ILogger<RequestLog> logger) : IDisposable
{
    /// <summary>The status that is logged if the caller disconnected before the answer.</summary>
    public const int CallerLeft = 0;

    private const string NoRoute = "(no route)";
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Call, int Status), long> counts = [];
    private ITimer? timer;

    /// <summary>A call ended.</summary>
    /// <param name="context">The call.</param>
    /// <param name="route">The template of its route.</param>
    /// <param name="isAnonymous">Whether anybody may call the route.</param>
    /// <param name="status">The status of the answer, or <see cref="CallerLeft"/>.</param>
    /// <param name="started">When it began, by <see cref="TimeProvider.GetTimestamp"/>.</param>
    public void Ended(HttpContext context, string route, bool isAnonymous, int status, long started)
    {
        var path = $"/{route.TrimStart('/')}";
        if (isAnonymous)
        {
            Count(context.Request.Method, path, status);
            return;
        }

        var duration = (long)clock.GetElapsedTime(started).TotalMilliseconds;
        var partner = context.Features.Get<Caller>()?.Partner ?? "none";
        if (status == CallerLeft)
        {
            Log.Left(logger, context.Request.Method, path, duration, partner, context.TraceIdentifier);
        }
        else
        {
            Log.Answered(logger, context.Request.Method, path, status, duration, partner, context.TraceIdentifier);
        }
    }

    /// <summary>A call was answered without a function.</summary>
    public void WithoutRoute(HttpContext context) => Count(MethodOf(context.Request.Method), NoRoute, context.Response.StatusCode);

    /// <inheritdoc/>
    public void Dispose()
    {
        LogCounts();
        timer?.Dispose();
    }

    /// <summary>A caller without a route may send any word as method.</summary>
    private static string MethodOf(string method) => HttpMethods.IsGet(method) || HttpMethods.IsPost(method) ? method : "other";

    private void Count(string method, string path, int status)
    {
        lock (gate)
        {
            var call = ($"{method} {path}", status);
            counts[call] = counts.GetValueOrDefault(call) + 1;
            timer ??= clock.CreateTimer(_ => LogCounts(), null, BetweenLines, BetweenLines);
        }
    }

    private void LogCounts()
    {
        string calls;
        lock (gate)
        {
            if (counts.Count == 0)
            {
                return;
            }

            calls = string.Join(", ", counts.OrderBy(count => count.Key.Call, StringComparer.Ordinal).ThenBy(count => count.Key.Status)
                .Select(
                    count => string.Create(CultureInfo.InvariantCulture, $"{count.Key.Call} {WordOf(count.Key.Status)}: {count.Value}")));
            counts.Clear();
        }

        Log.Anonymous(logger, calls);
    }

    private static string WordOf(int status) => status == CallerLeft ? "(caller left)" : status.ToString(CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 161,
            Level = LogLevel.Information,
            Message = "{Method} {Route} {Status} in {Milliseconds} ms, partner {Partner}, request {RequestId}.")]
        public static partial void Answered(
            ILogger logger, string method, string route, int status, long milliseconds, string partner, string requestId);

        [LoggerMessage(EventId = 162, Level = LogLevel.Information, Message = "{Method} {Route}: the caller disconnected after "
            + "{Milliseconds} ms, partner {Partner}, request {RequestId}.")]
        public static partial void Left(ILogger logger, string method, string route, long milliseconds, string partner, string requestId);

        [LoggerMessage(
            EventId = 163, Level = LogLevel.Information,
            Message = "Calls without a key since the last line of this kind: {Calls}.")]
        public static partial void Anonymous(ILogger logger, string calls);
    }
}
