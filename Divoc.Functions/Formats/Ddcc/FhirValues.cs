using System.Text.Json.Serialization;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>A code of a code system (FHIR R4, Coding).</summary>
/// <param name="System">The code system, a URI.</param>
/// <param name="Symbol">The code.</param>
internal sealed record FhirCoding(string System, [property: JsonPropertyName("code")] string Symbol);

/// <summary>A concept with its codes (CodeableConcept).</summary>
/// <param name="Coding">The codes; at least one.</param>
internal sealed record FhirConcept(params IReadOnlyList<FhirCoding> Coding);

/// <summary>A name in a system (Identifier).</summary>
/// <param name="System">The system, a URI.</param>
/// <param name="Value">The name.</param>
internal sealed record FhirIdentifier(string System, string Value);

/// <summary>A reference to an entry of the same bundle, or a text for something that has no entry (Reference).</summary>
internal sealed record FhirReference
{
    /// <summary>The <see cref="FhirEntry.FullUrl"/> of the entry; null for none.</summary>
    public string? Reference { get; init; }

    /// <summary>A text instead of an entry.</summary>
    public string? Display { get; init; }
}

/// <summary>A period; each end is a day, or null if it is open (Period).</summary>
internal sealed record FhirPeriod(string? Start, string? End);

/// <summary>A member that FHIR itself does not have (Extension). Exactly one of the values is set.</summary>
/// <param name="Url">The URL that defines it.</param>
internal sealed record FhirExtension(string Url)
{
    /// <summary>A code with its system.</summary>
    public FhirCoding? ValueCoding { get; init; }

    /// <summary>A code without its system.</summary>
    public string? ValueCode { get; init; }

    /// <summary>A day.</summary>
    public string? ValueDate { get; init; }
}

/// <summary>The profiles that a resource follows (Meta).</summary>
/// <param name="Profile">Their canonical URLs.</param>
internal sealed record FhirMeta(params IReadOnlyList<string> Profile);
