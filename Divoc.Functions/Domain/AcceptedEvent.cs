using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>An event that was accepted for certification, in the form of its certificate type.</summary>
/// <param name="Type">The name of the certificate type, such as <c>vaccination</c>.</param>
/// <param name="Version">The version of the type's definition, from 1: a changed definition never reads old data in a new way.</param>
/// <param name="Shape">The request shape of the type in which it was sent.</param>
/// <param name="Data">The normalised event, an object that only its type can read.</param>
public sealed record AcceptedEvent(string Type, int Version, string Shape, JsonElement Data)
{
    /// <summary>The code of the person in the partner's system, which events of every type have; empty if it is missing.</summary>
    [JsonIgnore]
    public string PreEnrollmentCode => TextOf("preEnrollmentCode");

    /// <summary>Data of the partner that only the page shows; null for nothing.</summary>
    [JsonIgnore]
    public JsonElement? Meta => Data.TryGetProperty("meta", out var meta) && meta.ValueKind == JsonValueKind.Object ? meta : null;

    private string TextOf(string member) =>
        Data.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
