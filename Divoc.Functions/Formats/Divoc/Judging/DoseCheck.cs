namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>
/// Step 6, the doses. If two numbers can be exchanged, the reading with fewer doses than the series needs is the least favourable, so
/// nobody gains by the exchange.
/// </summary>
internal static class DoseCheck
{
    /// <summary>Finds what the signature does not bind.</summary>
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
