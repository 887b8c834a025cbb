namespace Divoc.Functions.Formats.Ddcc;

/// <summary>
/// The content of a document besides the person and the authority: the section of its composition, and the resources to which the section
/// refers.
/// </summary>
/// <param name="Profile">The profile of the document.</param>
/// <param name="Category">The documented category.</param>
/// <param name="Kind">The kind of section.</param>
/// <param name="Entries">The resources; the first is the focus of the section.</param>
internal sealed record DdccSection(string Profile, FhirConcept Category, FhirConcept Kind, params IReadOnlyList<FhirEntry> Entries)
{
    /// <summary>The section as the composition has it.</summary>
    public FhirSection ToFhir() =>
        new() { Kind = Kind, Focus = Entries[0].ToReference(), Entry = [.. Entries.Select(entry => entry.ToReference())] };
}
