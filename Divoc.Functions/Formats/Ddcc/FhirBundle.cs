using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>
/// A document of FHIR R4: a bundle of the type <c>document</c>, whose first entry is its composition. Absent members are null.
/// </summary>
internal sealed record FhirBundle
{
    /// <summary>The resource type of a bundle.</summary>
    public const string TypeName = "Bundle";

    /// <summary>The type of a bundle that is a document.</summary>
    public const string DocumentType = "document";

    /// <summary><see cref="TypeName"/>.</summary>
    [JsonPropertyOrder(-1)]
    public string ResourceType { get; } = TypeName;

    /// <summary>The profile that it follows.</summary>
    public required FhirMeta Meta { get; init; }

    /// <summary>The name of this document; each new document has another one.</summary>
    public required FhirIdentifier Identifier { get; init; }

    /// <summary><see cref="DocumentType"/>.</summary>
    public string Type { get; } = DocumentType;

    /// <summary>When it was made (instant).</summary>
    public required string Timestamp { get; init; }

    /// <summary>A link to more information: the certificate.</summary>
    public required IReadOnlyList<FhirLink> Link { get; init; }

    /// <summary>The resources.</summary>
    public required IReadOnlyList<FhirEntry> Entry { get; init; }

    /// <summary>The signature over all other members; null before it is signed.</summary>
    public FhirSignature? Signature { get; init; }

    /// <summary>The bundle as UTF-8 JSON.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, FhirJson.Compact.FhirBundle);
}

/// <summary>A link of a bundle (Bundle.link).</summary>
internal sealed record FhirLink(string Relation, string Url);

/// <summary>A resource of a bundle (Bundle.entry).</summary>
/// <param name="FullUrl">Its address, with which others refer to it: <c>urn:uuid:</c> and a UUID.</param>
/// <param name="Resource">The resource.</param>
internal sealed record FhirEntry(string FullUrl, FhirResource Resource)
{
    /// <summary>An entry with a new address.</summary>
    public static FhirEntry Of(FhirResource resource) => new(NewUrl(), resource);

    /// <summary>A unique name (RFC 9562, version 4).</summary>
    public static string NewUrl() => $"urn:uuid:{Guid.NewGuid()}";

    /// <summary>A reference to it.</summary>
    public FhirReference ToReference() => new() { Reference = FullUrl };
}

/// <summary>A signature (FHIR R4, Signature).</summary>
internal sealed record FhirSignature
{
    /// <summary>Its meaning.</summary>
    public required IReadOnlyList<FhirCoding> Type { get; init; }

    /// <summary>When it was made (instant): the timestamp of the bundle.</summary>
    public required string When { get; init; }

    /// <summary>Who signed: the organization of the bundle.</summary>
    public required FhirReference Who { get; init; }

    /// <summary>The media type of the signed data.</summary>
    public required string TargetFormat { get; init; }

    /// <summary>The media type of <see cref="Data"/>.</summary>
    public required string SigFormat { get; init; }

    /// <summary>A JWS without its payload (RFC 7515, appendix F), in base64.</summary>
    public required string Data { get; init; }
}

/// <summary>How bundles are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FhirBundle))]
[JsonSerializable(typeof(FhirSignature))]
internal sealed partial class FhirJson : JsonSerializerContext
{
    /// <summary>Letters of all scripts stay as they are.</summary>
    public static FhirJson Compact => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
