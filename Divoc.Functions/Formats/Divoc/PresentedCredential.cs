using System.Text.Json;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>A credential that has exactly the fields of its kind, read by their names.</summary>
internal sealed class PresentedCredential(JsonElement root, CredentialKind kind, string canonicalHash)
{
    public JsonElement Root => root;

    public CredentialKind Kind => kind;

    /// <summary>SHA-256 of its JCS form (RFC 8785), 64 lower-case hex digits.</summary>
    public string CanonicalHash => canonicalHash;

    public string Issuer => Text(root, "issuer") ?? "";

    public string IssuanceDate => Text(root, "issuanceDate") ?? "";

    public JsonElement Subject => root.GetProperty("credentialSubject");

    public JsonElement Evidence => root.GetProperty("evidence")[0];

    public JsonElement Proof => root.GetProperty("proof");

    public string VerificationMethod => Text(Proof, "verificationMethod") ?? "";

    public string EvidenceId => Text(Evidence, "id") ?? "";

    public string CertificateId => Text(Evidence, "certificateId") ?? "";

    public string? EffectiveStart => Text(Evidence, "effectiveStart");

    public string? EffectiveUntil => Text(Evidence, "effectiveUntil");

    /// <summary>A text, or a number as it stands; null where it is absent or empty.</summary>
    public static string? Text(JsonElement group, string name)
    {
        if (group.ValueKind != JsonValueKind.Object || !group.TryGetProperty(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return text.Length == 0 ? null : text;
    }

    /// <summary>A member of a group; undefined where there is none.</summary>
    public static JsonElement Member(JsonElement group, string name)
    {
        return group.ValueKind == JsonValueKind.Object && group.TryGetProperty(name, out var value) ? value : default;
    }
}
