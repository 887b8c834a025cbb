namespace Divoc.Functions.Rendering.Templates;

/// <summary>The labels of one template in one language: the template's own, else those of the language's files.</summary>
internal sealed class LabelSet(LabelFile file, IReadOnlyDictionary<string, string>? own)
{
    /// <summary>RFC 5646 tag.</summary>
    public string Language => file.Language;

    public bool IsRightToLeft => file.IsRightToLeft;

    public IReadOnlyList<string> Months => file.Months;

    /// <summary>The text of a key; null if there is none.</summary>
    public string? Find(string key) => own?.GetValueOrDefault(key) ?? file.Labels.GetValueOrDefault(key);

    /// <summary>The text of a key with its placeholders filled; null if one of them has no value.</summary>
    public string? Fill(string key, Func<string, string> valueOf)
    {
        var text = Find(key) ?? "";
        if (!text.Contains('{', StringComparison.Ordinal))
        {
            return text;
        }

        var isWhole = true;
        var filled = LabelFileReader.Placeholder().Replace(text, match =>
        {
            var value = valueOf(match.Value[1..^1]);
            isWhole &= value.Length > 0;
            return value;
        });
        return isWhole ? filled : null;
    }
}
