using System.Text.Json.Serialization;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>A code of a code system (FHIR R4, Coding).</summary>
/// <param name="System">The code system, a URI.</param>
/// <param name="Symbol">The code.</param>
internal sealed record FhirCoding(string System, [property: JsonPropertyName("code")] string Symbol);

/// <summary>A concept, by its codes (CodeableConcept).</summary>
/// <param name="Coding">The codes; one at least.</param>
internal sealed record FhirConcept(params IReadOnlyList<FhirCoding> Coding);

/// <summary>A name of something within a system (Identifier).</summary>
/// <param name="System">The system, a URI.</param>
/// <param name="Value">The name.</param>
internal sealed record FhirIdentifier(string System, string Value);

/// <summary>Points to an entry of the same bundle, or names what has no entry (Reference).</summary>
internal sealed record FhirReference
{
    /// <summary>The <see cref="FhirEntry.FullUrl"/> of the entry; null where there is none.</summary>
    public string? Reference { get; init; }

    /// <summary>A text in its place.</summary>
    public string? Display { get; init; }
}

/// <summary>A period; each end is a day, or null where it is open (Period).</summary>
internal sealed record FhirPeriod(string? Start, string? End);

/// <summary>A member that FHIR itself does not have (Extension). One of the values is there.</summary>
/// <param name="Url">What it means.</param>
internal sealed record FhirExtension(string Url)
{
    /// <summary>A code with its system.</summary>
    public FhirCoding? ValueCoding { get; init; }

    /// <summary>A code alone.</summary>
    public string? ValueCode { get; init; }

    /// <summary>A day.</summary>
    public string? ValueDate { get; init; }
}

/// <summary>The profiles that a resource follows (Meta).</summary>
/// <param name="Profile">Their canonical URLs.</param>
internal sealed record FhirMeta(params IReadOnlyList<string> Profile);
