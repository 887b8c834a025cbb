using System.Text.Json;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Verification;

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

    /// <summary>A day, written as a day or as an instant: then the day that it is in the instant's own time zone.</summary>
    public static bool TryReadDay(string text, out DateOnly day)
    {
        if (InternetTime.TryParseDate(text, out day))
        {
            return true;
        }

        var isInstant = InternetTime.TryParseInstant(text, out var instant);
        day = isInstant ? DateOnly.FromDateTime(instant.DateTime) : default;
        return isInstant;
    }

    /// <summary>What a verifier compares.</summary>
    public CertificateSummary Summarize()
    {
        var facility = Member(Evidence, "facility");
        return new CertificateSummary
        {
            Name = Text(Subject, "name"),
            DateOfBirth = Text(Subject, "dob"),
            Age = Text(Subject, "age"),
            Gender = Text(Subject, "gender"),
            Vaccine = Text(Evidence, "vaccine"),
            Prophylaxis = Text(Evidence, "prophylaxis"),
            Date = Text(Evidence, "date"),
            Dose = Count("dose"),
            TotalDoses = Count("totalDoses"),
            TestType = Text(Evidence, "testType"),
            Disease = Text(Evidence, "disease"),
            Result = Text(Evidence, "result"),
            SampleCollected = Text(Evidence, "sampleCollectionTimestamp"),
            ResultFound = Text(Evidence, "resultTimestamp"),
            Facility = Text(facility, "name"),
            Country = Text(Member(facility, "address"), "addressCountry"),
        };
    }

    private int? Count(string name) => Evidence.TryGetProperty(name, out var value) ? (int)value.GetDouble() : null;

    private static JsonElement Member(JsonElement group, string name)
    {
        return group.ValueKind == JsonValueKind.Object && group.TryGetProperty(name, out var value) ? value : default;
    }
}
