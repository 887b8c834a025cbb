using Divoc.Functions.Domain;
using Divoc.Functions.Hosting;
using Divoc.Functions.Tests.Storage.Blob;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Hosting;

public sealed class RequestLogTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly LogLines lines = new();
    private readonly LoggerFactory factory;
    private readonly RequestLog log;

    public RequestLogTests()
    {
        factory = new LoggerFactory([lines]);
        log = new RequestLog(clock, factory.CreateLogger<RequestLog>());
    }

    [Fact]
    public void A_call_is_logged_in_one_line_with_its_route_and_its_partner()
    {
        var context = Context("GET");
        context.Features.Set(Caller.OfPartner("clinic", CallerScope.Own));
        var started = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromMilliseconds(12));
        log.Ended(context, "certificates/{certificateId}", isAnonymous: false, 200, started);
        log.Ended(Context("POST"), "certify/{type}", isAnonymous: false, RequestLog.CallerLeft, started);

        Assert.Equal(
            [
                "Information: GET /certificates/{certificateId} 200 in 12 ms, partner clinic, request the-id.",
                "Information: POST /certify/{type}: the caller disconnected after 12 ms, partner none, request the-id.",
            ],
            lines.Lines.Select(line => line.TrimEnd()));
    }

    [Fact]
    public void Anonymous_calls_are_logged_together_in_one_line_per_minute()
    {
        log.Ended(Context("GET"), "health/ready", isAnonymous: true, 200, 0);
        log.Ended(Context("GET"), "health/ready", isAnonymous: true, 200, 0);
        log.Ended(Context("POST"), "verify", isAnonymous: true, 400, 0);
        log.WithoutRoute(Context("BREW"));
        Assert.Empty(lines.Lines);

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("Information: Calls without a key since the last line of this kind: GET /health/ready 200: 2, POST /verify 400: 1, "
            + "other (no route) 404: 1.", Assert.Single(lines.Lines).TrimEnd());

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(lines.Lines);
        log.Ended(Context("GET"), "health/ready", isAnonymous: true, 200, 0);
        log.Dispose();
        Assert.Equal(2, lines.Lines.Count);
    }

    public void Dispose()
    {
        log.Dispose();
        factory.Dispose();
        lines.Dispose();
    }

    private static DefaultHttpContext Context(string method)
    {
        var context = new DefaultHttpContext { TraceIdentifier = "the-id" };
        context.Request.Method = method;
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context;
    }
}
