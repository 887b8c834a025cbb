namespace Divoc.Functions.Formats;

/// <summary>
/// A person's name as in the passport, sent by the caller who fetches a certificate. A format with such names compares it with the
/// certified one before it writes it.
/// </summary>
/// <param name="Family">The family name.</param>
/// <param name="FamilyTransliterated">
/// The same in the letters of the machine-readable line: <c>A</c> to <c>Z</c>, with <c>&lt;</c> between its parts (ICAO Doc 9303 Part 3).
/// </param>
/// <param name="Given">The given names; null for none, and then <paramref name="GivenTransliterated"/> is null too.</param>
/// <param name="GivenTransliterated">The same in those letters.</param>
public sealed record PassportName(string Family, string FamilyTransliterated, string? Given, string? GivenTransliterated);

/// <summary>The name that the caller wants is not the certified one.</summary>
public sealed class NameDiffersException() : Exception(
    "The name that was sent differs from the certified name. Send every part of the certified name and nothing else, or correct the "
    + "event.");
