using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>
/// A date of birth as far as it is known: a day, or only a month, or only a year (ISO 8601: <c>1987-04-21</c>, <c>1987-04</c>,
/// <c>1987</c>).
/// </summary>
[JsonConverter(typeof(BirthDateConverter))]
public readonly record struct BirthDate
{
    /// <summary>DIVOC treats a year of birth before this one as "not known".</summary>
    public const int FirstKnownYear = 1901;

    private const string MonthFormat = "yyyy-MM";
    private const int MonthLength = 7;
    private const int YearLength = 4;

    private BirthDate(DateOnly first, DateOnly last) => (First, Last) = (first, last);

    /// <summary>The first possible day.</summary>
    public DateOnly First { get; }

    /// <summary>The last possible day.</summary>
    public DateOnly Last { get; }

    /// <summary>The year.</summary>
    public int Year => First.Year;

    /// <summary>The day; null if it is not known.</summary>
    public DateOnly? Day => First == Last ? First : null;

    /// <summary>Takes a day.</summary>
    public static implicit operator BirthDate(DateOnly day) => FromDateOnly(day);

    /// <summary>Takes a day.</summary>
    public static BirthDate FromDateOnly(DateOnly day) => new(day, day);

    /// <summary>Reads a date: a day, a month or a year.</summary>
    public static bool TryParse(string text, out BirthDate born)
    {
        if (InternetTime.TryParseDate(text, out var day))
        {
            born = day;
            return true;
        }

        if (text.Length == MonthLength && TryParse(text, MonthFormat, out var month))
        {
            born = new BirthDate(month, month.AddMonths(1).AddDays(-1));
            return true;
        }

        if (text.Length == YearLength && text.All(char.IsAsciiDigit) && TryParse($"{text}-01", MonthFormat, out var year))
        {
            born = new BirthDate(year, new DateOnly(year.Year, 12, 31));
            return true;
        }

        born = default;
        return false;
    }

    /// <summary>The date, as far as it is known.</summary>
    public override string ToString()
    {
        if (Day is { } day)
        {
            return InternetTime.FormatDate(day);
        }

        return First.Month == Last.Month
            ? First.ToString(MonthFormat, CultureInfo.InvariantCulture)
            : First.ToString("yyyy", CultureInfo.InvariantCulture);
    }

    private static bool TryParse(string text, string format, out DateOnly first)
    {
        // The last month of the calendar has no day after it.
        return DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out first)
            && first < new DateOnly(9999, 12, 1);
    }

    /// <summary>Writes and reads dates of birth as texts.</summary>
    internal sealed class BirthDateConverter : JsonConverter<BirthDate>
    {
        /// <inheritdoc/>
        public override BirthDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            return reader.TokenType == JsonTokenType.String && TryParse(reader.GetString()!, out var born)
                ? born
                : throw new JsonException("A date of birth was expected.");
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, BirthDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
