using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Triggers;
using Divoc.Functions.Verification;

namespace Divoc.Functions.Tests.Portal;

/// <summary>Certificates, as a service and the portal's library see them.</summary>
internal sealed class BrowserWorld(IssuingBench bench)
{
    private readonly List<JsonObject> lines = [];
    private readonly List<BrowserCase> cases = [];
    private DateTimeOffset trustedFrom;
    private DateTimeOffset trustedUntil;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Lets the library see what is published now.</summary>
    /// <param name="shards">The shards that it may load.</param>
    public async Task PublishAsync(params IEnumerable<string> shards)
    {
        var statuses = bench.Create<StatusFunctions>();
        var files = new JsonObject
        {
            ["/revocations"] = Body(await PlainRequest.Get().AnswerAsync(request => statuses.ShowRevocationsAsync(request, Token))),
        };
        foreach (var prefix in shards)
        {
            files[$"/revocations/{prefix}"] = Body(
                await PlainRequest.Get().AnswerAsync(request => statuses.ShowRevocationShardAsync(request, prefix, Token)));
        }

        await PublishAsync(files);
    }

    /// <summary>Lets the library see some files in place of the published status.</summary>
    public async Task PublishAsync(JsonObject files)
    {
        var trust = await TrustAsync();
        trust["files"] = files;
        lines.Add(trust);
    }

    /// <summary>Adds a certificate, with what the service says of it now.</summary>
    public async Task AddAsync(string name, byte[] payload, DateTimeOffset now)
    {
        // A device loads the keys anew; the clocks of some tests go back.
        if (now < trustedFrom || now >= trustedUntil)
        {
            var trust = await TrustAsync();
            trust["keeps"] = true;
            lines.Add(trust);
        }

        lines.Add(new JsonObject
        {
            ["payload"] = Convert.ToBase64String(payload),
            ["now"] = now.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        });
        cases.Add(new BrowserCase(name, payload, await ServerAsync(payload)));
    }

    /// <summary>What both say of each certificate.</summary>
    public async Task<IReadOnlyList<(BrowserCase Case, JsonObject Local)>> JudgeAsync(BrowserLibrary library)
    {
        var told = await library.JudgeAsync(lines);
        Assert.Equal(cases.Count, told.Count);
        return [.. cases.Zip(told)];
    }

    private async Task<JsonObject> TrustAsync()
    {
        var trust = await PlainRequest.Get().AnswerAsync(request => bench.Create<TrustFunctions>().ShowAsync(request, Token));
        Assert.Equal(200, trust.Status);
        (trustedFrom, trustedUntil) = (TimeOf("issued"), TimeOf("nextUpdate"));
        return new JsonObject { ["trust"] = Encoding.UTF8.GetString(trust.Body) };

        DateTimeOffset TimeOf(string name) => DateTimeOffset.Parse(trust.Text(name)!, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The answer of the service without sentences and times, or the code of its refusal.</summary>
    private async Task<JsonObject> ServerAsync(byte[] payload)
    {
        Verdict verdict;
        try
        {
            verdict = await bench.Get<CertificateVerifier>().VerifyAsync(payload, Token);
        }
        catch (PayloadException refused)
        {
            return new JsonObject { ["code"] = refused.Code };
        }

        var answer = JsonSerializer
            .SerializeToNode(VerdictBody.Of(verdict, bench.Get<VerdictSentences>(), "en"), AnswerJson.Readable.VerdictBody)!
            .AsObject();
        answer.Remove("checkedAt");
        foreach (var reason in answer["reasons"]!.AsArray())
        {
            reason!.AsObject().Remove("message");
        }

        return answer;
    }

    private static JsonNode? Body(PlainAnswer answer) => answer.Status == 200 ? Encoding.UTF8.GetString(answer.Body) : null;
}

/// <summary>A certificate, and what the service says of it.</summary>
internal sealed record BrowserCase(string Name, byte[] Payload, JsonObject Server)
{
    /// <summary>The service's word: a status, or the code of a refusal.</summary>
    public string Word => (Server["status"] ?? Server["code"])!.GetValue<string>();
}
