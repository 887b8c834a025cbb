using System.Globalization;
using System.Text.RegularExpressions;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>Texts as the profiles require them.</summary>
internal static partial class CardTexts
{
    private const int LongestDisplay = 30;

    /// <summary>Lot numbers have fewer than 20 characters.</summary>
    private const int LongestLot = 19;

    /// <summary>
    /// The name: family and given names if the partner sent both, else the whole as one text. The program never guesses which word of a
    /// name is which.
    /// </summary>
    public static CardName NameOf(Recipient person)
    {
        return string.IsNullOrWhiteSpace(person.FamilyName) || string.IsNullOrWhiteSpace(person.GivenName)
            ? new CardName(null, null, Normal(person.Name))
            : new CardName(Normal(person.FamilyName), [Normal(person.GivenName)], null);
    }

    /// <summary>The known part of the date. A year that is calculated from an age is not certain, so then there is none.</summary>
    public static string? BirthDateOf(Recipient person, string? knownTo)
    {
        return knownTo is BirthKnowledge.Day or BirthKnowledge.Month or BirthKnowledge.Year ? person.Dob?.ToString() : null;
    }

    /// <summary>The name of a facility, cut without separating a letter from its marks; null for none.</summary>
    public static string? DisplayOf(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        var normal = Normal(name);
        var length = 0;
        var elements = StringInfo.GetTextElementEnumerator(normal);
        while (elements.MoveNext() && length + elements.GetTextElement().Length <= LongestDisplay)
        {
            length += elements.GetTextElement().Length;
        }

        return length == 0 ? null : normal[..length].TrimEnd();
    }

    /// <summary>
    /// The lot number without the word before it; null for none, or if it is longer than allowed: a part of a number would be another
    /// number.
    /// </summary>
    public static string? LotOf(string? batch)
    {
        var lot = LeadingWord().Replace(Normal(batch ?? ""), "");
        return lot.Length is > 0 and <= LongestLot ? lot : null;
    }

    /// <summary>RFC 3339 in whole seconds, with the offset that was sent.</summary>
    public static string InstantOf(DateTimeOffset instant)
    {
        return instant.ToString(
            instant.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    }

    private static string Normal(string text) => CanonicalForm.Of(text.Trim());

    [GeneratedRegex(@"^(?:lot|batch)(?:\s*(?:no\.?|number|nr\.?|#))?[\s:#.]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LeadingWord();
}
