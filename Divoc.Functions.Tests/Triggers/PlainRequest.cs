using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>Plain requests to functions, without a host.</summary>
internal static class PlainRequest
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddLogging().BuildServiceProvider();

    public static HttpRequest Of(string method, string query = "", params IEnumerable<(string Name, string Value)> headers)
    {
        var context = new DefaultHttpContext { RequestServices = Services };
        context.Response.Body = new MemoryStream();
        context.Request.Method = method;
        context.Request.QueryString = new QueryString(query);

        // Set as a whole: a header that is added to a request of its own is dropped where it is empty, which a server does not do.
        var values = headers.GroupBy(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);
        context.Features.GetRequiredFeature<IHttpRequestFeature>().Headers =
            new HeaderDictionary(
                values.ToDictionary(header => header.Key, header => new StringValues([.. header]), StringComparer.OrdinalIgnoreCase));
        return context.Request;
    }

    public static HttpRequest Get(string query = "", params IEnumerable<(string Name, string Value)> headers) => Of("GET", query, headers);

    public static HttpRequest Post(string body, params IEnumerable<(string Name, string Value)> headers) =>
        Post(Encoding.UTF8.GetBytes(body), headers);

    public static HttpRequest Post(byte[] body, params IEnumerable<(string Name, string Value)> headers)
    {
        var request = Of("POST", "", headers);
        request.Body = new MemoryStream(body);
        return request;
    }

    /// <summary>Calls a function and sends its answer.</summary>
    public static async Task<PlainAnswer> AnswerAsync(this HttpRequest request, Func<HttpRequest, Task<IResult>> function)
    {
        var response = request.HttpContext.Response;
        await (await function(request)).ExecuteAsync(request.HttpContext);
        return new PlainAnswer(response.StatusCode, response.ContentType, response.Headers, ((MemoryStream)response.Body).ToArray());
    }
}

/// <summary>An answer as it goes out. A header that it lacks is empty.</summary>
internal sealed record PlainAnswer(int Status, string? ContentType, IHeaderDictionary Headers, byte[] Body)
{
    public string ETag => Headers.ETag.ToString();

    public string LastModified => Headers.LastModified.ToString();

    public string CacheControl => Headers.CacheControl.ToString();

    public string Vary => Headers.Vary.ToString();

    public string Link => Headers.Link.ToString();

    public string RetryAfter => Headers.RetryAfter.ToString();

    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>The status, and of a problem its code.</summary>
    public (int Status, string? Code) Outcome => (Status, ContentType == "application/problem+json" ? Json["code"]!.ToString() : null);

    public string? Text(string member) => Json[member]?.ToString();
}
