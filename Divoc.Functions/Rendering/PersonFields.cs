using System.Text.Json;
using static Divoc.Functions.Rendering.CredentialFacts;

namespace Divoc.Functions.Rendering;

/// <summary>The person's facts, the same on every page.</summary>
internal static class PersonFields
{
    /// <summary>The facts that are there.</summary>
    public static IReadOnlyList<PageField> Of(JsonElement subject, PageDates dates)
    {
        var birth = Text(subject, "dob");
        var reference = Text(subject, "refId");
        var fields = new List<PageField>
        {
            birth.Length > 0 ? new("Date of birth", dates.Date(birth)) : new("Age", Text(subject, "age")),
            new("Gender", Text(subject, "gender")),
            new("Nationality", Text(subject, "nationality")),
            new("Beneficiary ID", reference),
            new("Identity", MaskedIdentity.Of(Text(subject, "id"), reference), Span: 2),
            new("Address", Address(Member(subject, "address")), Span: 2),
        };
        fields.RemoveAll(field => field.Value.Length == 0);
        return fields;
    }
}
