namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>
/// Step 7, words: if a member has a word that is known for another member with the same term, the two may have been exchanged. An unknown
/// word is never a reason against a certificate.
/// </summary>
internal static class KnownWordCheck
{
    private const string Result = "result";

    /// <summary>Finds what the signature does not bind.</summary>
    public static IEnumerable<VerificationReason> Of(PresentedCredential credential, IssuerProfile profile)
    {
        return JudgingRules.Shipped.MembersOfKnownWords.SelectMany(member => OthersOf(credential, member, profile))
            .Concat(CodesOf(credential));
    }

    private static IEnumerable<VerificationReason> OthersOf(PresentedCredential credential, string member, IssuerProfile profile)
    {
        var group = JudgingRules.Shipped.GroupsOf(credential.Kind, "evidence").FirstOrDefault(group => group.Contains(member));
        if (group is null || PresentedCredential.Text(credential.Evidence, member) is not { } value)
        {
            return [];
        }

        return group.Where(other =>
            other != member && PresentedCredential.Text(credential.Evidence, other) is { } text && IsAnother(member, value, text, profile))
            .Select(other => (member == Result ? DivocReasons.ResultNotBound : DivocReasons.WordsNotBound) with
            {
                Pointer = $"/evidence/0/{member}",
                Pointers = [$"/evidence/0/{member}", $"/evidence/0/{other}"],
            });
    }

    /// <summary>Whether a text is a known value of the member with another meaning than the present one.</summary>
    private static bool IsAnother(string member, string value, string text, IssuerProfile profile)
    {
        if (member == Result && profile.Results.Contains(text))
        {
            return text != value;
        }

        return JudgingRules.Shipped.MeaningOf(member, text) is { } meaning && JudgingRules.Shipped.MeaningOf(member, value) != meaning;
    }

    /// <summary>The vaccine, its code and its prophylaxis must fit together, as far as the table knows them.</summary>
    private static IEnumerable<VerificationReason> CodesOf(PresentedCredential credential)
    {
        var code = PresentedCredential.Text(credential.Evidence, "icd11Code");
        (string Pointer, IReadOnlyCollection<string> Codes)[] present =
        [
            ("/evidence/0/vaccine", JudgingRules.Shipped.CodesOfVaccine(PresentedCredential.Text(credential.Evidence, "vaccine") ?? "")),
            ("/evidence/0/icd11Code", code is not null && JudgingRules.Shipped.KnowsCode(code) ? [code] : []),
            (
                "/evidence/0/prophylaxis",
                JudgingRules.Shipped.CodesOfProphylaxis(PresentedCredential.Text(credential.Evidence, "prophylaxis") ?? "")),
        ];
        var known = present.Where(one => one.Codes.Count > 0).ToList();
        foreach (var (index, one) in known.Index())
        {
            if (known.Skip(index + 1).FirstOrDefault(other => !other.Codes.Intersect(one.Codes).Any()) is { Codes: not null } other)
            {
                yield return DivocReasons.VaccineCodesDisagree with { Pointer = one.Pointer, Pointers = [one.Pointer, other.Pointer] };
            }
        }
    }
}
