using System.Text.Json;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>How far a date of birth is known: words in stored claims, so they never change.</summary>
internal static class BirthKnowledge
{
    /// <summary>The date is exact.</summary>
    public const string Day = "day";

    /// <summary>Year and month are known.</summary>
    public const string Month = "month";

    /// <summary>The year is known.</summary>
    public const string Year = "year";

    /// <summary>Only the age in years is known.</summary>
    public const string Age = "age";

    /// <summary>Nothing is known.</summary>
    public const string Nothing = "nothing";

    /// <summary>The word for an event with DIVOC's members; null if it has no <c>recipient</c>.</summary>
    public static string? Of(JsonElement data)
    {
        var person = EventJson.Member(data, "recipient");
        if (person.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (BirthDate.TryParse(EventJson.Text(person, "dob"), out var born))
        {
            return Of(born);
        }

        return EventJson.Text(person, "age").Length > 0 ? Age : Nothing;
    }

    private static string Of(BirthDate born)
    {
        if (born.Day is not null)
        {
            return Day;
        }

        return born.First.Month == born.Last.Month ? Month : Year;
    }
}
