using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.EndToEnd;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>The program answers as its OpenAPI document says: to the document's own examples, and to calls that are wrong.</summary>
[Trait("Kind", "Slow")]
public sealed class ApiExamplesTests(DescribedApi api) : IClassFixture<DescribedApi>
{
    /// <summary>
    /// Operations whose example can't succeed, and what it is answered with: a body of bytes has no example, and what is not revoked is not
    /// found.
    /// </summary>
    private static readonly Dictionary<string, int> Refused = new()
    {
        ["POST /divoc/api/v1/certificate/revoked"] = 404,
        ["POST /operations/keys/{kid}/retire"] = 404,
        ["POST /operations/keys/{kid}/csr"] = 404,
        ["POST /operations/keys/{kid}/certificate"] = 404,
        ["GET /revocations/{list}/{kind}/{prefix}"] = 404,
        ["HEAD /revocations/{list}/{kind}/{prefix}"] = 404,
        // EU certificates need settings and a signer certificate, which this program has not. A HEAD signs nothing.
        ["GET /certificates/{certificateId}/eu.txt"] = 501,
        ["GET /certificates/{certificateId}/eu.png"] = 501,
        ["GET /certificates/{certificateId}/eu.svg"] = 501,
        ["GET /certificates/{certificateId}/eu.pdf"] = 501,
        ["POST /certificate/api/eu-certificate"] = 501,

        // The example ends on a day that is over, and no new card is made of that.
        ["GET /certificate/api/shc-certificate"] = 422,
        ["GET /certificates/{certificateId}/shc.png"] = 422,
        ["GET /shc/.well-known/crl/{list}"] = 404,
        ["HEAD /shc/.well-known/crl/{list}"] = 404,
        ["GET /.well-known/crl/{list}"] = 404,
        ["HEAD /.well-known/crl/{list}"] = 404,
        ["GET /revocations/{prefix}"] = 404,
        ["HEAD /revocations/{prefix}"] = 404,
        ["GET /divoc/api/v1/certify/uploads/{uploadId}"] = 404,
        ["HEAD /divoc/api/v1/certify/uploads/{uploadId}"] = 404,
        ["GET /divoc/api/v1/certify/uploads/{uploadId}/errors"] = 404,
        ["HEAD /divoc/api/v1/certify/uploads/{uploadId}/errors"] = 404,
        ["GET /divoc/api/v1/test/certify/uploads/{uploadId}"] = 404,
        ["HEAD /divoc/api/v1/test/certify/uploads/{uploadId}"] = 404,
        ["GET /divoc/api/v1/test/certify/uploads/{uploadId}/errors"] = 404,
        ["HEAD /divoc/api/v1/test/certify/uploads/{uploadId}/errors"] = 404,
        ["GET /certificate/api/fhir-certificate"] = 501,
        ["POST /divoc/api/v1/bulkCertify"] = 400,
        ["POST /divoc/api/v1/test/bulkCertify"] = 400,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_example_is_answered_as_documented()
    {
        foreach (var operation in api.Operations)
        {
            var (request, _) = await api.ExampleAsync(operation);
            using (request)
            {
                var answer = await api.SendAsync(operation, request);

                Assert.True(
                    answer.Status == Refused.GetValueOrDefault(operation, 200),
                    $"{operation} answers {answer.Status}: {Encoding.UTF8.GetString(answer.Bytes)}");
            }
        }
    }

    [Fact]
    public async Task Each_part_is_answered_in_each_of_its_media_types()
    {
        const string operation = "GET /certificates/{certificateId}";
        var person = await api.IssueAsync();
        var mediaTypes = api.AnswerOf(operation, 200)!["content"]!.AsObject().Select(content => content.Key).ToList();

        Assert.True(mediaTypes.Count >= 4);
        foreach (var mediaType in mediaTypes)
        {
            using var request = api.RequestOf(operation, person);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
            var answer = await api.SendAsync(operation, request);

            // These formats need settings, and EU certificates a signer certificate too, which this program has not; health cards end with
            // the event's last day, which is over.
            var expected = mediaType switch
            {
                "application/x.eu-dcc" or "application/fhir+json" => 501,
                "application/smart-health-card" => 422,
                _ => 200,
            };
            Assert.Equal(expected, answer.Status);
        }
    }

    [Fact]
    public async Task A_revoked_certificate_is_answered_and_verified_as_documented()
    {
        var person = await api.IssueAsync();
        var credential = await BytesAsync($"/certificates/{person.CertificateId}", "application/json");

        Assert.Equal("EXPIRED", (await VerifyAsync(credential))["status"]!.GetValue<string>());
        using (var revoke = api.RequestOf("POST /certificates/{certificateId}/revoke", person))
        {
            Assert.Equal(
                "REVOKED", (await api.SendAsync("POST /certificates/{certificateId}/revoke", revoke)).Body!["status"]!.GetValue<string>());
        }

        Assert.Equal("REVOKED", (await VerifyAsync(credential))["status"]!.GetValue<string>());
        foreach (var operation in new[]
        {
            "POST /divoc/api/v1/certificate/revoked",
            "GET /certificates/{certificateId}/history",
            "GET /certificates/{certificateId}",
            "GET /divoc/api/v1/certificates/{certificateId}",
            "GET /divoc/api/v1/certify/requests/{requestId}",
        })
        {
            using var request = api.RequestOf(operation, person);
            AssertCode(operation, await api.SendAsync(operation, request));
        }
    }

    [Fact]
    public async Task Invalid_calls_are_refused_as_documented()
    {
        // At once, since each refused key is answered later than the one before.
        await Parallel.ForEachAsync(
            api.Operations, new ParallelOptions { MaxDegreeOfParallelism = 12, CancellationToken = Token }, async (operation, _) =>
            {
                foreach (var spoil in new Action<HttpRequestMessage>[] { WithoutKey, OfNobody, WithLongKey })
                {
                    await RefuseAsync(operation, spoil);
                }

                if (api.Of(operation).ContainsKey("requestBody"))
                {
                    foreach (var spoil in new Action<HttpRequestMessage>[] { WithBody("{"), WithBody(""), WithBody("[]"), WithBody(
                        "{\"nonsense\":1}"), WithBody(new string(' ', 6 * 1024 * 1024)), InLatin1, Packed("br"), Packed("gzip") })
                    {
                        await RefuseAsync(operation, spoil);
                    }
                }
            });
    }

    /// <summary>Whatever is wrong with whichever field, the codes are those that the document has.</summary>
    [Theory]
    [InlineData("POST /divoc/api/v1/certify")]
    [InlineData("POST /divoc/api/v1/test/certify")]
    [InlineData("POST /divoc/api/v1/recovery/certify")]
    public async Task Invalid_events_are_refused_with_documented_codes(string operation)
    {
        var statuses = new HashSet<int>();
        var events = api.EventsOf(operation, "API-WRONG");
        foreach (var path in Leaves(events[0]!))
        {
            foreach (var value in new JsonNode?[]
            {
                null, 17.5, "", new string('x', 1001), "2199-01-01", "1700-01-01T00:00:00Z", "a\u0007b", "\u202ex", new JsonArray(),
                new JsonObject { ["x"] = 1 },
            })
            {
                var spoilt = events.DeepClone().AsArray();
                Set(spoilt[0]!, path, value);
                using var request = api.RequestOf(operation, new Person("API-WRONG", "", "", []));
                request.Headers.Remove("Idempotency-Key");
                WithBody(spoilt.ToJsonString())(request);
                var answer = await api.SendAsync(operation, request);
                statuses.Add(answer.Status);
                AssertCode(operation, answer);
                var documented = ErrorCodesOf(operation);
                var unknown = answer.Body?["errors"]?.AsArray().Select(error => error!["code"]!.GetValue<string>()).Except(documented)
                    ?? [];
                Assert.True(!unknown.Any(), $"{operation} with {path}={value}: {string.Join(", ", unknown)} is not documented.");
            }
        }

        Assert.Equal([200, 400, 422], statuses.Order());
    }

    /// <summary>Readers of orders name the members that they know.</summary>
    [Fact]
    public async Task Orders_are_documented_with_the_members_that_the_program_reads()
    {
        var orders = api.Operations.Where(operation =>
            api.Of(operation)["requestBody"]?["content"]?["application/json"]?["schema"]?["additionalProperties"]?.GetValue<bool>()
                == false)
            .ToList();
        Assert.True(orders.Count >= 8);
        foreach (var operation in orders)
        {
            var (request, _) = await api.ExampleAsync(operation);
            using (request)
            {
                request.Headers.Remove("Idempotency-Key");
                WithBody("{\"nonsense\":true}")(request);
                var answer = await api.SendAsync(operation, request);

                var told = answer.Body!["errors"]!.AsArray()
                    .Single(error => error!["code"]!.GetValue<string>() == "UNKNOWN_MEMBER")!["detail"]!
                    .GetValue<string>();
                var members = api.Of(operation)["requestBody"]!["content"]!["application/json"]!["schema"]!["properties"]!
                    .AsObject()
                    .Select(member => member.Key);
                Assert.EndsWith($"Allowed are: {string.Join(", ", members)}.", told, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Examples, and what is not checked by sending it.</summary>
    [Fact]
    public void Each_example_body_is_valid_for_its_schema()
    {
        var examples = from operation in api.Operations
                       let content = api.Of(operation)["requestBody"]?["content"]?["application/json"]
                       where content?["example"] is not null
                       select (Operation: operation, Content: content);

        Assert.True(examples.Count() > 10);
        Assert.All(examples, example => Assert.Null(api.ProblemOf(example.Content["schema"]!, example.Content["example"])));
    }

    private static void WithoutKey(HttpRequestMessage request) => request.Headers.Remove("x-functions-key");

    private static void OfNobody(HttpRequestMessage request)
    {
        var path = string.Join('/', request.RequestUri!.OriginalString.Split('/')
            .Select(step => step.StartsWith("API-", StringComparison.Ordinal) || step.Length == 26 ? "zzzzzzzzzzzzzzzzzzzzzzzzza" : step));
        request.RequestUri = new Uri(path, UriKind.Relative);
    }

    private static void WithLongKey(HttpRequestMessage request)
    {
        if (request.Headers.Remove("Idempotency-Key"))
        {
            request.Headers.Add("Idempotency-Key", new string('k', 129));
        }
    }

    private static void InLatin1(HttpRequestMessage request) =>
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json", "iso-8859-1");

    private static Action<HttpRequestMessage> Packed(string coding) => request => request.Content!.Headers.ContentEncoding.Add(coding);

    private static Action<HttpRequestMessage> WithBody(string body) => request =>
    {
        request.Content?.Dispose();
        request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
    };

    private static void AssertCode(string operation, DescribedAnswer answer)
    {
        if ((answer.Body as JsonObject)?["errorCode"]?.GetValue<string>() is { } code)
        {
            Assert.True(answer.Codes.Contains(code), $"{operation} answers {answer.Status} {code}, which is not documented there.");
        }
    }

    private static IEnumerable<string> Leaves(JsonNode node) => node is JsonObject members ? members.SelectMany(LeavesOf) : [];

    private static IEnumerable<string> LeavesOf(KeyValuePair<string, JsonNode?> member) => member.Value is JsonObject below
        ? Leaves(below).Select(leaf => $"{member.Key}.{leaf}").Append(member.Key)
        : [member.Key];

    private static void Set(JsonNode happened, string path, JsonNode? value)
    {
        var steps = path.Split('.');
        var group = steps[..^1].Aggregate(happened, (node, step) => node[step]!).AsObject();
        group[steps[^1]] = value?.DeepClone();
    }

    private HashSet<string> ErrorCodesOf(string operation)
    {
        var statuses = api.Of(operation)["responses"]!
            .AsObject()
            .Select(response => int.Parse(response.Key, System.Globalization.CultureInfo.InvariantCulture));
        return [.. statuses.SelectMany(
            status => api.AnswerOf(operation, status)!["x-codes"]?.AsArray().Select(code => code!.GetValue<string>()) ?? [])];
    }

    private async Task RefuseAsync(string operation, Action<HttpRequestMessage> spoil)
    {
        using var request = api.RequestOf(
            operation, new Person("API-NOBODY", "zzzzzzzzzzzzzzzzzzzzzzzzza", "zzzzzzzzzzzzzzzzzzzzzzzzza", []));
        spoil(request);
        AssertCode(operation, await api.SendAsync(operation, request));
    }

    private async Task<byte[]> BytesAsync(string path, string accept)
    {
        using var client = PartnerKeys.Client(api.Host.BaseAddress, PartnerKeys.South);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        return await client.GetByteArrayAsync(path, Token);
    }

    private async Task<JsonNode> VerifyAsync(byte[] credential)
    {
        const string operation = "POST /divoc/api/v1/verify";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/divoc/api/v1/verify");
        request.Content = new ByteArrayContent(credential);
        return (await api.SendAsync(operation, request)).Body!;
    }
}
