using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// The fields that may be left out of a credential, by the names of DIVOC's templates (specification 02, section 6), and for a test those
/// that a request may leave out. All other fields are the subject of the certificate or are needed by verifiers.
/// </summary>
public static class OptionalFields
{
    private const string Subject = "credentialSubject";
    private const string Address = "address";
    private const string Facility = "facility";

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The path of the member for each name, from the credential or from its evidence.</summary>
    private static readonly Dictionary<string, (bool InEvidence, string[] Path)> Fields = new(StringComparer.Ordinal)
    {
        ["recipientIdentifier"] = (false, [Subject, "id"]),
        ["recipientAge"] = (false, [Subject, "age"]),
        ["recipientGender"] = (false, [Subject, "gender"]),
        ["recipientNationality"] = (false, [Subject, "nationality"]),
        ["recipientAddressLine1"] = (false, [Subject, Address, "streetAddress"]),
        ["recipientAddressLine2"] = (false, [Subject, Address, "streetAddress2"]),
        ["recipientAddressDistrict"] = (false, [Subject, Address, "district"]),
        ["recipientAddressCity"] = (false, [Subject, Address, "city"]),
        ["recipientAddressRegion"] = (false, [Subject, Address, "addressRegion"]),
        ["recipientAddressCountry"] = (false, [Subject, Address, "addressCountry"]),
        ["recipientAddressPostalCode"] = (false, [Subject, Address, "postalCode"]),
        ["manufacturer"] = (true, ["manufacturer"]),
        ["effectiveStart"] = (true, ["effectiveStart"]),
        ["effectiveUntil"] = (true, ["effectiveUntil"]),
        ["verifierName"] = (true, ["verifier", "name"]),
        ["facilityName"] = (true, [Facility, "name"]),
        ["facilityAddressLine1"] = (true, [Facility, Address, "streetAddress"]),
        ["facilityAddressLine2"] = (true, [Facility, Address, "streetAddress2"]),
        ["facilityAddressDistrict"] = (true, [Facility, Address, "district"]),
        ["facilityAddressCity"] = (true, [Facility, Address, "city"]),
        ["facilityAddressRegion"] = (true, [Facility, Address, "addressRegion"]),
        ["facilityAddressPostalCode"] = (true, [Facility, Address, "postalCode"]),
        ["testName"] = (true, ["testName"]),
        ["sampleOrigin"] = (true, ["sampleOrigin"]),
    };

    /// <summary>The names that may be left out.</summary>
    public static IReadOnlyCollection<string> Names => Fields.Keys;

    /// <summary>Removes fields from a credential, and objects that are empty then; all other members keep their order.</summary>
    /// <param name="credential">Without proof, compact UTF-8 JSON.</param>
    /// <param name="names">Of <see cref="Names"/>.</param>
    public static byte[] Omit(byte[] credential, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return credential;
        }

        var root = JsonNode.Parse(credential)!.AsObject();
        foreach (var (inEvidence, path) in names.Select(name => Fields[name]))
        {
            Remove(inEvidence ? root["evidence"]![0]!.AsObject() : root, path);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString(Compact));
    }

    private static void Remove(JsonObject parent, ReadOnlySpan<string> path)
    {
        if (path.Length == 1)
        {
            parent.Remove(path[0]);
        }
        else if (parent[path[0]] is JsonObject child)
        {
            Remove(child, path[1..]);
            if (child.Count == 0)
            {
                parent.Remove(path[0]);
            }
        }
    }
}
