namespace Divoc.Functions.Rendering;

/// <summary>How an identity is printed: a label from DIVOC's keywords, and only its last four characters.</summary>
internal static class MaskedIdentity
{
    private const int Shown = 4;
    private const string Mask = "XXXX";

    // A hash instead of the identity has no meaning for a reader.
    private const string HashMark = ":sha256:";

    private static readonly (string Keyword, string Label)[] Labels =
    [
        ("aadhaar", "Aadhaar # XXXX XXXX"),
        ("Driving", "Driver's License #"),
        ("MNREGA", "MNREGA Job Card #"),
        ("PAN", "PAN Card #"),
        ("Passbooks", "Passbook #"),
        ("Passport", "Passport #"),
        ("Pension", "Pension Document #"),
        ("Voter", "Voter ID #"),
    ];

    /// <summary>The printed form of a subject id.</summary>
    /// <param name="subjectId">
    /// An absolute IRI such as <c>did:in.gov.uidai.aadhaar:2342343334</c>; its last part between colons is the identity.
    /// </param>
    /// <param name="reference">
    /// The partner's code of the person: an id made from it is not an identity document, so nothing is printed.
    /// </param>
    public static string Of(string subjectId, string reference)
    {
        var identity = Unescape(subjectId[(subjectId.LastIndexOf(':') + 1)..]);
        if (identity.Length == 0 || identity == reference || subjectId.Contains(HashMark, StringComparison.Ordinal))
        {
            return "";
        }

        var label = Array.Find(Labels, entry => subjectId.Contains(entry.Keyword, StringComparison.Ordinal)).Label;
        // An identity that is already masked in the credential has nothing more to hide. Of a short identity, at most half is shown, so
        // that it is masked too.
        var shown = identity.StartsWith(Mask, StringComparison.Ordinal)
            ? identity[Mask.Length..]
            : identity[^Math.Min(Shown, identity.Length / 2)..];
        var masked = $"{Mask} {shown}".TrimEnd();
        return label is null ? masked : $"{label} {masked}";
    }

    private static string Unescape(string part)
    {
        return part.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(part) : part;
    }
}
