using System.Collections.Concurrent;

namespace Divoc.Functions.Tests.Storage.Blob;

/// <summary>
/// Stands between the client and the account: notes each request that is sent, and lets a test answer it, lose it or lose its answer.
/// </summary>
internal sealed class Wire : DelegatingHandler
{
    private readonly ConcurrentQueue<string> requests = new();

    public Wire() => InnerHandler = new SocketsHttpHandler();

    /// <summary>Method, path and query of each request, without the account.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>What is done with a request; null: it is sent.</summary>
    public Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>>? Meddle { get; set; }

    /// <summary>An answer as Blob storage gives it.</summary>
    public static HttpResponseMessage Answer(int status, string code)
    {
        var answer = new HttpResponseMessage((System.Net.HttpStatusCode)status)
        {
            Content = new StringContent($"<Error><Code>{code}</Code><Message>told by {code}</Message></Error>"),
        };
        answer.Content.Headers.ContentType = new("application/xml");
        answer.Headers.Add("x-ms-error-code", code);
        return answer;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        requests.Enqueue($"{request.Method} /{string.Join('/', request.RequestUri!.PathAndQuery.Split('/').Skip(2))}");
        return Meddle is null
            ? base.SendAsync(request, cancellationToken)
            : Meddle(request, () => base.SendAsync(request, cancellationToken));
    }
}
