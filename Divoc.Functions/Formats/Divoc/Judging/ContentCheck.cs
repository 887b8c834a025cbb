namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>
/// Judges the content of a credential whose signature is good. Several members share a term, so the signature binds the values, but not which member holds which (W1; specification 02,
/// section 3.2). The checks go by what an exchange of values could have been for: <c>docs/verifying.md</c> has the rule in words.
/// </summary>
internal static class ContentCheck
{
    /// <summary>What contradicts itself, and what the signature leaves open; step by step, in the order of the rule.</summary>
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
