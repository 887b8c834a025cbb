using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>Sends a request on to the worker as it came and hands back the answer as it comes.</summary>
internal sealed class HttpForwarder(Uri worker) : IDisposable
{
    private const string InvocationHeader = "x-ms-invocation-id";

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public async Task ForwardAsync(HttpContext context, string invocationId)
    {
        using var request = RequestOf(context.Request, invocationId);
        using var response = await client.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (name != "Transfer-Encoding")
            {
                context.Response.Headers[name] = values.ToArray();
            }
        }

        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    public void Dispose() => client.Dispose();

    private HttpRequestMessage RequestOf(HttpRequest incoming, string invocationId)
    {
        var request = new HttpRequestMessage(
            new HttpMethod(incoming.Method),
            new Uri(worker, UriHelper.BuildRelative(incoming.PathBase, incoming.Path, incoming.QueryString)));
        if (!HttpMethods.IsGet(incoming.Method) && !HttpMethods.IsHead(incoming.Method))
        {
            request.Content = new StreamContent(incoming.Body);
        }

        foreach (var (name, values) in incoming.Headers)
        {
            if (name is not ("Host" or "Transfer-Encoding" or "Connection")
                && !request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        request.Headers.Add(InvocationHeader, invocationId);
        request.Headers.Add("X-Forwarded-Host", incoming.Host.Value);
        request.Headers.Add("X-Forwarded-Proto", incoming.Scheme);
        return request;
    }
}
