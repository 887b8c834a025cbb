using System.Text.RegularExpressions;

namespace Divoc.Functions.Domain;

/// <summary>
/// Ids of certificates: those of this service (<see cref="RandomId"/>, 26 characters), and those of imported certificates, which in DIVOC
/// have 9 or 12 digits.
/// </summary>
public static partial class CertificateId
{
    /// <summary>A new id, which can't be guessed.</summary>
    public static string New() => RandomId.New();

    /// <summary>Whether a text is an id in its stored form.</summary>
    public static bool IsWellFormed(string? text) => RandomId.IsWellFormed(text) || (text is not null && Imported().IsMatch(text));

    /// <summary>
    /// Reads an id that somebody typed or scanned. Upper case counts as lower case in ids of this service, because no letter can be
    /// mistaken for another.
    /// </summary>
    /// <returns>The id in its stored form; null if the text can't be one.</returns>
    public static string? Read(string? text)
    {
        return RandomId.Read(text) ?? (IsWellFormed(text) ? text : null);
    }

    /// <summary>The id at the end of an address, after its last delimiter; null if there is none.</summary>
    public static string? AtEndOf(string address)
    {
        var tail = address[^Math.Min(RandomId.Length, address.Length)..];
        if (RandomId.IsWellFormed(tail))
        {
            return tail;
        }

        return ImportedAtEnd().Match(address) is { Success: true } match ? match.Groups[1].Value : null;
    }

    [GeneratedRegex("^(?:[0-9]{9}|[0-9]{12})$", RegexOptions.CultureInvariant)]
    private static partial Regex Imported();

    [GeneratedRegex("(?:^|[^0-9A-Za-z])([0-9]{9}|[0-9]{12})$", RegexOptions.CultureInvariant)]
    private static partial Regex ImportedAtEnd();
}
