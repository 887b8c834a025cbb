using System.Text.Json;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>Step 8: the members whose values can still be exchanged, although nobody seems to gain by it.</summary>
internal static class OpenMembers
{
    private const string Dose = "dose";

    /// <summary>The reason for information; nothing if everything is bound.</summary>
    public static IEnumerable<VerificationReason> Of(PresentedCredential credential)
    {
        List<string> open =
        [
            .. In(credential, "subject", credential.Subject, "/credentialSubject"),
            .. In(credential, "evidence", credential.Evidence, "/evidence/0"),
        ];
        if (open.Count == 0)
        {
            return [];
        }

        var reason = open.Contains($"/evidence/0/{Dose}") ? DivocReasons.FieldsAndDosesNotBound : DivocReasons.FieldsNotBound;
        return [reason with { Pointers = open }];
    }

    private static IEnumerable<string> In(PresentedCredential credential, string node, JsonElement place, string pointer)
    {
        return JudgingRules.Shipped.GroupsOf(credential.Kind, node)
            .Select(group =>
                group.Where(member => !JudgingRules.Shipped.Bound.Contains(member) && place.TryGetProperty(member, out _)).ToList())
            .Where(members => members.DistinctBy(member => place.GetProperty(member).ToString()).Count() > 1)
            .SelectMany(members => members.Select(member => $"{pointer}/{member}"));
    }
}
