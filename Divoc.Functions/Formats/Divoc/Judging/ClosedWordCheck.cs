namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>Step 4, members with a closed list of words: a value that was moved there from another member is not in the list.</summary>
internal static class ClosedWordCheck
{
    /// <summary>Finds wrong words.</summary>
    public static IEnumerable<VerificationReason> Of(PresentedCredential credential, IssuerProfile profile)
    {
        if (credential.IsTest && !IsResult(PresentedCredential.Text(credential.Evidence, "result") ?? "", profile))
        {
            yield return DivocReasons.ResultUnknown with { Pointer = "/evidence/0/result" };
        }

        if (PresentedCredential.Text(credential.Evidence, "icd11Code") is { } code && !JudgingRules.Shipped.IsIcd11Code(code))
        {
            yield return DivocReasons.CodeForm with { Pointer = "/evidence/0/icd11Code" };
        }
    }

    private static bool IsResult(string word, IssuerProfile profile) =>
        JudgingRules.Shipped.Results.Contains(word) || profile.Results.Contains(word);
}
