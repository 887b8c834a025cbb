using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>
/// The signed document (SMART Health Cards Framework 1.4.0; the bundle by the Data Minimization profiles of HL7's SMART Health Cards:
/// Vaccination and Testing guide). It has only what those require, because it must fit into a QR code.
/// </summary>
internal sealed record CardDocument
{
    /// <summary>The issuer (iss).</summary>
    public required string Iss { get; init; }

    /// <summary>The beginning of the validity (nbf), in seconds since 1970.</summary>
    public required decimal Nbf { get; init; }

    /// <summary>The end of the validity (exp), in whole seconds since 1970; null for no end.</summary>
    public long? Exp { get; init; }

    /// <summary>The credential.</summary>
    public required CardCredential Vc { get; init; }

    /// <summary>As UTF-8 JSON without white space.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, CardDocumentJson.Compact.CardDocument);
}

/// <summary>The credential.</summary>
/// <param name="Type">Its types, as URLs.</param>
/// <param name="CredentialSubject">The bundle.</param>
/// <param name="Rid">Its name in revocation lists.</param>
internal sealed record CardCredential(IReadOnlyList<string> Type, CardSubject CredentialSubject, string Rid);

/// <summary>The bundle and its version of FHIR.</summary>
internal sealed record CardSubject(string FhirVersion, CardBundle FhirBundle);

/// <summary>A FHIR bundle: the person first, then the events.</summary>
internal sealed record CardBundle(IReadOnlyList<CardEntry> Entry)
{
    /// <summary>Always the same.</summary>
    [JsonPropertyOrder(-2)]
    public string ResourceType { get; } = "Bundle";

    /// <summary>Always the same.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "collection";
}

/// <summary>An entry with a URL such as <c>resource:0</c>.</summary>
internal sealed record CardEntry(string FullUrl, CardResource Resource);

/// <summary>A FHIR resource.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "resourceType")]
[JsonDerivedType(typeof(CardPatient), "Patient")]
[JsonDerivedType(typeof(CardImmunization), "Immunization")]
[JsonDerivedType(typeof(CardObservation), "Observation")]
internal abstract record CardResource;

/// <summary>The person.</summary>
/// <param name="Name">One name.</param>
/// <param name="BirthDate">The known part: <c>YYYY-MM-DD</c>, <c>YYYY-MM</c>, <c>YYYY</c>; null for nothing.</param>
internal sealed record CardPatient(IReadOnlyList<CardName> Name, string? BirthDate) : CardResource;

/// <summary>A name: family and given names, or the whole as one text.</summary>
internal sealed record CardName(string? Family, IReadOnlyList<string>? Given, string? Text);

/// <summary>A dose.</summary>
internal sealed record CardImmunization : CardResource
{
    /// <summary>Always the same.</summary>
    public string Status { get; } = "completed";

    /// <summary>The vaccine.</summary>
    public required CardConcept VaccineCode { get; init; }

    /// <summary>The person.</summary>
    public CardReference Patient { get; } = CardReference.Person;

    /// <summary>The day.</summary>
    public required string OccurrenceDateTime { get; init; }

    /// <summary>Who gave it; null if that is not stated.</summary>
    public IReadOnlyList<CardPerformer>? Performer { get; init; }

    /// <summary>The lot number; null if there is none that can be written.</summary>
    public string? LotNumber { get; init; }
}

/// <summary>The result of a test.</summary>
internal sealed record CardObservation : CardResource
{
    /// <summary>Always the same.</summary>
    public string Status { get; } = "final";

    /// <summary>The kind of test.</summary>
    public required CardConcept Code { get; init; }

    /// <summary>The person.</summary>
    public CardReference Subject { get; } = CardReference.Person;

    /// <summary>When the sample was taken.</summary>
    public required string EffectiveDateTime { get; init; }

    /// <summary>Who did it; null if that is not stated.</summary>
    public IReadOnlyList<CardDisplay>? Performer { get; init; }

    /// <summary>The result.</summary>
    public required CardConcept ValueCodeableConcept { get; init; }
}

/// <summary>A concept with one code.</summary>
internal sealed record CardConcept(IReadOnlyList<CardCoding> Coding)
{
    /// <summary>The concept of a code.</summary>
    public static CardConcept Of(CardCoding coding) => new([coding]);
}

/// <summary>A code.</summary>
internal sealed record CardCoding(string System, string Code)
{
    /// <summary>CVX, the list of vaccines of the CDC.</summary>
    public const string Cvx = "http://hl7.org/fhir/sid/cvx";

    /// <summary>ICD-11, as this guide names it; other documents have another name for it.</summary>
    public const string Icd11 = "http://id.who.int/icd/release/11/mms";

    /// <summary>SNOMED CT.</summary>
    public const string Snomed = "http://snomed.info/sct";

    /// <summary>LOINC.</summary>
    public const string Loinc = "http://loinc.org";
}

/// <summary>A reference to an entry.</summary>
internal sealed record CardReference(string Reference)
{
    /// <summary>The reference to the person.</summary>
    public static CardReference Person { get; } = new("resource:0");
}

/// <summary>Who gave a dose.</summary>
internal sealed record CardPerformer(CardDisplay Actor);

/// <summary>A name that is shown.</summary>
internal sealed record CardDisplay(string Display);

/// <summary>How cards are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CardDocument))]
internal sealed partial class CardDocumentJson : JsonSerializerContext
{
    /// <summary>Letters of all scripts stay unescaped: escapes would make the QR code larger.</summary>
    public static CardDocumentJson Compact => field ??= new(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
