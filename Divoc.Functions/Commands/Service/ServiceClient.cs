using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace Divoc.Functions.Commands.Service;

/// <summary>
/// Calls the service that carries out a command: a server, or the program itself, started for the command. Disposing stops the latter.
/// </summary>
internal sealed class ServiceClient : IAsyncDisposable
{
    private const string KeyHeader = "x-functions-key";
    private const int MiB = 1024 * 1024;

    /// <summary>The time limit for a document; a file may take longer.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(100);

    private readonly HttpClient http;
    private readonly IAsyncDisposable? started;

    /// <summary>Makes one.</summary>
    /// <param name="address">Where the service listens.</param>
    /// <param name="key">The key that is sent; null for none.</param>
    /// <param name="started">What was started for the command; null for a server that already ran.</param>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The HTTP client disposes its handler.")]
    public ServiceClient(Uri address, string? key, IAsyncDisposable? started)
    {
        this.started = started;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Add(KeyHeader, key);
        }
    }

    /// <summary>Gets a JSON document.</summary>
    /// <exception cref="ServiceRefusalException">The service refused.</exception>
    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request, cancellationToken) ?? throw Unreadable();
    }

    /// <summary>Posts bytes and reads the JSON document that comes back.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<JsonNode> PostAsync(
        string path, ReadOnlyMemory<byte> body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await SendAsync(request, cancellationToken) ?? throw Unreadable();
    }

    /// <summary>Posts a JSON document.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<JsonNode> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        return PostAsync(path, JsonSerializer.SerializeToUtf8Bytes(body, CommandJson.Default.JsonObject), null, cancellationToken);
    }

    /// <summary>Posts an empty body and saves the file of the answer, however long that takes.</summary>
    /// <param name="path">The route.</param>
    /// <param name="file">Where the file is written.</param>
    /// <param name="progress">Gets the number of MiB that have arrived.</param>
    /// <param name="cancellationToken">Cancels the copying.</param>
    /// <exception cref="ServiceRefusalException">The service refused.</exception>
    /// <exception cref="CommandException">The copying was interrupted.</exception>
    public async Task PostAsync(string path, Stream file, Action<int> progress, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await RefusalAsync(response, cancellationToken);
        }

        try
        {
            await CopyAsync(await response.Content.ReadAsStreamAsync(cancellationToken), file, progress, cancellationToken);
        }
        catch (Exception broken) when (broken is HttpRequestException or HttpIOException)
        {
            throw new CommandException($"The server closed the connection: {broken.Message}", broken);
        }
    }

    /// <summary>Gets bytes.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<byte[]> GetBytesAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendInTimeAsync(request, cancellationToken);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsByteArrayAsync(cancellationToken)
            : throw await RefusalAsync(response, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (started is not null)
        {
            await started.DisposeAsync();
        }
    }

    private async Task<JsonNode?> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await SendInTimeAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await RefusalAsync(response, cancellationToken);
        }

        try
        {
            return JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (JsonException exception)
        {
            throw new ServiceRefusalException(response.StatusCode, "The server's answer is not JSON: check that the address is that of "
                + "this service.", exception);
        }
    }

    private async Task<HttpResponseMessage> SendInTimeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(LongestAnswer);
        try
        {
            return await http.SendAsync(request, end.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            var advice = request.Method == HttpMethod.Get
                ? ""
                : " It may still carry out the order: check the result before you run the command again.";
            throw new CommandException($"The server did not answer in time.{advice}", late);
        }
    }

    private static async Task CopyAsync(Stream content, Stream file, Action<int> progress, CancellationToken cancellationToken)
    {
        var buffer = new byte[MiB];
        long copied = 0;
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            copied += read;
            progress((int)(copied / MiB));
        }
    }

    private static CommandException Unreadable() => new("The server's answer is empty: check that the address is that of this service.");

    private static async Task<ServiceRefusalException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = $"{(int)response.StatusCode} {ReasonPhrases.GetReasonPhrase((int)response.StatusCode)}";
        try
        {
            var problem = JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            var errors = (problem?["errors"] as JsonArray)?.Select(ErrorOf).ToList() ?? [];
            var lines = errors.Select(error => $"{error.Pointer} {error.Detail}".Trim())
                .Prepend($"{problem?["detail"]} ({status}, {problem?["errorCode"]})");
            return new ServiceRefusalException(response.StatusCode, string.Join(Environment.NewLine, lines)) { Errors = errors };
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return new ServiceRefusalException(response.StatusCode, $"The server refused the call ({status}).");
        }
    }

    private static ValidationMessage ErrorOf(JsonNode? error) =>
        new(TextOf(error!["pointer"]), TextOf(error["code"]), TextOf(error["detail"] ?? error["message"]));

    private static string TextOf(JsonNode? member) => member?.ToString() ?? "";
}

/// <summary>The service refused a call. The message says why.</summary>
internal sealed class ServiceRefusalException(HttpStatusCode status, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The status of its answer.</summary>
    public HttpStatusCode Status => status;

    /// <summary>The errors that it reported, each with its place; empty if it named no places.</summary>
    public IReadOnlyList<ValidationMessage> Errors { get; init; } = [];
}
