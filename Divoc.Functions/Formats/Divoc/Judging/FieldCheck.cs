using System.Text.Json;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>Step 1, the form: a credential has the fields of its kind, each with one value of its form, and no others.</summary>
internal sealed class FieldCheck
{
    private readonly List<VerificationReason> faults = [];

    /// <summary>Finds what is wrong. Places are named as in the rules, never by names in the credential.</summary>
    public static IReadOnlyList<VerificationReason> Of(JsonElement credential, CredentialKind kind)
    {
        var check = new FieldCheck();
        check.CheckMembers(credential, CredentialFields.Of(kind), "");
        if (check.faults.Count == 0)
        {
            check.CheckDoses(credential.GetProperty("evidence")[0]);
            check.CheckTypes(credential.GetProperty("type"), "/type", ["VerifiableCredential", kind.Type]);
            check.CheckTypes(credential.GetProperty("credentialSubject").GetProperty("type"), "/credentialSubject/type", ["Person"]);
            check.CheckTypes(credential.GetProperty("evidence")[0].GetProperty("type"), "/evidence/0/type", [kind.EvidenceType]);
        }

        return check.faults;
    }

    private void CheckMembers(JsonElement group, IReadOnlyList<FieldRule> rules, string place)
    {
        var known = 0;
        foreach (var rule in rules)
        {
            if (group.TryGetProperty(rule.Name, out var value))
            {
                known++;
                CheckValue(value, rule, $"{place}/{rule.Name}");
            }
            else if (rule.IsRequired)
            {
                Add(VerificationReasons.FieldMissing, $"{place}/{rule.Name}");
            }
        }

        if (group.GetPropertyCount() > known)
        {
            Add(VerificationReasons.FieldUnexpected, place);
        }
    }

    private void CheckValue(JsonElement value, FieldRule rule, string place)
    {
        if (!HasForm(value, rule.Form))
        {
            Add(rule.Form == FieldForm.Count ? DivocReasons.DoseNumber : VerificationReasons.FieldType, place);
        }
        else if (rule.Form == FieldForm.Group)
        {
            CheckMembers(value, rule.Members, place);
        }
        else if (rule.Form == FieldForm.OneGroup)
        {
            CheckMembers(value[0], rule.Members, $"{place}/0");
        }
    }

    /// <summary>Both have a value, or neither has one.</summary>
    private void CheckDoses(JsonElement evidence)
    {
        if (evidence.TryGetProperty("dose", out var dose)
            && evidence.TryGetProperty("totalDoses", out var total)
            && IsEmpty(dose) != IsEmpty(total))
        {
            Add(DivocReasons.DoseNumber, IsEmpty(dose) ? "/evidence/0/dose" : "/evidence/0/totalDoses");
        }
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0;

    private static bool HasForm(JsonElement value, FieldForm form) => form switch
    {
        FieldForm.Text => value.ValueKind == JsonValueKind.String,
        FieldForm.TextOrNumber => value.ValueKind is JsonValueKind.String or JsonValueKind.Number,
        FieldForm.Count => PresentedCredential.CountOf(value) is not null || IsEmpty(value),
        FieldForm.Group => value.ValueKind == JsonValueKind.Object,
        FieldForm.OneGroup =>
            value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1 && value[0].ValueKind == JsonValueKind.Object,
        FieldForm.Types => value.ValueKind is JsonValueKind.String or JsonValueKind.Array,
        _ => true,
    };

    /// <summary>The types are a set: their order does not matter, and a single one need not be in a list.</summary>
    private void CheckTypes(JsonElement types, string place, string[] expected)
    {
        var isList = types.ValueKind == JsonValueKind.Array;
        var found = isList
            ? types.EnumerateArray().Select(TextOf)
            : [types.GetString()];
        if (!found.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal)))
        {
            Add(VerificationReasons.UnknownKind, place);
        }

        static string? TextOf(JsonElement type) => type.ValueKind == JsonValueKind.String ? type.GetString() : null;
    }

    private void Add(VerificationReason reason, string place)
    {
        if (faults.Count < VerificationLimits.Reasons)
        {
            faults.Add(reason with { Pointer = place });
        }
    }
}
