using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Registry.Revocations;

namespace Divoc.Functions.Registry;

/// <summary>How registry documents are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Enrollment))]
[JsonSerializable(typeof(CertifyRequestRecord))]
[JsonSerializable(typeof(IdempotencyRecord))]
[JsonSerializable(typeof(FailureRecord))]
[JsonSerializable(typeof(EnrollmentReference))]
[JsonSerializable(typeof(RevocationList))]
[JsonSerializable(typeof(SignedRevocationList))]
internal sealed partial class RegistryJson : JsonSerializerContext
{
    /// <summary>The documents are no HTML: names stay readable, and short.</summary>
    public static RegistryJson Compact => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
