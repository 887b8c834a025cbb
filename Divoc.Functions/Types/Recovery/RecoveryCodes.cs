using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Types.Recovery;

/// <summary>
/// What the tables said about a recovery when its certificate was issued: <c>codes</c> in its claims. Unknown codes are null.
/// </summary>
public sealed record RecoveryCodes
{
    /// <summary>The version of the tables.</summary>
    public required int Tables { get; init; }

    /// <summary>The disease.</summary>
    public DiseaseCodes? Disease { get; init; }

    /// <summary>The kind of the first positive test.</summary>
    public TestKindCodes? Kind { get; init; }

    /// <summary>Where the person was tested.</summary>
    public CountryCodes? Country { get; init; }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The value has another form.</exception>
    public static RecoveryCodes Read(JsonElement codes)
    {
        return codes.Deserialize(RecoveryCodesJson.Default.RecoveryCodes) ?? throw new JsonException("Codes of a recovery were expected.");
    }

    /// <summary>Writes them for the claims.</summary>
    public JsonElement Write() => JsonSerializer.SerializeToElement(this, RecoveryCodesJson.Default.RecoveryCodes);
}

/// <summary>How the codes are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RecoveryCodes))]
internal sealed partial class RecoveryCodesJson : JsonSerializerContext;
