using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Hosting.Embedded;

namespace Divoc.Functions.Commands.Backups;

/// <summary>A running service that is asked for a backup over HTTP.</summary>
/// <param name="server">Its address; null for the default.</param>
/// <param name="folder">The data directory, whose admin key is sent where no other is given.</param>
internal sealed class BackupSource(string? server, string folder)
{
    /// <summary>Where the service listens unless told otherwise.</summary>
    public const string DefaultServer = "http://localhost:7071";

    /// <summary>The environment variable with an operator's key.</summary>
    public const string KeyVariable = "DIVOC_OPERATOR_KEY";

    private const string Route = "operations/backup";
    private const string KeyHeader = "x-functions-key";

    private readonly string address = (server ?? DefaultServer).TrimEnd('/');

    /// <summary>Copies the archive as it comes.</summary>
    /// <exception cref="CommandFailedException">The service can't be reached, or makes none.</exception>
    public async Task CopyToAsync(Stream archive, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate($"{address}/{Route}", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new CommandFailedException($"{server} is no address of a service: name it as in {DefaultServer}.");
        }

        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        if (Key() is { } key)
        {
            request.Headers.TryAddWithoutValidation(KeyHeader, key);
        }

        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new CommandFailedException($"{address} answers {(int)response.StatusCode}: {DetailOf(await response.Content.ReadAsStringAsync(cancellationToken))}");
            }

            await response.Content.CopyToAsync(archive, cancellationToken);
        }
        catch (Exception broken) when (broken is HttpRequestException or HttpIOException)
        {
            throw new CommandFailedException($"{address} can't be reached, or broke off: {broken.Message} Name the service with --server.", broken);
        }
    }

    private string? Key()
    {
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } given)
        {
            return given;
        }

        var file = AccessKeys.PathIn(folder);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), HostJson.Default.AccessKeyFile)?.AdminKey : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string DetailOf(string body)
    {
        try
        {
            return JsonNode.Parse(body)?["detail"]?.GetValue<string>() ?? "no reason is given.";
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return "no reason is given.";
        }
    }
}
