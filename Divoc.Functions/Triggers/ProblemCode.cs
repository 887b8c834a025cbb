using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Triggers;

/// <summary>The <c>code</c> of a problem: a number like those of DIVOC's schema errors, or a word.</summary>
/// <param name="Number">The number; null for a word.</param>
/// <param name="Word">The word; null for a number.</param>
[JsonConverter(typeof(ProblemCodeConverter))]
public readonly record struct ProblemCode(int? Number, string? Word)
{
    /// <summary>A number.</summary>
    public static implicit operator ProblemCode(int number) => FromInt32(number);

    /// <summary>A word.</summary>
    public static implicit operator ProblemCode(string word) => FromString(word);

    /// <summary>A number.</summary>
    public static ProblemCode FromInt32(int number) => new(number, null);

    /// <summary>A word.</summary>
    public static ProblemCode FromString(string word) => new(null, word);
}

/// <summary>Writes a code as a JSON number or string.</summary>
public sealed class ProblemCodeConverter : JsonConverter<ProblemCode>
{
    /// <inheritdoc/>
    public override ProblemCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        return reader.TokenType == JsonTokenType.Number ? reader.GetInt32() : reader.GetString()!;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ProblemCode value, JsonSerializerOptions options)
    {
        if (value.Number is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(AnswerWord.Of(value.Word!));
        }
    }
}
