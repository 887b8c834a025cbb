using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Divoc.Functions.Commands.Service;

namespace Divoc.Functions.Commands.Certify;

/// <summary>
/// Issues events with a service, waits for them, and writes their certificates into a folder, each into a subfolder named by its id.
/// </summary>
internal sealed class EventIssuer(ServiceClient service, string route, string folder)
{
    private static readonly TimeSpan BetweenMeasurements = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Makes one call and waits until all its events are done. The same events make the same call, so events that were accepted before a
    /// stop are not issued twice.
    /// </summary>
    /// <param name="body">The body of the call: a JSON array of events.</param>
    /// <param name="numbers">The place of each event in the file.</param>
    /// <param name="stop">Cancels the wait.</param>
    /// <exception cref="ServiceRefusalException">The service refused the call and accepted no event of it.</exception>
    public async Task<IReadOnlyList<EventLine>> IssueAsync(ReadOnlyMemory<byte> body, IReadOnlyList<int> numbers, CancellationToken stop)
    {
        var accepted = await service.PostAsync(route, body, Convert.ToHexStringLower(SHA256.HashData(body.Span)), stop);
        List<EventLine> lines = [];
        foreach (var element in await FollowAsync($"/divoc/api/v1/certify/requests/{accepted["requestId"]}", stop))
        {
            var line = EventLine.Of(numbers[element!["index"]!.GetValue<int>()], element);
            if (line.HasCertificate && element["links"] is JsonObject links)
            {
                await FetchAsync(line.CertificateId, links, stop);
            }

            lines.Add(line);
        }

        return lines;
    }

    private async Task<JsonArray> FollowAsync(string request, CancellationToken stop)
    {
        while (true)
        {
            var certificates = (await service.GetAsync(request, stop))["certificates"]!.AsArray();
            if (certificates.All(element => element!["status"]!.ToString() != "QUEUED"))
            {
                return certificates;
            }

            await Task.Delay(BetweenMeasurements, stop);
        }
    }

    private async Task FetchAsync(string certificateId, JsonObject links, CancellationToken stop)
    {
        var own = Path.Combine(folder, certificateId);
        Directory.CreateDirectory(own);
        foreach (var part in links.Select(link => link.Value!.ToString().Split('/')[^1]))
        {
            await WholeFile.WriteAsync(
                Path.Combine(own, part), await service.GetBytesAsync($"/certificates/{certificateId}/{part}", stop), stop);
        }
    }
}
