using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>HTTP functions that tell how fast their callers must send.</summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Functions are methods of an instance.")]
public sealed class RateProbe
{
    [Function("AnonymousRate")]
    public IResult Anonymous([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "probe/rate/anonymous")] HttpRequest request) =>
        RateOf(request);

    [Function("KeyRate")]
    public IResult WithKey([HttpTrigger(AuthorizationLevel.Function, "get", Route = "probe/rate/key")] HttpRequest request) =>
        RateOf(request);

    private static IResult RateOf(HttpRequest request)
    {
        var rate = request.HttpContext.Features.GetRequiredFeature<IHttpMinRequestBodyDataRateFeature>().MinDataRate!;
        return Results.Text(rate.BytesPerSecond.ToString(CultureInfo.InvariantCulture));
    }
}
