using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Divoc.Functions.Access;

namespace Divoc.Functions.Events;

/// <summary>
/// Calls webhooks. The name is resolved once for each connection, all its addresses must be allowed, and the connection is made to one of
/// exactly these addresses: so a later change of the name has no effect. Redirects are not followed, proxies and cookies are not used, and
/// of an answer only the status and the requested pause are read.
/// </summary>
public sealed class WebhookClient : IDisposable
{
    private const int MostAnswerBytes = 4 * 1024;
    private const int MostHeaderKilobytes = 8;

    private readonly WebhookAddresses addresses;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> lookUp;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;
    private readonly SocketsHttpHandler handler;
    private readonly HttpClient http;

    /// <summary>Makes the client.</summary>
    /// <param name="options">Which networks may be called, and how long a call may take.</param>
    /// <param name="lookUp">Resolves the addresses of a name.</param>
    /// <param name="time">The clock for the time in signatures.</param>
    public WebhookClient(WebhookOptions options, Func<string, CancellationToken, Task<IPAddress[]>> lookUp, TimeProvider time)
    {
        addresses = new WebhookAddresses([.. options.Networks().OfType<IPNetwork>()]);
        timeout = options.Timeout;
        this.lookUp = lookUp;
        this.time = time;
        handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MostHeaderKilobytes,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = ConnectAsync,
        };
        http = new HttpClient(handler, disposeHandler: false) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("divoc-webhooks", "1"));
    }

    /// <summary>Sends a body to a partner, signed, and waits for the answer.</summary>
    /// <param name="webhook">The address and the secrets.</param>
    /// <param name="id">The event's id, with which the partner recognises repetitions.</param>
    /// <param name="contentType">The media type of the body.</param>
    /// <param name="body">The body.</param>
    /// <param name="cancellationToken">Cancels the call, which may already have arrived.</param>
    public async Task<WebhookAnswer> SendAsync(
        PartnerWebhook webhook, string id, string contentType, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(timeout);
        using var request = RequestOf(webhook, id, contentType, body);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
            await ReadAsync(response, end.Token);
            return Judge(response);
        }
        catch (Exception fault)
            when (fault is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return OfException(fault, end.IsCancellationRequested);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        handler.Dispose();
    }

    private HttpRequestMessage RequestOf(PartnerWebhook webhook, string id, string contentType, ReadOnlyMemory<byte> body)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType, "utf-8");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", string.Join(' ', webhook.Secrets.Select(secret => secret.Sign(id, timestamp, body.Span))));
        if (webhook.Token is { } token)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        return request;
    }

    /// <summary>
    /// Reads a short answer completely, so that the connection can be used again. A longer one is not read, and its connection is closed.
    /// </summary>
    private static async Task ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var answer = await response.Content.ReadAsStreamAsync(cancellationToken);
        var ignored = ArrayPool<byte>.Shared.Rent(MostAnswerBytes);
        try
        {
            await answer.ReadAtLeastAsync(
                ignored.AsMemory(0, MostAnswerBytes), MostAnswerBytes, throwOnEndOfStream: false, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(ignored, clearArray: true);
        }
    }

    private WebhookAnswer Judge(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var words = $"answered {status}";
        return response.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new WebhookAnswer(WebhookResult.Delivered, words),
            HttpStatusCode.Gone => new WebhookAnswer(WebhookResult.Gone, words),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable =>
                new WebhookAnswer(WebhookResult.Refused, words) { RetryAfter = RetryAfterOf(response) },
            _ => new WebhookAnswer(WebhookResult.Refused, words),
        };
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter;
        return asked?.Delta ?? asked?.Date - time.GetUtcNow();
    }

    private static WebhookAnswer OfException(Exception fault, bool isLate)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is ForbiddenAddressException)
            {
                return new WebhookAnswer(WebhookResult.Forbidden, "leads to an address that is not allowed");
            }
        }

        return isLate
            ? new WebhookAnswer(WebhookResult.Timeout, "gave no answer in time")
            : new WebhookAnswer(WebhookResult.Unreachable, "could not be reached");
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The stream owns the socket.")]
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var isSecure = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps;
        var found = await lookUp(context.DnsEndPoint.Host, cancellationToken);
        if (!found.All(address => addresses.MayConnect(address, isSecure)))
        {
            throw new ForbiddenAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class ForbiddenAddressException() : IOException("The name leads to an address that is not allowed.");
}

/// <summary>The result of a call.</summary>
/// <param name="Result">The result.</param>
/// <param name="Words">The result as the end of a sentence, without text of the partner.</param>
public sealed record WebhookAnswer(WebhookResult Result, string Words)
{
    /// <summary>The pause that the partner requested; null for none.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>The result of a call to a webhook.</summary>
public enum WebhookResult
{
    /// <summary>The partner accepted it.</summary>
    Delivered,

    /// <summary>The partner answered with an error status.</summary>
    Refused,

    /// <summary>The partner wants no more events.</summary>
    Gone,

    /// <summary>The name or the connection failed.</summary>
    Unreachable,

    /// <summary>There was no answer in time.</summary>
    Timeout,

    /// <summary>The name has an address that is not allowed.</summary>
    Forbidden,
}
