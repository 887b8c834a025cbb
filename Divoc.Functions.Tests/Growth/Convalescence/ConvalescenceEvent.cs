using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Tests.Growth.Convalescence;

/// <summary>A person recovered from a disease: the normalised event (version 1 of the type).</summary>
internal sealed record ConvalescenceEvent
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public required string PreEnrollmentCode { get; init; }

    public string? ProgramId { get; init; }

    public required Recipient Recipient { get; init; }

    public required ConvalescenceDetails Convalescence { get; init; }

    public required ConvalescenceFacility Facility { get; init; }

    public JsonElement? Meta { get; init; }

    /// <summary>Reads a normalised event.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static ConvalescenceEvent Read(JsonElement data) =>
        data.Deserialize<ConvalescenceEvent>(Form) ?? throw new JsonException("A convalescence was expected.");

    /// <summary>Writes the normalised event.</summary>
    public JsonElement Write() => JsonSerializer.SerializeToElement(this, Form);
}

/// <summary>The disease, the day of the first positive test, and the days on which the certificate holds.</summary>
internal sealed record ConvalescenceDetails
{
    public required string Disease { get; init; }

    public required DateOnly FirstPositive { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public required DateOnly ValidUntil { get; init; }

    public string? Laboratory { get; init; }
}

/// <summary>Where the convalescence was attested.</summary>
internal sealed record ConvalescenceFacility
{
    public required string Name { get; init; }

    public ConvalescenceAddress? Address { get; init; }
}

/// <summary>As much of an address as is asked for.</summary>
internal sealed record ConvalescenceAddress
{
    public string? District { get; init; }

    public required string Country { get; init; }
}
