namespace Divoc.Functions.Formats.Ddcc;

/// <summary>Texts as FHIR requires them (FHIR R4, data type string).</summary>
internal static class FhirText
{
    /// <summary>A text without blanks at its ends, with all white space as plain blanks; null if nothing is left.</summary>
    public static string? Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return string.Create(text.Length, text, static (written, source) =>
        {
            for (var index = 0; index < source.Length; index++)
            {
                // The pattern of the data type has no white space of other scripts.
                written[index] = char.IsWhiteSpace(source[index]) ? ' ' : source[index];
            }
        }).Trim();
    }
}
