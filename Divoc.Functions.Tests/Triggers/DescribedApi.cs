using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Hosting;
using Json.Schema;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>
/// The program as its OpenAPI document describes it: calls are made of the document alone, and answers are held against it. Two partners'
/// keys and the operators' are asked for.
/// </summary>
public sealed class DescribedApi : IAsyncLifetime
{
    private const string Definitions = "$defs";

    /// <summary>Headers whose presence in an answer must be documented.</summary>
    private static readonly string[] NotableHeaders =
        [
            "Accept-Encoding", "Cache-Control", "Content-Disposition", "Content-Language", "ETag", "Last-Modified", "Link", "Retry-After",
            "Vary", "WWW-Authenticate",
        ];

    private readonly ConcurrentDictionary<string, JsonSchema> judges = new(StringComparer.Ordinal);
    private JsonObject document = null!;
    private string adminKey = "";
    private int people;

    internal TestHost Host { get; private set; } = null!;

    /// <summary>All operations, as "METHOD path".</summary>
    internal IEnumerable<string> Operations => document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartAsync(null, PartnerKeys.Arguments);
        document = JsonNode.Parse(await Host.Client.GetStringAsync("openapi.json", Token))!.AsObject();
        adminKey = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Host.DataDirectory, "keys.json"), Token))!["adminKey"]!
            .GetValue<string>();
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    internal JsonObject Of(string operation)
    {
        var (method, path) = Split(operation);
        return document["paths"]![path]![method]!.AsObject();
    }

    /// <summary>The description of an answer; null if its status is not documented.</summary>
    internal JsonObject? AnswerOf(string operation, int status)
    {
        var answer = Of(operation)["responses"]![$"{status}"]?.AsObject();
        return answer?["$ref"]?.GetValue<string>() is { } reference ? Find(reference) : answer;
    }

    /// <summary>The request of an operation as its examples have it, for a person of its own.</summary>
    internal async Task<(HttpRequestMessage Request, Person Person)> ExampleAsync(string operation)
    {
        var person = await IssueAsync();
        return (RequestOf(operation, person), person);
    }

    /// <summary>The request of an operation as its examples have it.</summary>
    internal HttpRequestMessage RequestOf(string operation, Person person)
    {
        var (method, path) = Split(operation);
        var described = Of(operation);
        var query = new List<string>();
        var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        foreach (var parameter in described["parameters"]?.AsArray().OfType<JsonObject>() ?? [])
        {
            if (parameter["example"]?.ToString() is not { } example)
            {
                continue;
            }

            var name = parameter["name"]!.GetValue<string>();
            switch (parameter["in"]!.GetValue<string>())
            {
                case "path":
                    path = path.Replace($"{{{name}}}", person.ValueFor(example), StringComparison.Ordinal);
                    break;
                case "query":
                    query.Add($"{name}={Uri.EscapeDataString(person.ValueFor(example))}");
                    break;
                default:
                    // A key of its own for each person, since a key stands for one call.
                    request.Headers.TryAddWithoutValidation(name, name == "Idempotency-Key" ? $"{example}-{person.Code}" : example);
                    break;
            }
        }

        Assert.DoesNotContain('{', path);
        request.RequestUri = new Uri(query.Count == 0 ? path : $"{path}?{string.Join('&', query)}", UriKind.Relative);
        AddKey(request, described);
        AddBody(request, described, person);
        return request;
    }

    /// <summary>Sends a request and holds the answer against what is documented; returns it.</summary>
    internal async Task<DescribedAnswer> SendAsync(string operation, HttpRequestMessage request)
    {
        using var answer = await Host.Client.SendAsync(request, Token);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Token);
        var status = (int)answer.StatusCode;
        var described = AnswerOf(operation, status);
        Assert.True(described is not null, $"{operation} answers {status}, which is not documented: {Encoding.UTF8.GetString(bytes)}");
        var body = HoldBody(operation, described, answer, bytes);
        if (status < 400)
        {
            var headers = answer.Headers.Concat(answer.Content.Headers)
                .Select(header => header.Key)
                .Intersect(NotableHeaders, StringComparer.OrdinalIgnoreCase);
            var documented = described["headers"]?.AsObject().Select(header => header.Key) ?? [];
            Assert.True(
                !headers.Except(documented, StringComparer.OrdinalIgnoreCase).Any(),
                $"{operation} answers headers that are not documented: {string.Join(", ", headers.Except(documented))}");
        }

        return new DescribedAnswer(status, body, bytes, described);
    }

    /// <summary>Issues a certificate of each kind for a person; returns what examples stand for.</summary>
    internal async Task<Person> IssueAsync()
    {
        using var client = PartnerKeys.Client(Host.BaseAddress, PartnerKeys.South);
        var partner = new PartnerSystem(client);
        var code = $"API-{Interlocked.Increment(ref people)}";
        var test = await partner.CertifyAsync("/divoc/api/v1/test/certify", EventsOf("POST /divoc/api/v1/test/certify", code));
        var recovery = await partner.CertifyAsync("/divoc/api/v1/recovery/certify", EventsOf("POST /divoc/api/v1/recovery/certify", code));
        var accepted = await partner.CertifyAsync("/divoc/api/v1/certify", EventsOf("POST /divoc/api/v1/certify", code));
        await partner.WaitAsync(test);
        await partner.WaitAsync(recovery);
        var status = await partner.WaitAsync(accepted);
        Assert.Equal("ISSUED", status["certificates"]![0]!["status"]!.GetValue<string>());
        return new Person(
            code, status["certificates"]![0]!["certificateId"]!.GetValue<string>(), status["requestId"]!.GetValue<string>(), document);
    }

    /// <summary>The events of an example, under a code.</summary>
    internal JsonArray EventsOf(string operation, string code)
    {
        var events = Of(operation)["requestBody"]!["content"]!["application/json"]!["example"]!.DeepClone().AsArray();
        foreach (var happened in events)
        {
            happened!["preEnrollmentCode"] = code;
        }

        return events;
    }

    /// <summary>
    /// Whether a value is what a schema of the document allows, where objects may have no other members than the documented ones.
    /// </summary>
    internal string? ProblemOf(JsonNode schema, JsonNode? value)
    {
        var judge = judges.GetOrAdd(schema.ToJsonString(), _ => JudgeOf(schema));
        using var parsed = JsonDocument.Parse(value?.ToJsonString() ?? "null");
        var result = judge.Evaluate(parsed.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? null : string.Join(
            "; ",
            (result.Details ?? [])
                .Where(detail => detail.Errors is not null)
                .Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}"));
    }

    private JsonSchema JudgeOf(JsonNode schema)
    {
        var whole = schema.DeepClone().AsObject();
        whole[Definitions] = document["components"]!["schemas"]!.DeepClone();
        foreach (var named in whole[Definitions]!.AsObject()
            .Select(pair => pair.Value!.AsObject())
            .Where(named => named.ContainsKey("properties") && !named.ContainsKey("additionalProperties")))
        {
            named["additionalProperties"] = false;
        }

        return JsonSchema.FromText(whole.ToJsonString().Replace("#/components/schemas/", $"#/{Definitions}/", StringComparison.Ordinal));
    }

    private JsonNode? HoldBody(string operation, JsonObject described, HttpResponseMessage answer, byte[] bytes)
    {
        var contents = described["content"]?.AsObject();
        if (bytes.Length == 0)
        {
            return null;
        }

        var mediaType = answer.Content.Headers.ContentType!.MediaType!;
        var content = contents?[mediaType];
        Assert.True(content is not null, $"{operation} answers {answer.StatusCode} as {mediaType}, which is not documented.");
        if (!mediaType.EndsWith("json", StringComparison.Ordinal))
        {
            return null;
        }

        var body = JsonNode.Parse(bytes);
        var fault = ProblemOf(content["schema"]!, body);
        Assert.True(fault is null, $"{operation}: {fault}\n{Encoding.UTF8.GetString(bytes)}");
        return body;
    }

    private void AddKey(HttpRequestMessage request, JsonObject described)
    {
        if (described["security"]!.AsArray().FirstOrDefault()?.AsObject().Single().Key is { } scheme)
        {
            request.Headers.Add("x-functions-key", scheme.StartsWith("admin", StringComparison.Ordinal) ? adminKey : PartnerKeys.South);
        }
    }

    private static void AddBody(HttpRequestMessage request, JsonObject described, Person person)
    {
        if (described["requestBody"] is not { } body)
        {
            return;
        }

        if (body["content"]!["application/json"] is not { } json)
        {
            // A form with a file, of which there is no example.
            request.Content = new StringContent(
                "--form\r\nContent-Disposition: form-data; name=\"file\"; filename=\"events.csv\"\r\n\r\nnothing\r\n--form--\r\n",
                Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=form");
            return;
        }

        var example = json["example"]?.DeepClone() ?? person.Credential();
        if (example is JsonArray events)
        {
            // Certify calls are of a new person, updates of the one there is.
            var code = request.Method == HttpMethod.Put ? person.Code : $"{person.Code}-NEW";
            events[0]!["preEnrollmentCode"] = code;
        }

        request.Content = new StringContent(example.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
    }

    private JsonObject Find(string reference) =>
        reference[2..].Split('/').Aggregate((JsonNode)document, (node, step) => node[step]!).AsObject();

    private static (string Method, string Path) Split(string operation)
    {
        var parts = operation.Split(' ', 2);
        return (parts[0].ToLowerInvariant(), parts[1]);
    }
}

/// <summary>An answer that is as documented.</summary>
internal sealed record DescribedAnswer(int Status, JsonNode? Body, byte[] Bytes, JsonObject Described)
{
    /// <summary>The codes that are documented for it.</summary>
    public IEnumerable<string> Codes => Described["x-codes"]?.AsArray().Select(code => code!.GetValue<string>()) ?? [];
}

/// <summary>What examples of ids stand for in a run.</summary>
internal sealed record Person(string Code, string CertificateId, string RequestId, JsonObject Document)
{
    /// <summary>The value for the example of a path.</summary>
    public string ValueFor(string example)
    {
        if (example == Divoc.Functions.Triggers.Api.ApiParameters.OfPaths["certificateId"].Example!.GetValue<string>())
        {
            return CertificateId;
        }

        if (example == Divoc.Functions.Triggers.Api.ApiParameters.OfPaths["requestId"].Example!.GetValue<string>())
        {
            return RequestId;
        }

        return example == Divoc.Functions.Triggers.Api.ApiParameters.OfPaths["preEnrollmentCode"].Example!.GetValue<string>()
            ? Code
            : example;
    }

    /// <summary>As much of the credential as says which one it is.</summary>
    public JsonObject Credential() =>
        new() { ["evidence"] = new JsonArray(new JsonObject { ["id"] = $"https://divoc.dev/vaccine/{CertificateId}" }) };
}
