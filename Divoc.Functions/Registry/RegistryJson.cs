using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Registry;

/// <summary>How the documents of requests and keys are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CertifyRequestRecord))]
[JsonSerializable(typeof(IdempotencyRecord))]
[JsonSerializable(typeof(FailureRecord))]
[JsonSerializable(typeof(RememberedKey))]
[JsonSerializable(typeof(PartnerUsage))]
[JsonSerializable(typeof(UpdateNote))]
[JsonSerializable(typeof(OwnedRequest))]
[JsonSerializable(typeof(UploadRecord))]
[JsonSerializable(typeof(UploadChunk))]
[JsonSerializable(typeof(UploadListEntry))]
[JsonSerializable(typeof(AuditRecord))]
[JsonSerializable(typeof(ActivityRecord))]
[JsonSerializable(typeof(SweepCursor))]
internal sealed partial class RegistryJson : JsonSerializerContext
{
    /// <summary>The documents are not HTML: names stay readable, and short.</summary>
    public static RegistryJson Compact => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
