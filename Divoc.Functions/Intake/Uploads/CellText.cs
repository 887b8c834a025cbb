namespace Divoc.Functions.Intake.Uploads;

/// <summary>
/// Texts of cells. A spreadsheet runs a cell as a formula if it begins with one of a few characters, so such a text gets an apostrophe
/// before it in downloads. In uploads the apostrophe is removed.
/// </summary>
public static class CellText
{
    private const char Guard = '\'';

    /// <summary>A text for a download.</summary>
    public static string Neutral(string text) => IsFormula(text) ? Guard + text : text;

    /// <summary>A text of an upload.</summary>
    public static string Read(string text) => text.Length > 1 && text[0] == Guard && IsFormula(text.AsSpan(1)) ? text[1..] : text;

    private static bool IsFormula(ReadOnlySpan<char> text) => text.Length > 0 && text[0] is ('=' or '+' or '-' or '@' or '\t' or '\r');
}
