namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>Step 4, members whose words are closed: whatever was moved there from another member is none of them.</summary>
internal static class ClosedWordCheck
{
    /// <summary>What is wrong.</summary>
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

    private static bool IsResult(string word, IssuerProfile profile) => JudgingRules.Shipped.Results.Contains(word) || profile.Results.Contains(word);
}
