using System.Text.Json;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>
/// The fields of DIVOC's credentials (specification 02, sections 1 and 3), and of those of recoveries. Fields that DIVOC's samples or
/// settings leave out are optional. A credential may have no other fields: so nobody can add a keyword of JSON-LD or a second value, and
/// reading takes little work for any input.
/// </summary>
/// <remarks>
/// The fields are in an embedded file, which the portal's verification reads too. A name that ends in a question mark is optional; a text
/// is a form or the name of a group, an object is a group, and a list means exactly one group in a list.
/// </remarks>
internal static class CredentialFields
{
    /// <summary>The embedded file, beside this class. It has the kinds of credentials too.</summary>
    public const string FileName = "CredentialFields.table.json";

    private const string Optional = "?";
    private const string Evidence = "evidence";

    private static readonly JsonElement Table = Read();

    private static readonly Dictionary<string, FieldRule[]> RulesByType = Table.GetProperty(Evidence).EnumerateObject()
        .ToDictionary(type => type.Name, type => RulesOf(Table.GetProperty("credential"), type.Value), StringComparer.Ordinal);

    /// <summary>The kinds in the file.</summary>
    public static IReadOnlyList<JsonElement> Kinds { get; } = [.. Table.GetProperty("kinds").EnumerateArray()];

    /// <summary>The rules of a kind.</summary>
    public static IReadOnlyList<FieldRule> Of(CredentialKind kind) => RulesByType[kind.CertificateType];

    private static FieldRule[] RulesOf(JsonElement group, JsonElement evidence) =>
        [.. group.EnumerateObject().Select(member => RuleOf(member, evidence))];

    private static FieldRule RuleOf(JsonProperty member, JsonElement evidence)
    {
        var isOptional = member.Name.EndsWith(Optional, StringComparison.Ordinal);
        var name = isOptional ? member.Name[..^Optional.Length] : member.Name;
        var (form, members) = member.Value.ValueKind switch
        {
            JsonValueKind.Object => (FieldForm.Group, RulesOf(member.Value, evidence)),
            JsonValueKind.Array => (FieldForm.OneGroup, RulesOf(evidence, evidence)),
            _ when Table.GetProperty("groups").TryGetProperty(member.Value.GetString()!, out var group) =>
                (FieldForm.Group, RulesOf(group, evidence)),
            _ => (Enum.Parse<FieldForm>(member.Value.GetString()!, ignoreCase: true), []),
        };
        return new FieldRule(name, form, !isOptional, members);
    }

    private static JsonElement Read()
    {
        using var stream = typeof(CredentialFields).Assembly.GetManifestResourceStream(typeof(CredentialFields), FileName)
            ?? throw new InvalidOperationException("The embedded fields of credentials are missing.");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
