using System.Reflection;
using System.Text.Json;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc.Judging;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Formats;

/// <summary>
/// The sentences that travellers read are there for each reason in each language, and their files are what the program and its documents
/// say.
/// </summary>
public sealed class VerdictSentencesTests
{
    private static readonly Assembly Program = typeof(VerificationReason).Assembly;
    private static readonly JsonElement General = Embedded(typeof(VerdictSentences), "verdicts.table.json");
    private static readonly JsonElement Divoc = Embedded(typeof(JudgingRules), JudgingRules.FileName);
    private static readonly JsonElement Eu = Embedded(typeof(EuReasons), "EuSentences.table.json");
    private static readonly JsonElement Cards = Embedded(typeof(CardReasons), "CardSentences.table.json");

    private static readonly IReadOnlyList<VerificationReason> Reasons =
    [
        .. Program.GetTypes().SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(property => property.PropertyType == typeof(VerificationReason))
            .Select(property => (VerificationReason)property.GetValue(null)!),
    ];

    /// <summary>As the program has them.</summary>
    private readonly VerdictSentences shipped = new(
        new ServiceCollection().AddCredentialFormats(new ConfigurationBuilder().Build())
            .Where(service => service.ServiceType == typeof(SentenceSource))
            .Select(service => (SentenceSource)service.ImplementationInstance!));

    public static TheoryData<string, int, int> Scripts => new()
    {
        { "ar", 0x0600, 0x06FF },
        { "en", 'A', 'z' },
        { "es", 'A', 0x017F },
        { "fr", 'A', 0x017F },
        { "hi", 0x0900, 0x097F },
        { "id", 'A', 'z' },
        { "pt", 'A', 0x017F },
        { "si", 0x0D80, 0x0DFF },
        { "ta", 0x0B80, 0x0BFF },
    };

