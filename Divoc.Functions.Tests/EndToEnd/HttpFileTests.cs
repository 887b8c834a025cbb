using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>samples/certify.http, sent from its first request to its last without a pause, as editors do that send all.</summary>
[Trait("Kind", "Slow")]
public sealed partial class HttpFileTests
{
    private readonly Dictionary<string, JsonNode> answers = new(StringComparer.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_requests_of_the_HTTP_file_can_be_sent_in_order()
    {
        await using var host = await TestHost.StartAsync();
        var text = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "samples", "certify.http"), Token);
        var requests = text.Split("\n###").Skip(1).ToList();

        Assert.True(requests.Count > 12);
        foreach (var request in requests)
        {
            var status = await SendAsync(host.Client, request);
            var expected = request.Contains("Answered with 404", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.OK;
            Assert.True(status == expected, $"{status}: {request}");
        }
    }

    private async Task<HttpStatusCode> SendAsync(HttpClient client, string text)
    {
        var name = NameLine().Match(text).Groups[1].Value;
        var lines = text.Split('\n').Skip(1).SkipWhile(line => line.StartsWith('#')).ToList();
        var first = lines[0].Split(' ', 2);
        while (true)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Parse(first[0]), Fill(first[1]).Replace("{{host}}", "", StringComparison.Ordinal));
            var headers = lines.Skip(1)
                .TakeWhile(line => line.Length > 0)
                .Select(line => line.Split(": ", 2))
                .ToDictionary(header => header[0], header => header[1]);
            var body = Fill(string.Join('\n', lines.SkipWhile(line => line.Length > 0))).Trim();
            request.Content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, headers["Content-Type"]);
            foreach (var (header, value) in headers.Where(header => header.Key != "Content-Type"))
            {
                request.Headers.TryAddWithoutValidation(header, value);
            }

            using var answer = await client.SendAsync(request, Token);
            var told = await answer.Content.ReadAsStringAsync(Token);
            if (headers.ContainsKey("Prefer") && told.Contains("QUEUED", StringComparison.Ordinal))
            {
                // A machine that is so busy needs more than the half minute that the service waits.
                continue;
            }

            if (name.Length > 0)
            {
                answers[name] = JsonNode.Parse(told)!;
            }

            return answer.StatusCode;
        }
    }

    /// <summary>Puts in what earlier answers have: a member, of the first element of an array too, or all of the body.</summary>
    private string Fill(string text) => Variable().Replace(text, match =>
    {
        var node = answers[match.Groups["name"].Value];
        var path = match.Groups["path"].Value;
        if (path == "*")
        {
            return node.ToJsonString();
        }

        foreach (var step in path["$.".Length..].Replace("[0]", ".0", StringComparison.Ordinal).Split('.'))
        {
            node = step == "0" ? node[0]! : node[step]!;
        }

        return node.GetValue<string>();
    });

    [GeneratedRegex(@"^# @name (\w+)$", RegexOptions.Multiline)]
    private static partial Regex NameLine();

    [GeneratedRegex(@"\{\{(?<name>\w+)\.response\.body\.(?<path>[^}]+)\}\}")]
    private static partial Regex Variable();
}
