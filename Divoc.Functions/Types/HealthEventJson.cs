using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>
/// The JSON form of vaccinations and tests (version 1 of both): DIVOC's member names, dates as <c>YYYY-MM-DD</c>, date-times with three fraction digits and
/// their offset, absent members left out. What is written is read back the same.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(InternetTimeConverter)])]
[JsonSerializable(typeof(HealthEvent))]
internal sealed partial class HealthEventJson : JsonSerializerContext
{
    /// <summary>Letters of all scripts stay as they are, so that an event is about as long as it came.</summary>
    public static HealthEventJson Compact => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
