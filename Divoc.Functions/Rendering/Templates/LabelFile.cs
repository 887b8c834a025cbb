namespace Divoc.Functions.Rendering.Templates;

/// <summary>The labels of a language.</summary>
/// <param name="Language">RFC 5646 tag.</param>
/// <param name="IsRightToLeft">Whether it is written from right to left.</param>
/// <param name="Months">Twelve names as they stand in dates, January first.</param>
/// <param name="Labels">Texts by key.</param>
internal sealed record LabelFile(string Language, bool IsRightToLeft, IReadOnlyList<string> Months, IReadOnlyDictionary<string, string> Labels);
