using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Divoc.Functions.Benchmarks.Service;

namespace Divoc.Functions.Benchmarks.Load;

/// <summary>Calls the service as its partners do.</summary>
internal sealed class CertifyClient(HttpClient client, Partners partners)
{
    private static readonly Uri Certify = new("/divoc/api/v1/certify", UriKind.Relative);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Posts events as one call of the partner whose turn it is.</summary>
    /// <param name="number">The number of the call.</param>
    /// <param name="persons">The numbers of the events' persons.</param>
    public async Task<PostedRequest> PostAsync(int number, IEnumerable<int> persons)
    {
        var partner = partners.Of(number);
        using var content = new ByteArrayContent(EventSource.Body(persons));
        content.Headers.ContentType = Json;
        using var request = partners.Sign(new HttpRequestMessage(HttpMethod.Post, Certify) { Content = content }, partner);
        using var answer = await AnswerAsync(request);
        var root = answer.RootElement;
        var last = root.GetProperty("certificates").EnumerateArray().Last();
        return new PostedRequest(
            number,
            partner,
            new Uri(root.GetProperty("statusUrl").GetString()!).PathAndQuery,
            last.GetProperty("certificateId").GetString()!);
    }

    /// <summary>What has become of a request's events; null as long as one is queued.</summary>
    /// <exception cref="BenchmarkException">One is neither queued nor issued.</exception>
    public async Task<IReadOnlyList<Issued>?> AskAsync(PostedRequest posted)
    {
        using var request = partners.Sign(
            new HttpRequestMessage(HttpMethod.Get, new Uri(posted.StatusPath, UriKind.Relative)), posted.Partner);
        using var answer = await AnswerAsync(request);
        var accepted = Time(answer.RootElement.GetProperty("acceptedAt"));
        var issued = new List<Issued>();
        foreach (var certificate in answer.RootElement.GetProperty("certificates").EnumerateArray())
        {
            switch (certificate.GetProperty("status").GetString())
            {
                case "ISSUED":
                    issued.Add(new Issued(
                        certificate.GetProperty("certificateId").GetString()!,
                        posted.Partner,
                        accepted,
                        Time(certificate.GetProperty("issuedAt"))));
                    break;
                case "QUEUED":
                    return null;
                default:
                    throw new BenchmarkException($"An event was not issued: {certificate}");
            }
        }

        return issued;
    }

    /// <summary>Whether the certificate of a request's last event is listed: the cheapest look there is.</summary>
    public async Task<bool> IsLastListedAsync(PostedRequest posted)
    {
        var path = new Uri($"/certificates/{posted.LastId}/credential.json", UriKind.Relative);
        using var request = partners.Sign(new HttpRequestMessage(HttpMethod.Head, path), posted.Partner);
        using var response = await client.SendAsync(request);
        return response.StatusCode == HttpStatusCode.NotFound ? false : response.EnsureSuccessStatusCode().IsSuccessStatusCode;
    }

    /// <summary>Fetches a part of a certificate.</summary>
    public async Task<byte[]> FetchAsync(string certificateId, int partner, string part)
    {
        using var request = partners.Sign(
            new HttpRequestMessage(HttpMethod.Get, new Uri($"/certificates/{certificateId}/{part}", UriKind.Relative)), partner);
        using var response = await client.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    private async Task<JsonDocument> AnswerAsync(HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request);
        if (!response.IsSuccessStatusCode)
        {
            throw new BenchmarkException(
                $"{request.Method} {request.RequestUri} was answered {(int)response.StatusCode}: "
                + $"{await response.Content.ReadAsStringAsync()}");
        }

        await using var body = await response.Content.ReadAsStreamAsync();
        return await JsonDocument.ParseAsync(body);
    }

    private static DateTimeOffset Time(JsonElement value) => DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture);
}
