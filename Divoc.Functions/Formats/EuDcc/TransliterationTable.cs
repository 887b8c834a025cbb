using System.Text.Json;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>The embedded table of letters. All letters are upper case.</summary>
internal sealed class TransliterationTable
{
    private const string FileName = "Transliteration.table.json";
    private const string Default = "default";

    private TransliterationTable(JsonElement root)
    {
        Latin = root.GetProperty("latin").EnumerateObject().Concat(root.GetProperty("latinBeyondIcao").EnumerateObject())
            .ToDictionary(
                letter => letter.Name[0],
                letter => (IReadOnlyList<string>)[.. letter.Value.EnumerateArray().Select(choice => choice.GetString()!)]);
        Cyrillic = root.GetProperty("cyrillic")
            .EnumerateObject()
            .ToDictionary(letter => letter.Name[0], letter => CyrillicLetter.Of(letter.Value));
        Arabic = Letters(root.GetProperty("arabic"));
        Greek = Letters(root.GetProperty("greek"));
        TehMarbuta = Text(root.GetProperty("tehMarbuta"), "within")!;
        TehMarbutaAtEnd = Text(root.GetProperty("tehMarbuta"), "atEnd")!;
        GreekVoiceless = Text(root, "greekVoiceless")!;
        GreekPairs = root.GetProperty("greekPairs")
            .EnumerateObject()
            .ToDictionary(pair => (pair.Name[0], pair.Name[1]), pair => GreekPair.Of(pair.Value));
    }

    /// <summary>The table.</summary>
    public static TransliterationTable Embedded { get; } = Read();

    /// <summary>Latin letters with their transliterations, the usual one first.</summary>
    public IReadOnlyDictionary<char, IReadOnlyList<string>> Latin { get; }

    /// <summary>Cyrillic letters.</summary>
    public IReadOnlyDictionary<char, CyrillicLetter> Cyrillic { get; }

    /// <summary>Arabic letters and marks.</summary>
    public IReadOnlyDictionary<char, string> Arabic { get; }

    /// <summary>Greek letters.</summary>
    public IReadOnlyDictionary<char, string> Greek { get; }

    /// <summary>The Arabic letter teh marbuta within a part of a name.</summary>
    public string TehMarbuta { get; }

    /// <summary>The same at its end.</summary>
    public string TehMarbutaAtEnd { get; }

    /// <summary>Greek letters before which a pair that ends in upsilon is voiceless.</summary>
    public string GreekVoiceless { get; }

    /// <summary>Pairs of Greek letters that are transliterated together.</summary>
    public IReadOnlyDictionary<(char First, char Second), GreekPair> GreekPairs { get; }

    private static TransliterationTable Read()
    {
        using var stream = typeof(TransliterationTable).Assembly.GetManifestResourceStream(typeof(TransliterationTable), FileName)
            ?? throw new InvalidOperationException($"The embedded table {FileName} is missing.");
        using var document = JsonDocument.Parse(stream);
        return new TransliterationTable(document.RootElement);
    }

    private static Dictionary<char, string> Letters(JsonElement rows) =>
        rows.EnumerateObject().ToDictionary(letter => letter.Name[0], letter => letter.Value.GetString()!);

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>A Cyrillic letter.</summary>
    /// <param name="Usual">The transliteration if its language has no other one.</param>
    /// <param name="ByLanguage">The transliterations by language (ISO 639-2).</param>
    /// <param name="AtStart">The transliterations at the start of a part of a name, by language.</param>
    internal sealed record CyrillicLetter(
        string Usual, IReadOnlyDictionary<string, string> ByLanguage, IReadOnlyDictionary<string, string> AtStart)
    {
        /// <summary>Reads a row.</summary>
        public static CyrillicLetter Of(JsonElement row) => new(Text(row, Default)!, Texts(row, "language"), Texts(row, "atStart"));

        /// <summary>The transliteration in a language.</summary>
        public string In(string language, bool isFirst)
        {
            return (isFirst ? AtStart.GetValueOrDefault(language) : null) ?? ByLanguage.GetValueOrDefault(language, Usual);
        }

        private static Dictionary<string, string> Texts(JsonElement row, string name)
        {
            return row.TryGetProperty(name, out var texts)
                ? texts.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!)
                : [];
        }
    }

    /// <summary>A pair of Greek letters.</summary>
    /// <param name="Usual">The usual transliteration.</param>
    /// <param name="BeforeVoiceless">The one before a voiceless letter or at the end; null for the same.</param>
    /// <param name="AtEdge">The one at the start or the end; null for the same.</param>
    internal sealed record GreekPair(string Usual, string? BeforeVoiceless, string? AtEdge)
    {
        /// <summary>Reads a row.</summary>
        public static GreekPair Of(JsonElement row) => new(Text(row, Default)!, Text(row, "beforeVoiceless"), Text(row, "atEdge"));
    }
}
