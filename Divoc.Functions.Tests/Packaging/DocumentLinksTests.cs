using System.Text.RegularExpressions;

namespace Divoc.Functions.Tests.Packaging;

/// <summary>Each link between documents leads to a file that is there, and to a heading of it; no page is too long to read.</summary>
public sealed partial class DocumentLinksTests
{
    private const int MostLines = 200;
    private const int MostLinesOfDecision = 40;

    private static readonly string[] OutsideDocs =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "Divoc.Functions.Benchmarks/README.md"];

    public static TheoryData<string> Documents => [.. OutsideDocs.Concat(FilesBelow("docs")).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Decisions => [.. FilesBelow("docs/decisions")];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Each_link_in_a_document_has_a_valid_target(string document)
    {
        Assert.All(
            TargetsOf(document), target => Assert.True(Exists(document, target), $"{document} links to {target}, which is not there."));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void No_page_is_longer_than_200_lines(string document)
    {
        var lines = LinesOf(document);
        Assert.True(lines <= MostLines, $"{document} has {lines} lines: make two pages of it.");
    }

    [Theory]
    [MemberData(nameof(Decisions))]
    public void No_decision_is_longer_than_40_lines(string document)
    {
        Assert.InRange(LinesOf(document), 1, MostLinesOfDecision);
    }

    [Fact]
    public void The_check_finds_links_and_detects_a_broken_one()
    {
        Assert.InRange(Documents.Sum(document => TargetsOf(document.Data).Count()), 100, 2000);
        Assert.True(Exists("README.md", "docs/keys.md#a-key-of-your-own"));
        Assert.True(Exists("docs/keys.md", "../README.md"));
        Assert.False(Exists("README.md", "docs/keys.md#no-such-heading"));
        Assert.False(Exists("README.md", "docs/no-such-page.md"));
    }

    [Theory]
    [InlineData("## A key of your own", "a-key-of-your-own")]
    [InlineData("# Words in answers: what `status` says", "words-in-answers-what-status-says")]
    [InlineData("### [Types](x.md) and EU's formats (DDCC)", "types-and-eus-formats-ddcc")]
    public void Heading_anchors_are_computed_as_GitHub_does(string heading, string anchor)
    {
        Assert.Equal([anchor], AnchorsOf(heading));
    }

    private static IEnumerable<string> FilesBelow(string folder)
    {
        return Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, folder), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(SharedData.RepositoryRoot, file).Replace('\\', '/'));
    }

    private static string TextOf(string document) => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, document));

    private static int LinesOf(string document) => TextOf(document).TrimEnd('\n').Split('\n').Length;

    /// <summary>What a document links to, addresses on other machines left out.</summary>
    private static IEnumerable<string> TargetsOf(string document)
    {
        return Link().Matches(WithoutCode(TextOf(document)))
            .Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains(':', StringComparison.Ordinal));
    }

    private static bool Exists(string document, string target)
    {
        var parts = target.Split('#', 2);
        var page = Path.Combine(SharedData.RepositoryRoot, document);
        var file = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        return parts.Length == 1 || Directory.Exists(file)
            ? Path.Exists(file)
            : File.Exists(file) && AnchorsOf(File.ReadAllText(file)).Contains(parts[1]);
    }

    /// <summary>The anchors that GitHub gives the headings of a page: the later ones of equal headings have a number.</summary>
    private static HashSet<string> AnchorsOf(string text)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(FencedCode().Replace(text, "")))
        {
            var words = LinkText().Replace(heading.Groups["text"].Value.Trim(), link => link.Groups["text"].Value);
            var anchor = NoPartOfAnchor().Replace(words, "").Replace(' ', '-').ToLowerInvariant();
            var unique = anchor;
            for (var number = 1; !anchors.Add(unique); number++)
            {
                unique = $"{anchor}-{number}";
            }
        }

        return anchors;
    }

    private static string WithoutCode(string text) => CodeSpan().Replace(FencedCode().Replace(text, ""), "");

    [GeneratedRegex("""\]\((?<target>[^)\s]+)\)|(?:src|href)="(?<target>[^"]+)"|^\[[^\]]+\]: (?<target>\S+)""", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NoPartOfAnchor();

    [GeneratedRegex("^ *```.*?^ *```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex FencedCode();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex CodeSpan();
}
