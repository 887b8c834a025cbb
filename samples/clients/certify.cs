// Certifies the events of a file, waits, and keeps credential, QR code and page of each certificate.
//
// dotnet run certify.cs EVENTS.json FOLDER, with the service's address in CERTIFICATE_SERVICE and your access key in CERTIFICATE_KEY.
// Nothing but the .NET 10 SDK is needed. Ends with 0 when each event has a certificate, else with 1.
#:property PublishAot=false
using System.Security.Cryptography;
using System.Text.Json.Nodes;

const int Tries = 10;
var service = Environment.GetEnvironmentVariable("CERTIFICATE_SERVICE") ?? "http://localhost:7071";
using var client = new HttpClient();
client.DefaultRequestHeaders.TryAddWithoutValidation("x-functions-key", Environment.GetEnvironmentVariable("CERTIFICATE_KEY"));

var body = await File.ReadAllBytesAsync(args[0]);
// The same file has the same key: whatever breaks off, run it again and nothing is certified twice.
var accepted = await JsonOf(
    await CallAsync($"{service.TrimEnd('/')}/divoc/api/v1/certify", body, Convert.ToHexStringLower(SHA256.HashData(body))));
foreach (var warning in accepted["warnings"]!.AsArray())
    Console.Error.WriteLine($"  {warning!["pointer"]} {warning["code"]}: {warning["detail"]}");

HttpResponseMessage polled;
JsonArray certificates;
do
{
    polled = await CallAsync($"{accepted["statusUrl"]}");
    certificates = (await JsonOf(polled))["certificates"]!.AsArray();
    await Task.Delay(polled.Headers.RetryAfter?.Delta ?? TimeSpan.Zero);
}
while (certificates.Any(one => $"{one!["status"]}" == "QUEUED"));

Directory.CreateDirectory(args[1]);
foreach (var one in certificates)
{
    Console.WriteLine($"{one!["index"]} {one["status"]} {one["certificateId"]} {one["reason"]}");
    var name = Path.Combine(args[1], $"{one["certificateId"]}");
    foreach (var (part, extension) in new[] { ("credential", "json"), ("qr", "png"), ("pdf", "pdf") })
        if (one["links"]?[part] is { } link)
            await File.WriteAllBytesAsync($"{name}.{extension}", await (await CallAsync($"{link}")).Content.ReadAsByteArrayAsync());
}

return certificates.All(one => one!["links"] is not null) ? 0 : 1;

// Calls until the service can answer: an outage, a full quota and a lost connection pass by.
async Task<HttpResponseMessage> CallAsync(string url, byte[]? content = null, string? key = null)
{
    for (var attempt = 1; ; attempt++)
    {
        var wait = TimeSpan.FromSeconds(attempt);
        try
        {
            using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, url);
            if (content is not null)
                request.Content = new ByteArrayContent(content) { Headers = { ContentType = new("application/json") } };
            if (key is not null)
                request.Headers.Add("Idempotency-Key", key);
            var answer = await client.SendAsync(request);
            if (answer.IsSuccessStatusCode)
                return answer;
            if ((int)answer.StatusCode is not (429 or 500 or 503) || attempt == Tries)
                Explain(await JsonOf(answer));
            wait = answer.Headers.RetryAfter?.Delta ?? wait;
        }
        catch (Exception lost) when (attempt < Tries && lost is (HttpRequestException or TaskCanceledException))
        {
        }

        await Task.Delay(wait);
    }
}

// A refusal lists everything that is wrong: each place, a stable code and a sentence.
static void Explain(JsonNode problem)
{
    Console.Error.WriteLine($"{problem["errorCode"]} {problem["detail"]}");
    foreach (var error in problem["errors"]?.AsArray() ?? [])
        Console.Error.WriteLine($"  {error!["pointer"]} {error["code"]}: {error["detail"]}");
    Environment.Exit(1);
}

static async Task<JsonNode> JsonOf(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
