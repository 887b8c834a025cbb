using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Status;

/// <summary>How the published status is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CertificateStatusDocument))]
[JsonSerializable(typeof(StatusList))]
[JsonSerializable(typeof(StatusIndex))]
[JsonSerializable(typeof(StatusLengthDocument))]
[JsonSerializable(typeof(SignedStatus))]
[JsonSerializable(typeof(SignedStatusProtectedHeader))]
internal sealed partial class StatusJson : JsonSerializerContext
{
    /// <summary>The documents are not HTML: names stay readable, and short.</summary>
    public static StatusJson Compact => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
