namespace Divoc.Functions.Intake.Uploads;

/// <summary>
/// Texts of cells. A spreadsheet takes a cell that begins with one of a few characters for a formula and runs it, so that such a text gets an apostrophe in front where it is handed out. One that comes
/// back is read without it.
/// </summary>
public static class CellText
{
    private const char Guard = '\'';

    /// <summary>A text as it is handed out.</summary>
    public static string Neutral(string text) => IsFormula(text) ? Guard + text : text;

    /// <summary>A text as it is meant.</summary>
    public static string Read(string text) => text.Length > 1 && text[0] == Guard && IsFormula(text.AsSpan(1)) ? text[1..] : text;

    private static bool IsFormula(ReadOnlySpan<char> text) => text.Length > 0 && text[0] is ('=' or '+' or '-' or '@' or '\t' or '\r');
}
