using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Operations;

namespace Divoc.Functions.Triggers;

/// <summary>How answers are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AnswerWordConverter)])]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(AcceptedBody))]
[JsonSerializable(typeof(RequestStatusBody))]
[JsonSerializable(typeof(RequestsBody))]
[JsonSerializable(typeof(FoundCertificatesBody))]
[JsonSerializable(typeof(TypesBody))]
[JsonSerializable(typeof(TypeBody))]
[JsonSerializable(typeof(CertificateStateBody))]
[JsonSerializable(typeof(CertificateHistoryBody))]
[JsonSerializable(typeof(FailuresBody))]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(DiscardReport))]
[JsonSerializable(typeof(DiscardedEventBody))]
[JsonSerializable(typeof(OwnerReport))]
[JsonSerializable(typeof(AuditBody))]
[JsonSerializable(typeof(KeysBody))]
[JsonSerializable(typeof(RetiredKeyBody))]
[JsonSerializable(typeof(CertificateRequestBody))]
[JsonSerializable(typeof(SelfSignedBody))]
[JsonSerializable(typeof(RebuiltBody))]
[JsonSerializable(typeof(OverviewReport))]
[JsonSerializable(typeof(VerdictBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonArray))]
internal sealed partial class AnswerJson : JsonSerializerContext
{
    /// <summary>JSON answers are never embedded in HTML, so texts stay readable.</summary>
    public static AnswerJson Readable => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
