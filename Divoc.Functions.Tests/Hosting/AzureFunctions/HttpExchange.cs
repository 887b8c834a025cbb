namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>An answer in a form that can be compared: what the program says, without what servers and connections add.</summary>
internal sealed record HttpExchange(int Status, string Headers, string Body)
{
    private static readonly string[] OfTheServer = ["Date", "Server", "Transfer-Encoding", "Connection", "Keep-Alive"];

    /// <summary>Sends a request and reads the whole answer.</summary>
    public static async Task<HttpExchange> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(header => !OfTheServer.Contains(header.Key))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
            .Order(StringComparer.Ordinal);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new HttpExchange((int)response.StatusCode, string.Join('\n', headers), Convert.ToHexString(body));
    }
}
