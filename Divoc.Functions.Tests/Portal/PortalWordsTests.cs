using System.Text.RegularExpressions;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Tests.Rendering;

namespace Divoc.Functions.Tests.Portal;

/// <summary>
/// The texts of the pages that everybody sees, read as they stand in the sources. That none is missing is the compiler's to say.
/// </summary>
public sealed partial class PortalWordsTests
{
    /// <summary>Texts that are the English ones in another language too. An entry that is no longer true must go.</summary>
    private static readonly string[] SameAsEnglish =
    [
        "es verify.no",
        "fr pages.console",
        "fr shell.pages",
        "fr verify.fact.date",
        "fr verify.fact.dose",
        "pt verify.fact.dose",
    ];

    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "Divoc.Portal", "src", "words");

    private static readonly Dictionary<string, string> English = TextsOf("en");

    public static TheoryData<string> Others => [.. PageLabels().Select(file => file.Language).Where(language => language != "en")];

    [Fact]
    public void The_portal_has_the_same_languages_and_text_directions_as_the_certificate_pages()
    {
        var languages = PageLabels().Select(file => file.Language).Order(StringComparer.Ordinal).ToArray();

        Assert.Equal(
            languages,
            Directory.GetFiles(Folder, "*.ts")
                .Select(Path.GetFileNameWithoutExtension)
                .Where(name => name != "index")
                .Order(StringComparer.Ordinal));
        Assert.Equal(
            languages,
            OfferedLanguage().Matches(Source("index")).Select(match => match.Groups["code"].Value).Order(StringComparer.Ordinal));
        Assert.All(PageLabels(), file =>
        {
            var texts = TextsOf(file.Language);
            Assert.Equal(file.Language, texts["language"]);
            Assert.Equal(file.IsRightToLeft ? "rtl" : "ltr", texts["direction"]);
        });
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Each_language_has_all_texts_with_the_same_placeholders_as_English(string language)
    {
        var texts = TextsOf(language);

        Assert.True(English.Count > 100);
        Assert.Equal(English.Keys.Order(StringComparer.Ordinal), texts.Keys.Order(StringComparer.Ordinal));
        Assert.All(English, text => Assert.Equal(Placeholders(text.Value), Placeholders(texts[text.Key])));
        Assert.All(texts, text => Assert.False(string.IsNullOrWhiteSpace(text.Value), text.Key));
        Assert.All(["HC1:…", "shc:/…", "JSON"], word => Assert.Contains(word, texts["verify.pasteHint"], StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Verdict_texts_are_distinct_in_each_language(string language)
    {
        var texts = TextsOf(language);

        foreach (var group in new[] { "verify.word.", "verify.sentence." })
        {
            var verdicts = texts.Where(text => text.Key.StartsWith(group, StringComparison.Ordinal)).Select(text => text.Value).ToArray();
            Assert.Equal(10, verdicts.Length);
            Assert.Equal(verdicts.Length, verdicts.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        }
    }

    [Fact]
    public void Texts_of_other_languages_are_translated()
    {
        var same = from file in PageLabels()
                   where file.Language != "en"
                   from text in TextsOf(file.Language)
                   where text.Key != "direction" && English[text.Key] == text.Value
                   select $"{file.Language} {text.Key}";

        Assert.Equal(SameAsEnglish, same.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<LabelFile> PageLabels() => TemplateSet.BuiltInLabels(Renderers.Kinds);

    private static string Source(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.ts"));

    /// <summary>The texts of a language, each by its path in the object, such as "verify.word.VALID".</summary>
    private static Dictionary<string, string> TextsOf(string language)
    {
        var source = Source(language);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var path = new Stack<string>();
        foreach (Match token in Token().Matches(source[source.IndexOf("Words = {", StringComparison.Ordinal)..]))
        {
            if (token.Groups["text"].Success)
            {
                texts.Add(string.Join('.', path.Reverse().Append(token.Groups["key"].Value)), token.Groups["text"].Value);
            }
            else if (token.Groups["key"].Success)
            {
                path.Push(token.Groups["key"].Value);
            }
            else if (path.Count > 0)
            {
                path.Pop();
            }
        }

        return texts;
    }

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(?<key>\w+):\s*(?:'(?<text>(?:[^'\\]|\\.)*)'|\{)|\}")]
    private static partial Regex Token();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\['(?<code>\w+)', '[^']+'\]")]
    private static partial Regex OfferedLanguage();
}
