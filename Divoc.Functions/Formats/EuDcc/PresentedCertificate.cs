using System.Text.Json;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// A presented certificate: one person and one entry of one group. It is read liberally, as the EU requires: unknown members and codes are
/// kept, empty groups of old versions are ignored.
/// </summary>
/// <param name="Root">The whole.</param>
/// <param name="Group">The name of its group.</param>
/// <param name="Entry">The entry.</param>
internal sealed record PresentedCertificate(JsonElement Root, string Group, JsonElement Entry)
{
    private static readonly string[] NameMembers = ["fn", "fnt", "gn", "gnt"];

    /// <summary>The identifier (UVCI); empty for none.</summary>
    public string Id => EventJson.Text(Entry, "ci");

    /// <summary>The issuer that it names; empty for none.</summary>
    public string Issuer => EventJson.Text(Entry, "is");

    /// <summary>Reads a certificate; null, with the reason, if it is not one.</summary>
    public static PresentedCertificate? Of(JsonElement root, out VerificationReason? fault)
    {
        var groups = EuGroups.All
            .Where(group => EventJson.Member(root, group) is { ValueKind: JsonValueKind.Array } entries && entries.GetArrayLength() > 0)
            .ToList();
        fault = ProblemOf(root, groups);
        return fault is null ? new PresentedCertificate(root, groups[0], root.GetProperty(groups[0])[0]) : null;
    }

    private static VerificationReason? ProblemOf(JsonElement root, List<string> groups)
    {
        var name = EventJson.Member(root, "nam");
        if (!NameMembers.Any(member => EventJson.Text(name, member).Length > 0))
        {
            return VerificationReasons.FieldMissing with { Pointer = "/nam" };
        }

        if (groups.Count == 0)
        {
            return VerificationReasons.FieldMissing with { Pointers = [.. EuGroups.All.Select(group => $"/{group}")] };
        }

        // The reader would have to decide which of them the signer means.
        if (groups.Count > 1)
        {
            return VerificationReasons.FieldUnexpected with { Pointers = [.. groups.Select(group => $"/{group}")] };
        }

        var entries = root.GetProperty(groups[0]);
        if (entries.GetArrayLength() > 1)
        {
            return VerificationReasons.FieldUnexpected with { Pointer = $"/{groups[0]}/1" };
        }

        return entries[0].ValueKind == JsonValueKind.Object ? null : VerificationReasons.FieldType with { Pointer = $"/{groups[0]}/0" };
    }
}
