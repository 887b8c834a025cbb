using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Tests.Faults;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Messaging;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Triggers;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Growth;

/// <summary>The rooms of the service without a host, with the type and the formats of the tests registered.</summary>
public sealed class GrownBench : IAsyncDisposable
{
    private readonly HashSet<string> delivered = new(StringComparer.Ordinal);

    public GrownBench()
        : this(null)
    {
    }

    internal GrownBench(Action<IServiceCollection>? configure)
    {
        Queue = new InMemoryMessageQueue(TimeProvider.System);
        Bench = new IssuingBench(services =>
        {
            services.AddMessageQueue(Queue).AddSingleton<IPdfWriter, ShortPageWriter>().AddConvalescence().AddCompactJws();
            configure?.Invoke(services);
        });
        Events = Bench.Create<EventFunctions>();
        Certificates = Bench.Create<CertificateFunctions>();
    }

    internal InMemoryMessageQueue Queue { get; }

    internal IssuingBench Bench { get; }

    internal EventFunctions Events { get; }

    internal CertificateFunctions Certificates { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => Bench.DisposeAsync();

    internal Task<PlainAnswer> CertifyAsync(
        string type, JsonNode happened, string query = "", params IEnumerable<(string Name, string Value)> headers)
    {
        return CertifyAsync(
            type, happened is JsonArray ? happened.ToJsonString() : new JsonArray(happened.DeepClone()).ToJsonString(), query, headers);
    }

    internal Task<PlainAnswer> CertifyAsync(
        string type, string body, string query = "", params IEnumerable<(string Name, string Value)> headers)
    {
        var request = PlainRequest.Post(body, headers);
        request.QueryString = new(query);
        return request.AnswerAsync(call => Events.CertifyAsync(call, type, Token));
    }

    /// <summary>The event of a message that was queued.</summary>
    internal CertificationEvent Sent(string certificateId) =>
        CertificationEventJson.Parse(Queue.Sent.Single(message => message.MessageId == certificateId).Body)!;

    /// <summary>Delivers what was queued and not delivered yet, once each.</summary>
    internal async Task DeliverAsync()
    {
        foreach (var message in Queue.Sent.Where(message => delivered.Add(message.MessageId)).ToList())
        {
            if (CertificationEventJson.Parse(message.Body) is { } certification)
            {
                Assert.True((await Bench.DeliverAsync(certification)).IsUntouched);
            }
        }
    }

    /// <summary>Accepts and issues one event; returns the certificate's id.</summary>
    internal async Task<string> IssueAsync(string type, JsonNode happened)
    {
        var id = IdOf(await CertifyAsync(type, happened));
        await DeliverAsync();
        return id;
    }

    internal async Task<PlainAnswer> FetchAsync(string certificateId, string query = "")
    {
        return await PlainRequest.Get(query).AnswerAsync(request => Certificates.FetchAsync(request, certificateId, Token));
    }

    internal static string IdOf(PlainAnswer accepted)
    {
        Assert.True(accepted.Status == 200, accepted.Json.ToJsonString());
        return accepted.Json["certificates"]![0]!["certificateId"]!.GetValue<string>();
    }
}
