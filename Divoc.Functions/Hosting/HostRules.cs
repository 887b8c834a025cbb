using System.Globalization;
using System.Text.Json;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Hosting;

/// <summary>
/// The values of <c>host.json</c>, the Functions host's own file, that the embedded host uses. An absent member has the Functions host's
/// default.
/// </summary>
/// <param name="RoutePrefix"><c>extensions.http.routePrefix</c>, before every route; default <c>api</c>.</param>
/// <param name="FunctionTimeout">
/// <c>functionTimeout</c>, after which an invocation is cancelled; default 30 minutes, <see cref="Timeout.InfiniteTimeSpan"/> for
/// <c>-1</c>.
/// </param>
/// <param name="MaxConcurrentCalls">
/// <c>extensions.serviceBus.maxConcurrentCalls</c>, messages that are processed at a time; default 16.
/// </param>
/// <param name="MaxAutoLockRenewalDuration">
/// <c>extensions.serviceBus.maxAutoLockRenewalDuration</c>, how long a message's lock is renewed while its call runs; default 5 minutes.
/// </param>
public sealed record HostRules(string RoutePrefix, TimeSpan FunctionTimeout, int MaxConcurrentCalls, TimeSpan MaxAutoLockRenewalDuration)
{
    private const string FileName = "host.json";

    /// <summary>Reads <c>host.json</c> in the program's folder.</summary>
    /// <exception cref="StartupException">It is missing or wrong.</exception>
    public static HostRules Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or FormatException or JsonException or InvalidOperationException)
        {
            throw new StartupException(
                $"{path} can't be used: {exception.Message} Restore the file that comes with the program.", exception);
        }
    }

    /// <summary>Reads the content of a <c>host.json</c>.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="FormatException">A value can't be used.</exception>
    /// <exception cref="InvalidOperationException">A value is of the wrong type.</exception>
    public static HostRules Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(
            JsonInput.WithoutByteOrderMark(json),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var root = document.RootElement;
        var calls = Find(root, "extensions", "serviceBus", "maxConcurrentCalls")?.GetInt32() ?? 16;
        if (calls is < 1 or > 1024)
        {
            throw new FormatException("extensions.serviceBus.maxConcurrentCalls must be 1 to 1024.");
        }

        return new HostRules(
            (Find(root, "extensions", "http", "routePrefix")?.GetString() ?? "api").Trim('/'),
            Duration(root, TimeSpan.FromMinutes(30), "functionTimeout"),
            calls,
            Duration(root, TimeSpan.FromMinutes(5), "extensions", "serviceBus", "maxAutoLockRenewalDuration"));
    }

    private static TimeSpan Duration(JsonElement root, TimeSpan absent, params ReadOnlySpan<string> path)
    {
        var text = Find(root, path)?.ToString();
        return text switch
        {
            null => absent,
            "-1" => Timeout.InfiniteTimeSpan,
            _ when TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration) && duration > TimeSpan.Zero =>
                duration,
            _ => throw new FormatException($"{string.Join('.', path)} must be a time like 00:05:00."),
        };
    }

    private static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (!element.TryGetProperty(name, out element) || element.ValueKind == JsonValueKind.Null)
            {
                return null;
            }
        }

        return element;
    }
}
