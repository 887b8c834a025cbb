using Divoc.Functions.Domain;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>Step 5, the dates: whether their order is right, and whether another order of the same dates would be possible too.</summary>
internal sealed class DateCheck
{
    /// <summary>The last day, which an issuer may leave out.</summary>
    public const string End = "effectiveUntil";

    private const string Date = "date";
    private const string Start = "effectiveStart";
    private const string Sample = "sampleCollectionTimestamp";
    private const string Result = "resultTimestamp";
    private const string FirstPositive = "firstPositiveTestDate";

    private readonly Dictionary<string, PresentedDate> dates = [];
    private readonly List<VerificationReason> reasons = [];

    private DateCheck()
    {
    }

    /// <summary>Finds wrong dates, and dates that the signature does not bind.</summary>
    public static IEnumerable<VerificationReason> Of(PresentedCredential credential, IssuerProfile profile)
    {
        var check = new DateCheck();
        check.Read(credential);
        if (check.reasons.Count == 0)
        {
            check.Check(credential, profile);
        }

        return check.reasons;
    }

    private void Check(PresentedCredential credential, IssuerProfile profile)
    {
        if (credential.IsTest)
        {
            CheckTest(dates[Sample], dates[Result]);
        }
        else if (credential.IsRecovery)
        {
            CheckRecovery();
        }
        else
        {
            CheckVaccination(profile);
        }
    }

    private static string[] MembersOf(PresentedCredential credential)
    {
        if (credential.IsTest)
        {
            return [Sample, Result];
        }

        return credential.IsRecovery ? [FirstPositive, Start, End] : [Date, Start, End];
    }

    private void Read(PresentedCredential credential)
    {
        foreach (var member in MembersOf(credential))
        {
            var text = PresentedCredential.Text(credential.Evidence, member);
            if (text is null && member is Start or End)
            {
                continue;
            }

            if (PresentedDate.TryRead(member, text ?? "") is { } date)
            {
                dates[member] = date;
            }
            else
            {
                reasons.Add(VerificationReasons.DateUnreadable with { Pointer = $"/evidence/0/{member}" });
            }
        }

        if (!InternetTime.TryParseInstant(credential.IssuanceDate, out _))
        {
            reasons.Add(VerificationReasons.DateUnreadable with { Pointer = "/issuanceDate" });
        }
    }

    private void CheckTest(PresentedDate sample, PresentedDate result)
    {
        CheckOrder(sample, result);
        if (reasons.Count == 0 && sample.IsInstant != result.IsInstant && sample.Day != result.Day && !result.IsAfter(sample))
        {
            // A day and an instant beside each other are in order either way.
            reasons.Add(DivocReasons.DatesNotBound with { Pointer = sample.Pointer, Pointers = [sample.Pointer, result.Pointer] });
        }
    }

    /// <summary>Each date has its own term, so the signature shows which is which, and none can have been removed.</summary>
    private void CheckRecovery()
    {
        if (dates.TryGetValue(Start, out var start) && dates.TryGetValue(End, out var end))
        {
            CheckOrder(start, end);
        }
    }

    private void CheckVaccination(IssuerProfile profile)
    {
        var (date, start, end) = (dates[Date], dates.GetValueOrDefault(Start), dates.GetValueOrDefault(End));
        if (start is not null && end is not null)
        {
            CheckOrder(start, end);
        }

        if (end is not null)
        {
            CheckOrder(date, end);
        }

        if (reasons.Count == 0 && IsEndOpen(profile, date, start, end))
        {
            reasons.Add(DivocReasons.EndNotBound with { Pointer = $"/evidence/0/{End}" });
        }

        if (reasons.Count == 0)
        {
            CheckExchanges(date, start, end);
        }
    }

    /// <summary>
    /// Whether the end can have been removed: if it had the value of another date, leaving it out changes nothing that is signed. If the
    /// issuer writes no end, or does not enforce it, the question is whether the start can have been moved to the end, so that the
    /// certificate seems valid from the day of the dose.
    /// </summary>
    private static bool IsEndOpen(IssuerProfile profile, PresentedDate date, PresentedDate? start, PresentedDate? end)
    {
        if (end is null)
        {
            return !profile.Omits.Contains(End) && !profile.EndIsNotEnforced && (start is not null || !date.IsInstant);
        }

        return profile.Omits.Contains(End)
            || (profile.EndIsNotEnforced && (start is null || start.Text == date.Text) && end.Day > date.Day);
    }

    private void CheckOrder(PresentedDate earlier, PresentedDate later)
    {
        if (earlier.IsAfter(later))
        {
            reasons.Add(VerificationReasons.DateOrder with { Pointer = earlier.Pointer });
        }
    }

    /// <summary>
    /// DIVOC writes one instant and otherwise days: an exchange of these two forms would be visible. All other dates can be exchanged.
    /// </summary>
    private void CheckExchanges(PresentedDate date, PresentedDate? start, PresentedDate? end)
    {
        if (date.IsInstant && start is not { IsInstant: true } && end is not { IsInstant: true })
        {
            return;
        }

        PresentedDate[] present = [.. new[] { date, start, end }.OfType<PresentedDate>()];
        foreach (var (index, one) in present.Index())
        {
            foreach (var other in present.Skip(index + 1).Where(other => other.Day != one.Day && IsInOrderWith(one, other)))
            {
                reasons.Add(DivocReasons.DatesNotBound with { Pointer = one.Pointer, Pointers = [one.Pointer, other.Pointer] });
            }
        }
    }

    /// <summary>Whether the dates are still in order if two of them are exchanged.</summary>
    private bool IsInOrderWith(PresentedDate one, PresentedDate other)
    {
        PresentedDate? At(string member)
        {
            if (member == one.Member)
            {
                return other;
            }

            return member == other.Member ? one : dates.GetValueOrDefault(member);
        }

        var end = At(End);
        return end is null || (!At(Date)!.IsAfter(end) && At(Start)?.IsAfter(end) != true);
    }
}
