using System.Globalization;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>A person's name as the certificate has it.</summary>
internal sealed class EuNames(Transliteration transliteration)
{
    /// <summary>
    /// The name of a person: the one that the caller requested, if it is the certified one; else family and given name if the partner sent
    /// both; else the whole name as family name. The program never guesses which word of a name is which.
    /// </summary>
    /// <exception cref="EventFailedException">It can't be written in A to Z.</exception>
    /// <exception cref="NameDiffersException">The requested name is another one.</exception>
    public EuName Of(Recipient person, PassportName? wanted)
    {
        if (wanted is not null)
        {
            return NameComparison.IsOf(person, wanted) ? Of(wanted) : throw new NameDiffersException();
        }

        if (string.IsNullOrWhiteSpace(person.FamilyName) || string.IsNullOrWhiteSpace(person.GivenName))
        {
            return new EuName { Family = Cut(person.Name), FamilyTransliterated = Transliterate(person.Name) };
        }

        return new EuName
        {
            Family = Cut(person.FamilyName),
            FamilyTransliterated = Transliterate(person.FamilyName),
            Given = Cut(person.GivenName),
            GivenTransliterated = Transliterate(person.GivenName),
        };
    }

    /// <summary>A text of the schema: NFC, at most 80 characters (code points), without cutting off a letter's marks.</summary>
    public static string Cut(string text)
    {
        var normal = CanonicalForm.Of(text.Trim());
        var (length, points) = (0, 0);
        var elements = StringInfo.GetTextElementEnumerator(normal);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            points += element.EnumerateRunes().Count();
            if (points > Transliteration.LongestName)
            {
                break;
            }

            length += element.Length;
        }

        return normal[..length].TrimEnd();
    }

    private static EuName Of(PassportName wanted) => new()
    {
        Family = Cut(wanted.Family),
        FamilyTransliterated = wanted.FamilyTransliterated,
        Given = wanted.Given is null ? null : Cut(wanted.Given),
        GivenTransliterated = wanted.GivenTransliterated,
    };

    private string Transliterate(string name)
    {
        return transliteration.Of(name) ?? throw EuRefusals.Name.ToException();
    }
}
