namespace Divoc.Functions.Formats.Ddcc;

/// <summary>Texts as FHIR wants them (FHIR R4, data type string).</summary>
internal static class FhirText
{
    /// <summary>A text without blanks at its ends, all white space in it plain; null where nothing is left.</summary>
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
                // The pattern of the data type knows no white space of other scripts.
                written[index] = char.IsWhiteSpace(source[index]) ? ' ' : source[index];
            }
        }).Trim();
    }
}
