using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>How credentials are written: compact, with letters of all scripts unescaped, because the QR code contains the bytes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DivocCredential<VaccinationEvidence>))]
[JsonSerializable(typeof(DivocCredential<TestEvidence>))]
[JsonSerializable(typeof(DivocCredential<RecoveryEvidence>))]
public sealed partial class CredentialJson : JsonSerializerContext
{
    private static CredentialJson Compact => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes a vaccination credential as UTF-8.</summary>
    public static byte[] Write(DivocCredential<VaccinationEvidence> credential)
    {
        return JsonSerializer.SerializeToUtf8Bytes(credential, Compact.DivocCredentialVaccinationEvidence);
    }

    /// <summary>Writes a test credential as UTF-8.</summary>
    public static byte[] Write(DivocCredential<TestEvidence> credential)
    {
        return JsonSerializer.SerializeToUtf8Bytes(credential, Compact.DivocCredentialTestEvidence);
    }

    /// <summary>Writes a recovery credential as UTF-8.</summary>
    public static byte[] Write(DivocCredential<RecoveryEvidence> credential)
    {
        return JsonSerializer.SerializeToUtf8Bytes(credential, Compact.DivocCredentialRecoveryEvidence);
    }
}
