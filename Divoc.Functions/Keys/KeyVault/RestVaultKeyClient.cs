using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// A key of a vault over Key Vault's REST interface (keys: get versions, get, sign). Replaces Microsoft's package
/// Azure.Security.KeyVault.Keys where that can't be restored.
/// </summary>
internal sealed class RestVaultKeyClient(VaultKeyAddress address, HttpPipeline pipeline) : IVaultKeyClient
{
    private const string ApiVersion = "7.6";
    private const int PageSize = 25;
    private const int MostPages = 8;
    private const int LargestAnswer = 256 * 1024;
    private static readonly JsonBounds Bounds = new(LargestAnswer, 16);

    /// <summary>Makes the clients of one vault's keys, which share a pipeline. Nothing is sent yet.</summary>
    /// <param name="vault">The vault's address.</param>
    /// <param name="credential">The program's identity.</param>
    /// <param name="settings">The timeout of one try; whether the vault may be an emulator.</param>
    /// <param name="configure">Changes the pipeline.</param>
    public static Func<VaultKeyAddress, IVaultKeyClient> Connect(
        Uri vault, TokenCredential credential, KeyVaultOptions settings, Action<ClientOptions>? configure)
    {
        var options = new VaultClientOptions(settings.TryTimeout);
        configure?.Invoke(options);
        var challenge = new ChallengePolicy(credential, vault, !settings.DisableChallengeResourceVerification);
        var pipeline = HttpPipelineBuilder.Build(options, [], [challenge], new ResponseClassifier());
        return address => new RestVaultKeyClient(address, pipeline);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<VaultKeyAttributes>> ListVersionsAsync(CancellationToken cancellationToken)
    {
        var versions = new List<VaultKeyAttributes>();
        var page = new Uri($"{address.Key}/versions?maxresults={PageSize}&api-version={ApiVersion}");
        for (var pages = 0; page is not null; pages++)
        {
            if (pages == MostPages
                || Uri.Compare(page, address.Vault, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase)
                    != 0)
            {
                throw new JsonException("The list of versions leads elsewhere or has no end.");
            }

            page = await SendAsync(RequestMethod.Get, page, null, answer => VaultJson.ReadPage(answer, versions), cancellationToken);
        }

        return versions;
    }

    /// <inheritdoc/>
    public Task<VaultPublicKey> GetAsync(string version, CancellationToken cancellationToken)
    {
        return SendAsync(
            RequestMethod.Get, new Uri($"{address.Key}/{version}?api-version={ApiVersion}"), null, VaultJson.ReadKey, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<byte[]> SignAsync(
        string version, SignatureAlgorithm algorithm, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        var call = new Uri($"{address.Key}/{version}/sign?api-version={ApiVersion}");
        return SendAsync(
            RequestMethod.Post, call, VaultJson.WriteSignRequest(algorithm, digest.Span), VaultJson.ReadSignature, cancellationToken);
    }

    private async Task<T> SendAsync<T>(
        RequestMethod method, Uri address, byte[]? body, Func<JsonNodeReader, T> read, CancellationToken cancellationToken)
    {
        using var message = pipeline.CreateMessage();
        message.BufferResponse = false;
        message.Request.Method = method;
        message.Request.Uri.Reset(address);
        message.Request.Headers.Add(HttpHeader.Common.JsonAccept);
        if (body is not null)
        {
            message.Request.Headers.Add(HttpHeader.Common.JsonContentType);
            message.Request.Content = RequestContent.Create(body);
        }

        await pipeline.SendAsync(message, cancellationToken);
        var content = await ReadAsync(message.Response, cancellationToken);
        if (message.Response.Status != StatusCodes.Status200OK)
        {
            message.Response.ContentStream = new MemoryStream(content);
            throw new RequestFailedException(message.Response);
        }

        using var answer = JsonInput.Open(content, Bounds, new JsonProblems());
        return answer.Root is { } root
            ? read(root)
            : throw new JsonException($"The answer is not JSON{answer.Refusal!.Place}: {answer.Refusal.Reason}");
    }

    private static async Task<byte[]> ReadAsync(Response response, CancellationToken cancellationToken)
    {
        if (response.ContentStream is not { } stream)
        {
            return [];
        }

        await using (stream)
        {
            var buffer = new byte[LargestAnswer + 1];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return length <= LargestAnswer ? buffer[..length] : throw new JsonException("The answer is too large.");
        }
    }
}

/// <summary>Options of the pipeline to a vault.</summary>
internal sealed class VaultClientOptions : ClientOptions
{
    /// <summary>Options with a limited number of tries.</summary>
    public VaultClientOptions(TimeSpan tryTimeout)
    {
        RetryPolicy = new ReadRetryPolicy();
        Retry.NetworkTimeout = tryTimeout;
    }
}
