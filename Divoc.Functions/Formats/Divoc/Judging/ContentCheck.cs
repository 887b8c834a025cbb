namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>
/// Checks the content of a credential whose signature is valid. Several members share a term, so the signature covers the values, but not
/// which member has which value (W1; specification 02, section 3.2). The checks ask what an exchange of values could achieve:
/// <c>docs/verifying.md</c> has the rule in words.
/// </summary>
internal static class ContentCheck
{
    /// <summary>Finds contradictions, and what the signature does not cover; step by step, in the order of the rule.</summary>
    public static IReadOnlyList<VerificationReason> Of(PresentedCredential credential, IssuerProfile profile)
    {
        List<VerificationReason> reasons =
        [
            .. NodeCheck.Of(credential),
            .. ClosedWordCheck.Of(credential, profile),
            .. DateCheck.Of(credential, profile),
            .. DoseCheck.Of(credential, profile),
            .. KnownWordCheck.Of(credential, profile),
        ];
        return reasons.Exists(reason => reason.Status != VerificationStatus.Valid) ? reasons : [.. reasons, .. OpenMembers.Of(credential)];
    }
}
