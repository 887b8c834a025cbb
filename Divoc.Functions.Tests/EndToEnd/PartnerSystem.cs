using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>What the developer of a partner system does: posts events, waits, fetches.</summary>
internal sealed class PartnerSystem(HttpClient client)
{
    public static JsonArray Sample(string name)
    {
        return JsonNode.Parse(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "samples", name)))!.AsArray();
    }

    /// <summary>The sample's first event under another code.</summary>
    public static JsonObject Event(string sample, string code)
    {
        var happened = Sample(sample)[0]!.DeepClone().AsObject();
        happened["preEnrollmentCode"] = code;
        return happened;
    }

    public async Task<HttpResponseMessage> PostAsync(string path, JsonNode body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Posts events that are expected to be accepted; returns the answer.</summary>
    public async Task<JsonObject> CertifyAsync(string path, JsonNode body, string? idempotencyKey = null)
    {
        using var response = await PostAsync(path, body, idempotencyKey);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer);
        return JsonNode.Parse(answer)!.AsObject();
    }

    /// <summary>Repeats a call under its key, as callers do, until the service can take it; returns the answer.</summary>
    public Task<JsonObject> CertifyUntilTakenAsync(string path, JsonNode body, string idempotencyKey) => Eventually.FindAsync(async () =>
    {
        using var response = await PostAsync(path, body, idempotencyKey);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, answer);
        return response.StatusCode == HttpStatusCode.OK ? JsonNode.Parse(answer)!.AsObject() : null;
    });

    /// <summary>Waits until no element of a request is queued any more; returns its last status.</summary>
    public async Task<JsonObject> WaitAsync(JsonObject accepted)
    {
        var path = new Uri(accepted["statusUrl"]!.GetValue<string>()).PathAndQuery;
        return await Eventually.FindAsync(async () =>
        {
            var status = (await client.GetFromJsonAsync<JsonObject>(path, TestContext.Current.CancellationToken))!;
            return status["certificates"]!.AsArray().All(certificate => certificate!["status"]!.GetValue<string>() != "QUEUED")
                ? status
                : null;
        });
    }

    /// <summary>Posts one event and waits for its certificate; returns the certificate's id.</summary>
    public async Task<string> IssueAsync(string path, JsonObject happened)
    {
        var status = await WaitAsync(await CertifyAsync(path, new JsonArray(happened)));
        var certificate = status["certificates"]![0]!;
        Assert.Equal("ISSUED", certificate["status"]!.GetValue<string>());
        return certificate["certificateId"]!.GetValue<string>();
    }

    public Task<byte[]> FetchAsync(string certificateId, string part)
    {
        return client.GetByteArrayAsync($"/certificates/{certificateId}/{part}", TestContext.Current.CancellationToken);
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
