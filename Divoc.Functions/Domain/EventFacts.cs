using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>
/// The few facts of an event that the pages of later events show: an object that only the event's type reads, at most 2 KiB, erased with
/// the certificate. A member <c>country</c>, if there is one, says where it happened.
/// </summary>
[JsonConverter(typeof(EventFactsConverter))]
public sealed class EventFacts : IEquatable<EventFacts>
{
    /// <summary>The largest size of facts in bytes, as JSON.</summary>
    public const int MostBytes = 2048;

    private const string CountryMember = "country";

    /// <summary>Takes facts.</summary>
    /// <param name="value">An object, which must stay usable as long as the facts are.</param>
    /// <exception cref="ArgumentException">It is no object.</exception>
    /// <exception cref="FactsTooLargeException">It is too large.</exception>
    public EventFacts(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("Facts must be an object.", nameof(value));
        }

        if (JsonMarshal.GetRawUtf8Value(value).Length > MostBytes)
        {
            throw new FactsTooLargeException();
        }

        Value = value;
    }

    private EventFacts(ref Utf8JsonReader reader)
    {
        Value = JsonElement.ParseValue(ref reader);
    }

    /// <summary>The facts.</summary>
    public JsonElement Value { get; }

    /// <summary>The country where it happened, or empty.</summary>
    [JsonIgnore]
    public string Country =>
        Value.TryGetProperty(CountryMember, out var country) && country.ValueKind == JsonValueKind.String ? country.GetString()! : "";

    /// <inheritdoc/>
    public bool Equals(EventFacts? other) => other is not null && JsonElement.DeepEquals(Value, other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EventFacts);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetPropertyCount();

    /// <summary>Writes and reads facts as they are.</summary>
    internal sealed class EventFactsConverter : JsonConverter<EventFacts>
    {
        /// <inheritdoc/>
        public override EventFacts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            return reader.TokenType == JsonTokenType.StartObject
                ? new EventFacts(ref reader)
                : throw new JsonException("Facts must be an object.");
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, EventFacts value, JsonSerializerOptions options) => value.Value.WriteTo(writer);
    }
}

/// <summary>A type wants to keep more of an event than <see cref="EventFacts.MostBytes"/>.</summary>
public sealed class FactsTooLargeException() : Exception($"The facts of an event have at most {EventFacts.MostBytes} bytes.");
