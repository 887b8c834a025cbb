using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats.Divoc;

namespace Divoc.Functions.Triggers.Divoc;

/// <summary>How the answers of DIVOC's own routes are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AnswerWordConverter)])]
[JsonSerializable(typeof(CertificateRecord))]
[JsonSerializable(typeof(RevokedDosesBody))]
[JsonSerializable(typeof(UploadBody))]
[JsonSerializable(typeof(IReadOnlyList<UploadBody>))]
internal sealed partial class DivocAnswerJson : JsonSerializerContext
{
    /// <summary>JSON answers are never embedded in HTML, so texts stay readable.</summary>
    public static DivocAnswerJson Readable => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
