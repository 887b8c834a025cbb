using System.Text.Json;

namespace Divoc.Functions.Formats;

/// <summary>The sentences for travellers: one for each reason in plain words, in the languages of the page labels.</summary>
public sealed class VerdictSentences
{
    /// <summary>The language of an answer if none of the requested ones is available.</summary>
    public const string DefaultLanguage = "en";

    private readonly Dictionary<string, Dictionary<string, string>> sentences = new(StringComparer.Ordinal);

    /// <summary>Joins the files of all formats.</summary>
    /// <exception cref="ArgumentException">
    /// Two sentences have the same key and language, one is empty, or one is missing in a language.
    /// </exception>
    public VerdictSentences(IEnumerable<SentenceSource> sources)
    {
        foreach (var source in sources)
        {
            foreach (var entry in source.Sentences.EnumerateObject())
            {
                if (!sentences.TryAdd(entry.Name, ByLanguage(source.File, entry)))
                {
                    throw new ArgumentException(
                        $"The sentence '{entry.Name}' of {source.File} is there twice: give the reason a code of its own.");
                }
            }
        }

        var languages = sentences.Values.SelectMany(one => one.Keys).Where(language => language != DefaultLanguage).Distinct();
        Languages = [DefaultLanguage, .. languages.Order(StringComparer.Ordinal)];
        RequireAllLanguages();
    }

    /// <summary>The languages that each sentence has, <see cref="DefaultLanguage"/> first, as language tags.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>The keys of all sentences.</summary>
    public IReadOnlyCollection<string> Keys => sentences.Keys;

    /// <summary>The sentence for a reason.</summary>
    /// <param name="reason">
    /// The reason. If there is no sentence for it, the code is returned: a verdict matters more than its words.
    /// </param>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    public string Of(VerificationReason reason, string language)
    {
        return sentences.TryGetValue(reason.Sentence, out var byLanguage) ? byLanguage[language] : reason.Code;
    }

    private static Dictionary<string, string> ByLanguage(string file, JsonProperty entry)
    {
        var byLanguage = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var sentence in entry.Value.EnumerateObject())
        {
            var text = sentence.Value.ValueKind == JsonValueKind.String ? sentence.Value.GetString() : null;
            if (string.IsNullOrWhiteSpace(text) || !byLanguage.TryAdd(sentence.Name, text))
            {
                throw new ArgumentException(
                    $"The sentence '{entry.Name}' of {file} is empty, no text, or there twice in the language '{sentence.Name}'.");
            }
        }

        return byLanguage;
    }

    private void RequireAllLanguages()
    {
        foreach (var (key, byLanguage) in sentences)
        {
            var missing = Languages.Where(language => !byLanguage.ContainsKey(language)).ToList();
            if (missing.Count > 0)
            {
                throw new ArgumentException(
                    $"The sentence '{key}' is missing in {string.Join(", ", missing)}: a language is there for all sentences or for none.");
            }
        }
    }
}
