using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Ledger;

/// <summary>How ledgers and the notes about them are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CertificateLedger))]
[JsonSerializable(typeof(LedgerReference))]
internal sealed partial class LedgerJson : JsonSerializerContext
{
    /// <summary>The documents are not HTML: names stay readable, and short.</summary>
    public static LedgerJson Compact => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
