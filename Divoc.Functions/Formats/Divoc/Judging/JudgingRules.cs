using System.Text.Json;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>
/// The data for the checks of DIVOC's credentials, from one embedded file: which members share a term, which words are closed or known,
/// which codes a vaccine has. The words are from public value sets; <c>docs/verifying.md</c> names the sources.
/// </summary>
internal sealed class JudgingRules
{
    /// <summary>The embedded file, beside this class. It has the sentences for this format's reasons too.</summary>
    public const string FileName = "JudgingRules.table.json";

    private const int MoreOfIcd11Code = 4;

    private readonly string icd11CodePrefix;
    private readonly Dictionary<(string Kind, string Node), string[][]> groups = [];
    private readonly Dictionary<string, Dictionary<string, int>> knownWords = [];
    private readonly List<(string Name, string[] Codes)> vaccines;
    private readonly Dictionary<string, string[]> prophylaxis;

    private JudgingRules()
    {
        using var stream = typeof(JudgingRules).Assembly.GetManifestResourceStream(typeof(JudgingRules), FileName)
            ?? throw new InvalidOperationException("The embedded rules of judging are missing.");
        using var document = JsonDocument.Parse(stream);
        var root = document.RootElement;
        Bound = Texts(root.GetProperty("bound"));
        Results = Texts(root.GetProperty("closed").GetProperty("result"));
        icd11CodePrefix = root.GetProperty("closed").GetProperty("icd11CodePrefix").GetString()!;
        foreach (var kind in root.GetProperty("sharedTerms").EnumerateObject())
        {
            foreach (var node in kind.Value.EnumerateObject())
            {
                groups[(kind.Name, node.Name)] = [.. node.Value.EnumerateArray().Select(Texts)];
            }
        }

        foreach (var member in root.GetProperty("knownWords").EnumerateObject())
        {
            knownWords[member.Name] = MeaningsOf(member.Value);
        }

        vaccines = [.. root.GetProperty("vaccineCodes")
            .EnumerateArray()
            .Select(vaccine => (Squashed(vaccine.GetProperty("name").GetString()!), Texts(vaccine.GetProperty("codes"))))];
        prophylaxis = root.GetProperty("prophylaxis")
            .EnumerateArray()
            .ToDictionary(term => Comparable(term.GetProperty("term").GetString()!), term => Texts(term.GetProperty("codes")));
    }

    /// <summary>The rules.</summary>
    public static JudgingRules Shipped { get; } = new();

    /// <summary>Members that another step checks: by the event's id, by their words, by their order.</summary>
    public IReadOnlyList<string> Bound { get; }

    /// <summary>The words for the result of a test.</summary>
    public IReadOnlyList<string> Results { get; }

    /// <summary>The members with known words.</summary>
    public IReadOnlyCollection<string> MembersOfKnownWords => knownWords.Keys;

    /// <summary>The groups of members that share a term: the signature does not bind which of a group has which value.</summary>
    /// <param name="kind">The kind of credential.</param>
    /// <param name="node"><c>subject</c> or <c>evidence</c>.</param>
    public IReadOnlyList<string[]> GroupsOf(CredentialKind kind, string node) => groups[(kind.Name, node)];

    /// <summary>Whether a text has the form of an ICD-11 code of a vaccine.</summary>
    public bool IsIcd11Code(string text)
    {
        return text.Length == icd11CodePrefix.Length + MoreOfIcd11Code && text.StartsWith(icd11CodePrefix, StringComparison.Ordinal)
            && text.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter));
    }

    /// <summary>
    /// The meaning of a word as the value of a member: equal numbers for words with the same meaning; null for an unknown word.
    /// </summary>
    public int? MeaningOf(string member, string word)
    {
        return knownWords[member].TryGetValue(Comparable(word), out var meaning) ? meaning : null;
    }

    /// <summary>
    /// The ICD-11 codes that a vaccine may have; none if its name is unknown. As in DIVOC, a name is found anywhere in the text.
    /// </summary>
    public IReadOnlyCollection<string> CodesOfVaccine(string vaccine)
    {
        var text = Squashed(vaccine);
        return [.. vaccines.Where(known => text.Contains(known.Name, StringComparison.Ordinal))
            .SelectMany(known => known.Codes)
            .Distinct()];
    }

    /// <summary>The ICD-11 codes for a prophylaxis; none if the words are unknown.</summary>
    public IReadOnlyCollection<string> CodesOfProphylaxis(string term) => prophylaxis.GetValueOrDefault(Comparable(term), []);

    /// <summary>Whether a code is in the table.</summary>
    public bool KnowsCode(string code) => prophylaxis.Values.Any(codes => codes.Contains(code));

    private static Dictionary<string, int> MeaningsOf(JsonElement groups)
    {
        return groups.EnumerateArray().SelectMany((group, meaning) => Texts(group).Select(word => (Word: Comparable(word), meaning)))
            .DistinctBy(pair => pair.Word).ToDictionary(pair => pair.Word, pair => pair.meaning);
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];

    /// <summary>Letters and digits in lower case: blanks, hyphens and brackets do not make another word.</summary>
    private static string Comparable(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    private static string Squashed(string text) =>
        string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)).Select(char.ToLowerInvariant));
}
