using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>
/// How words of closed lists (verdicts, states, reason codes) are written in answers: in upper case, with underscores. What is stored,
/// queued, counted and logged keeps its own form; only this class converts one into the other.
/// </summary>
public static class AnswerWord
{
    /// <summary>
    /// The word as it is answered: <c>QR_TOO_LARGE</c> as it is, a broker's <c>MaxDeliveryCountExceeded</c> as
    /// <c>MAX_DELIVERY_COUNT_EXCEEDED</c>.
    /// </summary>
    public static string Of(string word)
    {
        if (word.All(IsOfWords))
        {
            return word;
        }

        var answered = JsonNamingPolicy.SnakeCaseUpper.ConvertName(word);
        return string.Concat(answered.Select(character => IsOfWords(character) ? character : '_'));
    }

    /// <summary>Whether a caller means a word: in its answered or its stored form, in any case.</summary>
    /// <param name="asked">What the caller sent.</param>
    /// <param name="word">The word as it is stored.</param>
    public static bool IsMeant(string asked, string word)
    {
        return string.Equals(asked, word, StringComparison.OrdinalIgnoreCase)
            || string.Equals(asked, Of(word), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOfWords(char character) => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character == '_';
}

/// <summary>
/// Writes the words of all enumerations, such as <c>NOT_READY</c>, also of unregistered ones. The source generator refuses the framework's
/// own converter for all enumerations, because that can't be compiled ahead of time; this program is not compiled so.
/// </summary>
internal sealed class AnswerWordConverter : JsonConverterFactory
{
    private static readonly JsonStringEnumConverter Words = new(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false);

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        return Words.CreateConverter(typeToConvert, options);
    }
}

/// <summary>Writes a word that is a text, not an enumeration, because its values are an open list: brokers, types and formats.</summary>
internal sealed class AnswerTextConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        writer.WriteStringValue(AnswerWord.Of(value));
    }
}
