using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Types;

namespace Divoc.Functions.Tests.Types;

/// <summary>A type of which a test changes something.</summary>
internal sealed class AlteredType(ICertificateType inner) : ICertificateType
{
    public string Name => inner.Name;

    public int Version { get; init; } = inner.Version;

    public IReadOnlyList<RequestShape> Shapes { get; init; } = inner.Shapes;

    public IReadOnlyList<string> Rules => inner.Rules;

    public string KeyWords => inner.KeyWords;

    public string KeyPath { get; init; } = inner.KeyPath;

    public PageKind Page { get; init; } = inner.Page;

    public Action<EventCheck> Rule { get; init; } = inner.Check;

    public Func<JsonElement, CertificateKey?> Key { get; init; } = inner.KeyOf;

    public Func<JsonElement, EventFacts> Facts { get; init; } = inner.FactsOf;

    public Func<CertificateKey, IEnumerable<EarlierEvent>, IReadOnlyList<EarlierEvent>> Earlier { get; init; } = inner.EarlierOf;

    public Func<RequestShape, JsonElement> Sample { get; init; } = inner.SampleOf;

    public Func<JsonElement, Summary> Summary { get; init; } = inner.Summarize;

    public void Complete(ElementValues element) => inner.Complete(element);

    public void Check(EventCheck check) => Rule(check);

    public CertificateKey? KeyOf(JsonElement data) => Key(data);

    public Validity ValidityOf(JsonElement data) => inner.ValidityOf(data);

    public EventFacts FactsOf(JsonElement data) => Facts(data);

    public JsonElement ClaimsOf(JsonElement data, string subjectId) => inner.ClaimsOf(data, subjectId);

    public IReadOnlyList<EarlierEvent> EarlierOf(CertificateKey key, IEnumerable<EarlierEvent> others) => Earlier(key, others);

    public Summary Summarize(JsonElement claims) => Summary(claims);

    public PageFacts PageFactsOf(AcceptedEvent accepted, IReadOnlyList<EarlierEvent> earlier) => inner.PageFactsOf(accepted, earlier);

    public JsonElement SampleOf(RequestShape shape) => Sample(shape);
}