    [Fact]
    public void Each_reason_has_a_sentence_and_each_sentence_has_a_reason()
    {
        Assert.True(Reasons.Count > 40);
        Assert.Equal(Reasons.Select(reason => reason.Sentence).Order(StringComparer.Ordinal), shipped.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_code_has_one_sentence_unless_the_sentence_depends_on_the_members()
    {
        Assert.Equal(["FIELDS_NOT_BOUND_DOSES"], Reasons.Where(reason => reason.Sentence != reason.Code).Select(reason => reason.Sentence));
        Assert.All(Reasons, reason => Assert.StartsWith(reason.Code, reason.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void The_languages_are_those_of_the_page_labels_and_English_is_first()
    {
        const string Suffix = ".labels.json";
        var labels = Program.GetManifestResourceNames()
            .Where(name => name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[..^Suffix.Length].Split('.')[^1]);

        Assert.Equal("en", shipped.Languages[0]);
        Assert.Equal(labels.Order(StringComparer.Ordinal), shipped.Languages.Order(StringComparer.Ordinal));
        Assert.Equal(shipped.Languages.Order(StringComparer.Ordinal), Scripts.Select(script => script.Data.Item1));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Sentences_are_plain_text_in_the_script_of_their_language(string language, int first, int last)
    {
        Assert.All(Reasons.Select(reason => shipped.Of(reason, language)), sentence =>
        {
            Assert.Equal(sentence.Trim(), sentence);
            Assert.DoesNotContain("  ", sentence, StringComparison.Ordinal);
            Assert.DoesNotContain(sentence, char.IsControl);
            Assert.All(sentence.Where(char.IsLetter), letter => Assert.InRange(letter, first, last));
            Assert.Contains(sentence, char.IsLetter);
            Assert.EndsWith(language == "hi" ? "।" : ".", sentence, StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void No_two_reasons_share_a_sentence(string language, int first, int last)
    {
        Assert.True(first < last);
        Assert.Equal(Reasons.Count, Reasons.Select(reason => shipped.Of(reason, language)).Distinct().Count());
    }

    /// <summary>An unknown issuer says nothing about a certificate, so no sentence may say that it is a fake.</summary>
    [Fact]
    public void English_sentences_are_short_and_accuse_no_one()
    {
        Assert.Equal("This certificate has expired.", shipped.Of(VerificationReasons.Expired, "en"));
        Assert.StartsWith(
            "The issuer of this certificate is not known here.",
            shipped.Of(VerificationReasons.IssuerUnknown, "en"),
            StringComparison.Ordinal);
        Assert.All(Reasons.Select(reason => shipped.Of(reason, "en")), sentence =>
        {
            Assert.InRange(sentence.Split(". ").Length, 1, 2);
            Assert.All(
                new[] { "fake", "forged", "not genuine", "tampered", "n't" },
                word => Assert.DoesNotContain(word, sentence, StringComparison.OrdinalIgnoreCase));
        });
    }

    [Fact]
    public void The_order_of_severity_matches_the_order_of_the_statuses()
    {
        var gravity = General.GetProperty("gravity").EnumerateArray().Select(status => status.GetString());

        Assert.Equal(Enum.GetValues<VerificationStatus>().Order().Select(WordOf), gravity);
    }

    [Fact]
    public void The_page_of_verdicts_lists_the_English_sentences()
    {
        var page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "verdicts.md"));
        var rows = new[] { General, Divoc, Eu, Cards }.SelectMany(table => table.GetProperty("sentences").EnumerateObject())
            .Select(sentence => Reasons.Single(reason => reason.Sentence == sentence.Name))
            .Select(reason => $"| `{reason.Code}` | `{WordOf(reason.Status)}` | {shipped.Of(reason, "en")} |");

        Assert.Equal(
            string.Join('\n', rows), string.Join('\n', page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("""{"EXPIRED":{"en":"Over."}}""", """{"EXPIRED":{"en":"Gone."}}""", "The sentence 'EXPIRED' of b.json is there twice")]
    [InlineData("""{"A":{"en":"Over.","fr":"Fini."}}""", """{"B":{"en":"Gone."}}""", "The sentence 'B' is missing in fr")]
    [InlineData("""{"A":{"fr":"Fini."}}""", "{}", "The sentence 'A' is missing in en")]
    [InlineData("""{"A":{"en":" "}}""", "{}", "The sentence 'A' of a.json is empty")]
    [InlineData("""{"A":{"en":7}}""", "{}", "The sentence 'A' of a.json is empty, no text")]
    [InlineData(
        """{"A":{"en":"Over.","en":"Gone."}}""", "{}", "The sentence 'A' of a.json is empty, no text, or there twice in the language 'en'")]
    public void Files_that_contradict_each_other_or_lack_a_language_are_refused(string first, string second, string expected)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new VerdictSentences([Source("a.json", first), Source("b.json", second)]));

        Assert.StartsWith(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_must_be_embedded_and_contain_sentences()
    {
        Assert.Contains("not embedded", Refusal(typeof(JudgingRules), "none.json"), StringComparison.Ordinal);
        Assert.Contains("no member 'sentences'", Refusal(typeof(VaccineCodes), "VaccineCodes.table.json"), StringComparison.Ordinal);

        static string Refusal(Type neighbour, string file) =>
            Assert.Throws<ArgumentException>(() => SentenceSource.Embedded(neighbour, file)).Message;
    }

    [Fact]
    public void A_reason_without_a_sentence_is_shown_by_its_code()
    {
        Assert.Equal("OF_ANOTHER", shipped.Of(new VerificationReason("OF_ANOTHER", VerificationStatus.Invalid), "fr"));
    }

    private static SentenceSource Source(string file, string json) => new(file, JsonElement.Parse(json));

    private static string WordOf(VerificationStatus status) => status.ToString().ToUpperInvariant();

    private static JsonElement Embedded(Type neighbour, string file)
    {
        using var stream = neighbour.Assembly.GetManifestResourceStream(neighbour, file)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
