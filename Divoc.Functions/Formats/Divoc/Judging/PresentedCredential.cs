using System.Globalization;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>A credential with exactly the fields of its kind, read by their names.</summary>
internal sealed class PresentedCredential(JsonElement root, CredentialKind kind, string bindingHash)
{
    public JsonElement Root => root;

    public CredentialKind Kind => kind;

    /// <summary>As <see cref="DivocFormat.BindingHashOf(JsonElement)"/> has it.</summary>
    public string BindingHash => bindingHash;

    public string Issuer => Text(root, "issuer") ?? "";

    public string IssuanceDate => Text(root, "issuanceDate") ?? "";

    public JsonElement Subject => root.GetProperty("credentialSubject");

    public JsonElement Evidence => root.GetProperty("evidence")[0];

    public JsonElement Proof => root.GetProperty("proof");

    public string VerificationMethod => Text(Proof, "verificationMethod") ?? "";

    public string EvidenceId => Text(Evidence, "id") ?? "";

    public string CertificateId => Text(Evidence, "certificateId") ?? "";

    public bool IsTest => kind.CertificateType == TestType.TypeName;

    public bool IsRecovery => kind.CertificateType == RecoveryType.TypeName;

    /// <summary>The number of the dose; null if it is not stated.</summary>
    public int? Dose => CountOf(Member(Evidence, "dose"));

    /// <summary>The doses of the series; null if they are not stated.</summary>
    public int? TotalDoses => CountOf(Member(Evidence, "totalDoses"));

    /// <summary>The first day, or an instant of it; null for none. A day is always <c>YYYY-MM-DD</c>.</summary>
    public string? EffectiveStart => DateOf("effectiveStart");

    /// <summary>The last day, in the same form.</summary>
    public string? EffectiveUntil => DateOf("effectiveUntil");

    /// <summary>An integer from 1 on, as number or text; null for anything else.</summary>
    public static int? CountOf(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.TryGetDouble(out var number) && number is >= 1 and <= int.MaxValue && double.IsInteger(number)
                ? (int)number
                : null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && text[0] != '0'
            ? count
            : null;
    }

    /// <summary>A text, or a number as it is written; null if it is absent or empty.</summary>
    public static string? Text(JsonElement group, string name)
    {
        if (group.ValueKind != JsonValueKind.Object || !group.TryGetProperty(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return text.Length == 0 ? null : text;
    }

    private string? DateOf(string member)
    {
        var text = Text(Evidence, member);
        return text is not null && PresentedDate.TryRead(member, text) is { Instant: null } date ? InternetTime.FormatDate(date.Day) : text;
    }

    /// <summary>A member of a group; undefined for none.</summary>
    public static JsonElement Member(JsonElement group, string name)
    {
        return group.ValueKind == JsonValueKind.Object && group.TryGetProperty(name, out var value) ? value : default;
    }
}
