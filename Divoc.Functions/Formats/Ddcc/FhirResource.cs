using System.Text.Json.Serialization;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>A resource of FHIR R4, as far as WHO documents need it. Codes and days are texts as in FHIR. Absent members are null.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "resourceType")]
[JsonDerivedType(typeof(FhirComposition), "Composition")]
[JsonDerivedType(typeof(FhirPatient), "Patient")]
[JsonDerivedType(typeof(FhirOrganization), "Organization")]
[JsonDerivedType(typeof(FhirImmunization), "Immunization")]
[JsonDerivedType(typeof(FhirObservation), "Observation")]
[JsonDerivedType(typeof(FhirDiagnosticReport), "DiagnosticReport")]
[JsonDerivedType(typeof(FhirSpecimen), "Specimen")]
[JsonDerivedType(typeof(FhirDevice), "Device")]
[JsonDerivedType(typeof(FhirProcedure), "Procedure")]
internal abstract record FhirResource;

/// <summary>The subject of the document and who attests it (Composition).</summary>
internal sealed record FhirComposition : FhirResource
{
    public required FhirIdentifier Identifier { get; init; }

    public string Status { get; } = "final";

    public required FhirConcept Type { get; init; }

    public required IReadOnlyList<FhirConcept> Category { get; init; }

    public required FhirReference Subject { get; init; }

    public required string Date { get; init; }

    public required IReadOnlyList<FhirReference> Author { get; init; }

    public required string Title { get; init; }

    public required IReadOnlyList<FhirAttester> Attester { get; init; }

    public IReadOnlyList<FhirCompositionEvent>? Event { get; init; }

    public required IReadOnlyList<FhirSection> Section { get; init; }
}

/// <summary>Who attests (Composition.attester).</summary>
internal sealed record FhirAttester(string Mode, FhirReference Party);

/// <summary>The days on which it is valid (Composition.event).</summary>
internal sealed record FhirCompositionEvent(FhirPeriod Period);

/// <summary>A section with one of its entries as focus (Composition.section).</summary>
internal sealed record FhirSection
{
    [JsonPropertyName("code")]
    public required FhirConcept Kind { get; init; }

    public required FhirReference Focus { get; init; }

    public required IReadOnlyList<FhirReference> Entry { get; init; }
}

/// <summary>The person (Patient).</summary>
internal sealed record FhirPatient : FhirResource
{
    public required IReadOnlyList<FhirHumanName> Name { get; init; }

    /// <summary>As far as it is known: a day, a month or a year.</summary>
    public required string BirthDate { get; init; }
}

/// <summary>A person's full name (HumanName).</summary>
internal sealed record FhirHumanName(string Use, string Text);

/// <summary>The public health authority (Organization).</summary>
internal sealed record FhirOrganization(string Name) : FhirResource;

/// <summary>A dose of a vaccine (Immunization).</summary>
internal sealed record FhirImmunization : FhirResource
{
    public required IReadOnlyList<FhirExtension> Extension { get; init; }

    public string Status { get; } = "completed";

    public required FhirConcept VaccineCode { get; init; }

    public required FhirReference Patient { get; init; }

    public required string OccurrenceDateTime { get; init; }

    public required FhirReference Location { get; init; }

    public FhirReference? Manufacturer { get; init; }

    public string? LotNumber { get; init; }

    public required IReadOnlyList<FhirProtocol> ProtocolApplied { get; init; }
}

/// <summary>The number of the dose in its series (Immunization.protocolApplied).</summary>
internal sealed record FhirProtocol
{
    public required FhirReference Authority { get; init; }

    public required IReadOnlyList<FhirConcept> TargetDisease { get; init; }

    public required int DoseNumberPositiveInt { get; init; }

    public required int SeriesDosesPositiveInt { get; init; }
}

/// <summary>The result of a test (Observation).</summary>
internal sealed record FhirObservation : FhirResource
{
    public string Status { get; } = "final";

    public required IReadOnlyList<FhirConcept> Category { get; init; }

    [JsonPropertyName("code")]
    public required FhirConcept Kind { get; init; }

    public required FhirReference Subject { get; init; }

    public required string EffectiveDateTime { get; init; }

    public required IReadOnlyList<FhirReference> Performer { get; init; }

    public required FhirConcept ValueCodeableConcept { get; init; }
}

/// <summary>The report on a test (DiagnosticReport).</summary>
internal sealed record FhirDiagnosticReport : FhirResource
{
    public string Status { get; } = "final";

    [JsonPropertyName("code")]
    public required FhirConcept Kind { get; init; }

    public required FhirReference Subject { get; init; }

    public required string EffectiveDateTime { get; init; }

    public required IReadOnlyList<FhirReference> Specimen { get; init; }

    public required IReadOnlyList<FhirReference> Result { get; init; }
}

/// <summary>The sample (Specimen).</summary>
internal sealed record FhirSpecimen : FhirResource
{
    public required FhirConcept Type { get; init; }

    public required FhirReference Subject { get; init; }

    public required FhirCollection Collection { get; init; }
}

/// <summary>When the sample was taken (Specimen.collection).</summary>
internal sealed record FhirCollection(string CollectedDateTime);

/// <summary>The test product (Device).</summary>
internal sealed record FhirDevice : FhirResource
{
    public required string Manufacturer { get; init; }

    public required FhirConcept Type { get; init; }

    public required FhirReference Patient { get; init; }

    public required IReadOnlyList<FhirDeviceProperty> Property { get; init; }
}

/// <summary>
/// The property that names what a test looks for (Device.property); FHIR's name for the value is used, its type is a concept.
/// </summary>
internal sealed record FhirDeviceProperty(FhirConcept Type, IReadOnlyList<FhirConcept> ValueCode);

/// <summary>The fact that the test was done, and where (Procedure).</summary>
internal sealed record FhirProcedure : FhirResource
{
    public required IReadOnlyList<FhirExtension> Extension { get; init; }

    public string Status { get; } = "completed";

    [JsonPropertyName("code")]
    public required FhirConcept Kind { get; init; }

    public required FhirReference Subject { get; init; }

    public required string PerformedDateTime { get; init; }

    public required FhirReference Location { get; init; }

    public required IReadOnlyList<FhirReference> Report { get; init; }

    public required IReadOnlyList<FhirReference> UsedReference { get; init; }
}
