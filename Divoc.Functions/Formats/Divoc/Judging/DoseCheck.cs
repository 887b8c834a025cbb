namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>Step 6, the doses. That fewer doses were given than belong to the series is the least favourable reading of two numbers, so nobody gains by that exchange.</summary>
internal static class DoseCheck
{
    /// <summary>What is open.</summary>
    public static IEnumerable<VerificationReason> Of(PresentedCredential credential, IssuerProfile profile)
    {
        if (credential.IsTest || credential.IsRecovery)
        {
            return [];
        }

        if (credential.Dose is not { } dose || credential.TotalDoses is not { } total)
        {
            return [DivocReasons.DoseNotStated with { Pointer = "/evidence/0/dose" }];
        }

        return dose <= total || profile.LargestSeries < dose
            ? []
            : [DivocReasons.DosesNotBound with { Pointer = "/evidence/0/dose", Pointers = ["/evidence/0/dose", "/evidence/0/totalDoses"] }];
    }
}
